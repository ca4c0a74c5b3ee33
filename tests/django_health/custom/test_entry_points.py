"""Checks that installed packages bring along."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from django_health.custom.entry_points import (
    BrokenCheck,
    Loaded,
    add_loaded,
    loaded_entry_points,
)
from django_health.custom.roster import Roster
from django_health.engine.boundary import outcome_of
from django_health.result import Reason, Status

CANARY = "canary-hunter2"
Package = Callable[[str, str, dict[str, str]], None]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Package]:
    """Installs a package: its name, the text of its module, and its entry points."""
    monkeypatch.syspath_prepend(tmp_path)
    installed: list[str] = []

    def install(name: str, text: str, points: dict[str, str]) -> None:
        (tmp_path / f"{name}.py").write_text(text)
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        lines = [f"{point} = {value}" for point, value in points.items()]
        (info / "entry_points.txt").write_text("\n".join(["[django_health.checks]", *lines]))
        installed.append(name)

    yield install
    for name in installed:
        sys.modules.pop(name, None)


CHECKS = """
from django_health.check import BaseHealthCheck
class Stock(BaseHealthCheck):
    name = "stock"
    def check(self):
        return {"status": "ok"}
def orders():
    return {"status": "warning"}
"""


def _added(roster: Roster) -> list[BrokenCheck]:
    broken = add_loaded(roster, loaded_entry_points())
    assert all(isinstance(check, BrokenCheck) for check in broken)
    return broken  # type: ignore[return-value]


def test_checks_of_packages_are_added(package: Package) -> None:
    """Classes and functions alike, in the order of the entry points' names."""
    package("stocklib", CHECKS, {"b_stock": "stocklib:Stock", "a_orders": "stocklib:orders"})
    roster = Roster()
    assert _added(roster) == []
    assert roster.names == ("orders", "stock")


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        (f"raise RuntimeError('{CANARY}')", "lib:x", "RuntimeError at lib.py:1"),
        (f"raise SystemExit('{CANARY}')", "lib:x", "SystemExit at lib.py:1"),
        ("", "lib:x", "AttributeError"),
        ("", "no_such_module_at_all:x", "ModuleNotFoundError"),
        ("x = 5", "lib:x", "check builtins.int: it is no BaseHealthCheck"),
        ("def database(): ...", "lib:database", "'database' is that of a built-in check"),
        ("from django_health.errors import *\nraise InvalidCheckError('no')", "lib:x", ": no"),
    ],
)
def test_failure_is_a_result_of_its_own(package: Package, text: str, value: str, said: str) -> None:
    """It is somebody else's package: an error, but not that of the whole."""
    package("lib", text, {"payments": value})
    roster = Roster()
    (broken,) = _added(roster)
    outcome = outcome_of(broken)
    assert (broken.name, broken.critical) == ("payments", False)
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.MISCONFIGURED)
    assert outcome.message.startswith("the entry point 'payments' of lib brings no check: ")
    assert said in outcome.message
    assert CANARY not in repr(outcome)
    assert roster.names == ()


def test_names_of_what_failed_are_valid_and_free(package: Package) -> None:
    """Those of entry points may be anything, and that of a check that is there."""
    package("a_lib", CHECKS, {"stock": "a_lib:Stock"})
    package("b_lib", CHECKS, {"stock": "b_lib:Stock", "strange name": "b_lib:x", "dns": "b_lib:x"})
    package("c_lib", "", {"strange (name)": "c_lib:x"})
    roster = Roster()
    names = [check.name for check in _added(roster)]
    assert roster.names == ("stock",)
    assert sorted(names) == ["dns-2", "entry-point", "entry-point-2", "stock-2"]


def test_entry_point_that_is_found_twice_counts_once(package: Package, tmp_path: Path) -> None:
    """A package installed for development may be found in two places."""
    package("stocklib", CHECKS, {"stock": "stocklib:Stock"})
    (tmp_path / "stocklib-1.0.dist-info").rename(tmp_path / "other-1.0.dist-info")
    package("stocklib", CHECKS, {"stock": "stocklib:Stock"})
    assert len(loaded_entry_points()) == 1


def test_what_is_registered_already_is_not_added_again(package: Package) -> None:
    """A module may register its function, and be an entry point too."""
    package("stocklib", CHECKS, {"orders": "stocklib:orders"})
    loaded = loaded_entry_points()
    roster = Roster()
    roster.add(loaded[0].given)
    assert add_loaded(roster, loaded) == []
    assert roster.names == ("orders",)
    assert isinstance(loaded[0], Loaded)
