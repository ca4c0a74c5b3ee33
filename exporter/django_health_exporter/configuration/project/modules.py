"""The modules that settings are assembled from: found while they are imported, forgotten, put back.

A settings module is seldom alone: it takes its values from ``base.py``, from the other modules of a
settings package, from whatever reads ``.env``. To read settings anew is to import all of these
anew. The applications are none of them: their models are imported once in a process.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Self

READERS = frozenset({"decouple", "dotenv", "environ", "environs", "prettyconf"})
"""Packages that read ``.env`` and the like, some of which keep what they have read."""

NOT_ITS_OWN = frozenset({"django", "django_health", "django_health_exporter"})
"""Packages that are none of the project, wherever they stand."""

_STANDARD_LIBRARY = Path(os.__file__).parent
_INSTALLED = frozenset({"site-packages", "dist-packages"})


class _FromSource(SourceFileLoader):
    """Compiles a module anew: compiled ones are told apart by the second and the size alone."""

    def path_stats(self, path: str) -> Mapping[str, object]:  # noqa: ARG002 - Python gives it
        raise OSError("the compiled file is not wanted")


class ImportRecord(MetaPathFinder):
    """Writes down which modules this thread imports for the first time, while it is entered.

    Args:
        root: The package, or the module alone, that holds the settings.
        from_source: Whether the project's modules are compiled anew.
    """

    def __init__(self, root: str, *, from_source: bool) -> None:
        self._root = root
        self._from_source = from_source
        self._thread = threading.get_ident()
        self._looked_for: dict[str, None] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Take note of a name; leave the finding to others, and give their loader another way."""
        if threading.get_ident() != self._thread:
            return None
        self._looked_for[fullname] = None
        if not self._from_source:
            return None
        spec = _found_by_others(fullname, path, target)
        if spec is None or type(spec.loader) is not SourceFileLoader:
            return spec
        if is_own(fullname, spec.origin, self._root):
            spec.loader = _FromSource(fullname, spec.loader.path)
        return spec

    @property
    def own(self) -> tuple[str, ...]:
        """The modules among them that are the project's own, or that read files for it."""
        return tuple(
            name
            for name in tuple(self._looked_for)
            if (module := sys.modules.get(name)) is not None
            if is_own(name, getattr(module, "__file__", None), self._root)
        )

    @property
    def failed(self) -> tuple[str, ...]:
        """Those that are not there, since nothing was found or their import failed."""
        return tuple(name for name in tuple(self._looked_for) if name not in sys.modules)

    def __enter__(self) -> Self:
        sys.meta_path.insert(0, self)
        return self

    def __exit__(self, *exception: object) -> None:
        with suppress(ValueError):  # somebody has put another list there
            sys.meta_path.remove(self)


def _found_by_others(
    name: str, path: Sequence[str] | None, target: ModuleType | None
) -> ModuleSpec | None:
    for finder in tuple(sys.meta_path):
        if isinstance(finder, ImportRecord):
            continue
        if (spec := finder.find_spec(name, path, target)) is not None:
            return spec
    return None


def is_own(name: str, file: str | None, root: str = "") -> bool:
    """Whether a module is the project's own, or one that reads files for its settings.

    Args:
        name: Its dotted name.
        file: Where it is from; ``None`` where there is no file, as of a namespace.
        root: The first part of the settings module's name, if it is known.
    """
    top = name.partition(".")[0]
    if top in NOT_ITS_OWN:
        return False
    if top == root or top in READERS:  # the project itself may be an installed package
        return True
    if file is None or not file.endswith(".py"):
        return False
    path = Path(file)
    return _INSTALLED.isdisjoint(path.parts) and not path.is_relative_to(_STANDARD_LIBRARY)


def forget(names: Iterable[str]) -> dict[str, ModuleType]:
    """Have modules be imported anew; return those that there were."""
    importlib.invalidate_caches()  # or a file that came just now might not be seen
    found = {name: sys.modules.pop(name, None) for name in names}
    return {name: module for name, module in found.items() if module is not None}


def put_back(forgotten: Mapping[str, ModuleType], imported: Collection[str]) -> None:
    """Have the modules of before in place of what was imported since."""
    for name in imported:
        if name not in forgotten:
            sys.modules.pop(name, None)
    for name, module in forgotten.items():
        sys.modules[name] = module
        _be_known_to_package(name, module)


def join_packages(imported: Collection[str]) -> None:
    """Make modules that stayed known to their packages, of which there are new ones.

    ``import shop.models`` finds the module by its name, and leaves it to ``shop`` to have it.
    """
    for name, module in tuple(sys.modules.items()):
        package, _, last = name.rpartition(".")
        if package not in imported or name in imported or module is None:
            continue
        if not hasattr(sys.modules.get(package), last):
            _be_known_to_package(name, module)


def _be_known_to_package(name: str, module: ModuleType) -> None:
    package, _, last = name.rpartition(".")
    if (parent := sys.modules.get(package)) is not None:
        setattr(parent, last, module)
