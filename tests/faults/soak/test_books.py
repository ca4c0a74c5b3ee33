"""The log of the daemon, held against what it told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from faulty_stack.targets import Illness
from soak.books import Books
from soak.judge import Answer

START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
ERROR = "error (timeout, no answer within 0.5 s)"


def _line(second: int, label: str, text: str) -> str:
    return (
        f"ts=2026-01-01T00:00:{second:02}.000Z level=info logger=django_health.engine.journal"
        f' msg="{label} is {text}"\n'
    )


class _Log:
    """What the daemon has written, and what the books say of it."""

    def __init__(self) -> None:
        self.text = ""
        self.complaints: list[str] = []
        self.books = Books(lambda: self.text, ["redis", "postgresql"], self.complaints.append)

    def told(self, second: float, *reasons: str) -> list[str]:
        """The complaints after an answer of that second, which had these reasons for Redis."""
        told = frozenset(Illness("cache", "default", reason) for reason in reasons)
        self.books.enter(Answer("somebody", START + second, START + second, told))
        self.books.compare()
        return self.complaints


@pytest.fixture
def log() -> _Log:
    """Redis was ill from second 10 to second 20."""
    log = _Log()
    log.text = _line(10, "cache/default/127.0.0.1:6379", ERROR)
    log.text += _line(20, "cache/default/127.0.0.1:6379", "ok")
    return log


@pytest.mark.parametrize(
    ("second", "reasons"),
    [(5, []), (10, []), (10, ["timeout"]), (15, ["timeout"]), (20, ["timeout"]), (25, [])],
)
def test_they_say_the_same(log: _Log, second: float, reasons: list[str]) -> None:
    """At the moment of a change, either is right."""
    assert log.told(second, *reasons) == []
    assert log.books.compared == 1


@pytest.mark.parametrize(
    ("second", "reasons"), [(5, ["timeout"]), (15, []), (15, ["refused"]), (25, ["timeout"])]
)
def test_they_differ(log: _Log, second: float, reasons: list[str]) -> None:
    """A change that the log does not tell, or tells otherwise."""
    assert len(log.told(second, *reasons)) == 1


def test_a_line_without_a_change(log: _Log) -> None:
    """It is one too many, also when it comes later."""
    assert log.told(25) == []
    log.text += _line(30, "cache/default/127.0.0.1:6379", "warning (read_only, text)")
    assert len(log.told(35)) == 1
    assert log.books.journal.lines == 3


def test_half_a_line_is_read_when_it_is_whole(log: _Log) -> None:
    """The daemon may be writing it just now."""
    line = _line(30, "cache/default/127.0.0.1:6379", ERROR)
    log.text += line[:60]
    assert log.told(25) == []
    log.text += line[60:]
    assert log.told(35, "timeout") == []


def test_silence(log: _Log) -> None:
    """Where nothing happened, nothing is to be told."""
    log.books.compare()
    log.books.expect_silence("redis", START + 11, START + 19)
    log.books.expect_silence("postgresql", START, START + 60)
    assert log.complaints == []
    log.books.expect_silence("redis", START + 9, START + 19)
    assert len(log.complaints) == 1
