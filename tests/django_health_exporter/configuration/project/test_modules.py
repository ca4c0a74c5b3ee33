"""The modules that settings are assembled from."""

from __future__ import annotations

import importlib
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from django_health_exporter.configuration.project.modules import (
    ImportRecord,
    forget,
    is_own,
    join_packages,
    put_back,
)

ROOT = "reread_project"
NAMES = (ROOT, f"{ROOT}.settings", f"{ROOT}.base")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package with settings that take a value from another module."""
    package = tmp_path / ROOT
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "base.py").write_text("VALUE = 1\n", encoding="utf-8")
    (package / "settings.py").write_text(
        f"import colorsys, json\nfrom {ROOT}.base import VALUE\n", encoding="utf-8"
    )
    (package / "models.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield package
    for name in [name for name in sys.modules if name.partition(".")[0] == ROOT]:
        del sys.modules[name]


def _imported(*, from_source: bool = True) -> ImportRecord:
    with ImportRecord(ROOT, from_source=from_source) as record:
        importlib.import_module(f"{ROOT}.settings")
    return record


def _value() -> object:
    return sys.modules[f"{ROOT}.settings"].VALUE


@pytest.mark.parametrize("from_source", [True, False])
def test_record(folder: Path, from_source: bool) -> None:
    """It holds the project's own modules, each once, however they are loaded."""
    assert folder.is_dir()
    sys.modules.pop("colorsys", None)
    record = _imported(from_source=from_source)
    assert sorted(record.own) == sorted(NAMES)
    assert record not in sys.meta_path
    assert _value() == 1


def test_record_of_other_threads(folder: Path) -> None:
    """What another thread imports meanwhile is none of it."""
    assert folder.is_dir()
    with ImportRecord(ROOT, from_source=True) as record:
        thread = threading.Thread(target=importlib.import_module, args=(f"{ROOT}.base",))
        thread.start()
        thread.join(20)
    assert f"{ROOT}.base" in sys.modules
    assert record.own == ()


def test_record_of_what_failed(folder: Path) -> None:
    """A module that raised is not there, and is known to have been tried."""
    (folder / "settings.py").write_text("import reread_none", encoding="utf-8")
    with pytest.raises(ModuleNotFoundError), ImportRecord(ROOT, from_source=True) as record:
        importlib.import_module(f"{ROOT}.settings")
    assert record.own == (ROOT,)
    assert {f"{ROOT}.settings", "reread_none"} <= set(record.failed)


def test_forgotten_modules_are_imported_anew(folder: Path) -> None:
    """Also within the second, and with as many bytes, for which Python takes the compiled file."""
    _imported(from_source=False)
    (folder / "base.py").write_text("VALUE = 2\n", encoding="utf-8")
    forgotten = forget([*NAMES, "reread_none"])
    assert sorted(forgotten) == sorted(NAMES)
    _imported()
    assert _value() == 2


def test_put_back(folder: Path) -> None:
    """The old modules are there again, in ``sys.modules`` and in their packages, and no new one."""
    _imported()
    old = {name: sys.modules[name] for name in NAMES}
    (folder / "base.py").write_text(f"VALUE = 2\nimport {ROOT}.added\n", encoding="utf-8")
    (folder / "added.py").touch()
    forgotten = forget(NAMES)
    record = _imported()
    assert _value() == 2
    put_back(forgotten, record.own)
    assert {name: sys.modules[name] for name in NAMES} == old
    assert f"{ROOT}.added" not in sys.modules
    assert sys.modules[ROOT].base is old[f"{ROOT}.base"]
    assert _value() == 1


def test_put_back_into_a_package_that_stayed(folder: Path) -> None:
    """A package that was not forgotten has its old module again."""
    _imported()
    old = sys.modules[f"{ROOT}.base"]
    forgotten = forget([f"{ROOT}.base", f"{ROOT}.settings"])
    record = _imported()
    assert sys.modules[ROOT].base is not old
    put_back(forgotten, record.own)
    assert sys.modules[ROOT].base is old
    assert folder.is_dir()


def test_modules_that_stay_are_known_to_their_new_package(folder: Path) -> None:
    """As ``import shop.models`` expects it, which finds the module by its name."""
    _imported()
    models = importlib.import_module(f"{ROOT}.models")
    forget(NAMES)
    record = _imported()
    assert not hasattr(sys.modules[ROOT], "models")
    join_packages(record.own)
    assert sys.modules[ROOT].models is models
    assert folder.is_dir()


@pytest.mark.parametrize(
    ("name", "file", "is_so"),
    [
        ("shop.settings", "/srv/shop/settings.py", True),
        ("shop", None, True),
        ("shop.settings", "/venv/lib/python3/site-packages/shop/settings.py", True),
        ("env", "/srv/env.py", True),
        ("space", None, False),
        ("celery", "/venv/lib/python3/site-packages/celery/__init__.py", False),
        ("decouple", "/venv/lib/python3/site-packages/decouple.py", True),
        ("environ.environ", "/venv/lib/python3/site-packages/environ/environ.py", True),
        ("json", json.__file__, False),
        ("fast", "/srv/fast.so", False),
        ("django.conf", "/srv/django/conf/__init__.py", False),
        ("django_health.check", "/srv/django_health/check.py", False),
    ],
)
def test_own_modules(name: str, file: str | None, is_so: bool) -> None:
    """The project's, wherever it is installed, and readers of files; nothing else is re-read."""
    assert is_own(name, file, "shop") is is_so
