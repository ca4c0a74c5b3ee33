"""What is typed at one server, as text and as JSON."""

from __future__ import annotations

from django_health.grants.script import SQL, Script


def test_notes_are_comments() -> None:
    """So the whole can be piped into the server's own client."""
    script = Script("database/default", "MariaDB 10.11", ("first",), ("GRANT this;",), SQL)
    assert list(script.lines()) == [
        "-- database/default: MariaDB 10.11",
        "-- first",
        "GRANT this;",
    ]


def test_document() -> None:
    """JSON has the same, apart."""
    assert Script("cache/a", "Memcached", ("nothing",)).document() == {
        "target": "cache/a",
        "server": "Memcached",
        "notes": ["nothing"],
        "statements": [],
    }
