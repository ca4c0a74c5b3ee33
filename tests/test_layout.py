"""The repository's own rules: a test file per module, small files, typed packages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOTS = {
    ROOT / "collectors" / "django_health": ROOT / "tests" / "django_health",
    ROOT / "exporter" / "django_health_exporter": ROOT / "tests" / "django_health_exporter",
}
"""The packages, and the folder that holds the tests of each."""

WITHOUT_TESTS = {"version.py", "families.py", "__main__.py"}
"""Modules that hold names and no behaviour; so do most of the ``__init__.py``."""

FOLDERS = ("collectors", "exporter", "reference", "tests", "examples", "benchmarks")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LIMIT = 300
"""A file has fewer lines than this."""


def _modules() -> Iterator[tuple[Path, Path]]:
    """Each module with behaviour, and the test file that mirrors it."""
    for package, tests in ROOTS.items():
        for module in package.rglob("*.py"):
            if module.name not in WITHOUT_TESTS and not _is_mere_front(module):
                name = module.stem.strip("_")
                yield module, tests / module.relative_to(package).parent / f"test_{name}.py"


def _is_mere_front(module: Path) -> bool:
    """Whether it is an ``__init__.py`` that defines nothing of its own."""
    nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    return module.name == "__init__.py" and not any(isinstance(node, DEFINITIONS) for node in nodes)


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (ROOT / folder).rglob("*.py")


def test_every_module_has_its_test_file() -> None:
    """``a/b.py`` is tested in ``a/test_b.py``."""
    missing = [str(test.relative_to(ROOT)) for _, test in _modules() if not test.exists()]
    assert sorted(missing) == []


def test_every_test_file_has_its_module() -> None:
    """``a/test_b.py`` and ``a/test_b_more.py`` test ``a/b.py``, and nothing else is there."""
    stems = {
        test.with_suffix("").relative_to(ROOT).as_posix()
        for package, tests in ROOTS.items()
        for module in package.rglob("*.py")
        for test in [tests / module.relative_to(package).parent / f"test_{module.stem.strip('_')}"]
    }
    orphans = [
        path
        for tests in ROOTS.values()
        for file in tests.rglob("test_*.py")
        for path in [file.with_suffix("").relative_to(ROOT).as_posix()]
        if not any(path == stem or path.startswith(f"{stem}_") for stem in stems)
    ]
    assert sorted(orphans) == []


def test_files_are_small() -> None:
    """What grows beyond the limit is two ideas."""
    lengths = {
        str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines())
        for file in _sources()
    }
    assert {file: lines for file, lines in lengths.items() if lines >= LIMIT} == {}


@pytest.mark.parametrize("package", ROOTS, ids=lambda package: str(package.name))
def test_packages_are_typed(package: Path) -> None:
    """Type checkers of users look for the marker."""
    assert (package / "py.typed").exists()


@pytest.mark.parametrize("package", ROOTS, ids=lambda package: str(package.name))
def test_every_folder_with_modules_is_a_package(package: Path) -> None:
    """A folder without ``__init__.py`` would be left out by tools that look for packages."""
    folders = {module.parent for module in package.rglob("*.py")}
    assert sorted(str(f) for f in folders if not (f / "__init__.py").exists()) == []


def test_no_module_is_a_drawer() -> None:
    """A file has one idea and is called by it."""
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [str(file) for file in _sources() if file.stem in drawers] == []
