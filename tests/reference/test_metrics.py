"""The page of the metrics has all families, each with a meaning."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from django_health.result import Family
from documented_metrics import documented
from live_exporter import Exporter
from live_exporter.project import sqlite_entry
from reference import metrics
from reference.meaning import Undocumented
from reference.metrics import families

ROOT = Path(__file__).parents[2]
NAMES = {family.name for family in families()}
TOLD = re.compile(r"^# TYPE (\S+) ", re.MULTILINE)

MADE = """
import sys
from importlib import import_module
from django_health.result import Family

begun = Family.__init__

def begin(family, name, *more, **named):
    begun(family, name, *more, **named)
    print(name)

Family.__init__ = begin
for name in sys.argv[1:]:
    import_module(name)
"""
"""Says the name of each family that is made while modules are loaded."""


def test_each_family_once() -> None:
    """By the name that it has in answers, and as tests read it from the page."""
    assert len(NAMES) == len(families())
    assert documented().keys() == {name for name in NAMES if not name.startswith("probe_")}
    assert {name: one.labels for name, one in documented().items()}.items() <= {
        family.name: family.labels for family in families()
    }.items()


def test_each_family_that_is_made() -> None:
    """Wherever that is, also where no name of a module leads to it."""
    modules = metrics._modules()
    made = subprocess.run(
        [sys.executable, "-c", MADE, *modules], capture_output=True, check=True, text=True
    ).stdout.split()
    assert len(made) >= len(NAMES)
    assert set(made) - NAMES == set()


def test_each_family_of_the_sources() -> None:
    """Also one that a function makes while it runs; those of queries have names of their own."""
    files = [file for name in ("collectors", "exporter") for file in (ROOT / name).rglob("*.py")]
    named = {name for file in files for name in _named(file)}
    assert "probe_success" in named
    assert named - NAMES == set()


def _named(file: Path) -> list[str]:
    """What is given its name where it is made."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="Family"), args=[ast.Constant(value=str(name)), *_]):
                found.append(name)
    return found


def test_each_that_the_daemon_answers(tmp_path: Path) -> None:
    """Of the checks, of the daemon itself, and of one target that is probed."""
    database = sqlite_entry(tmp_path / "own.sqlite3")["NAME"]
    with Exporter(tmp_path, environ={"DATABASE_URL": f"sqlite:///{database}"}) as exporter:
        scraped = TOLD.findall(exporter.get("/metrics").body.decode())
        probed = TOLD.findall(exporter.get("/probe?target=database/default").body.decode())
    assert {"django_health_exporter_scrape_duration_seconds", "process_open_fds"} <= set(scraped)
    assert {"probe_success", "probe_duration_seconds"} <= set(probed)
    assert {*scraped, *probed} - NAMES == set()


def test_each_can_be_linked_to() -> None:
    """By its name."""
    text = metrics.PAGE.text()
    assert re.findall(r'<a id="(\w+)"></a>', text) == [family.name for family in families()]


def test_a_family_without_a_meaning_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named."""
    monkeypatch.setattr(metrics, "families", lambda: [Family("django_health_new", "")])
    with pytest.raises(Undocumented, match="django_health_new"):
        metrics.PAGE.text()
