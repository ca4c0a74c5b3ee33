"""What a doctor found, as it is shown."""

from __future__ import annotations

import json
from io import StringIO

from django_health.doctor.finding import Examination, Finding, Level
from django_health.doctor.view import FORMATS, document_of, ordered, summary

FOUND = Examination(
    (
        Finding(Level.NOTE, "web", "anybody may read"),
        Finding(Level.ERROR, "cache/a\x1b[31m", "refused\nat once", "start [bold]it[/bold]"),
        Finding(Level.WARNING, "b", "slow", "be patient"),
        Finding(Level.WARNING, "c", "slow", "be patient"),
    ),
    {"Python": "3.11", "Django": "5.2"},
)


def written(form: str, found: Examination = FOUND) -> str:
    """What is written to a pipe."""
    stream = StringIO()
    FORMATS[form](found, stream)
    return stream.getvalue()


def test_the_worst_comes_first() -> None:
    """Whoever reads one line reads that."""
    assert [one.place for one in ordered(FOUND)][1:] == ["b", "c", "web"]
    assert summary(FOUND) == "1 error, 2 warnings, 1 note"
    assert summary(Examination((), {})) == "nothing is missing"


def test_table() -> None:
    """Place, what is wrong and the remedy; nothing in it is a command to the terminal."""
    lines = written("table").splitlines()
    assert "\x1b" not in written("table")
    assert lines[0].startswith("✗ error  cache/a")
    assert lines[1].startswith("    refused")
    assert lines[2] == "    → start [bold]it[/bold]"
    assert lines[-2:] == ["Python 3.11, Django 5.2", "1 error, 2 warnings, 1 note"]


def test_table_of_nothing() -> None:
    """The last line says so."""
    assert written("table", Examination((), {"Python": "3"})) == "Python 3\nnothing is missing\n"


def test_a_terminal_without_symbols() -> None:
    """It is given letters."""

    class Ascii(StringIO):
        encoding = "ascii"

    stream = Ascii()
    FORMATS["table"](FOUND, stream)
    assert stream.getvalue().isascii()
    assert "-> start" in stream.getvalue()


def test_json() -> None:
    """All of it, the worst first."""
    document = json.loads(written("json"))
    assert document == json.loads(json.dumps(document_of(FOUND)))
    assert document["level"] == "error"
    assert document["findings"][1] == {
        "level": "warning",
        "place": "b",
        "what": "slow",
        "remedy": "be patient",
    }
    assert document["versions"]["Django"] == "5.2"
