"""Log lines in both forms."""

from __future__ import annotations

import json
import logging
import sys
import threading

import pytest

from django_health_exporter.logs import (
    MOST_WAITING,
    JSONFormatter,
    LogfmtFormatter,
    PatientHandler,
)


def _record(message: str, *arguments: object) -> logging.LogRecord:
    record = logging.LogRecord("django_health.x", 40, __file__, 1, message, arguments, None)
    record.created = 1700000000.5
    return record


def test_logfmt() -> None:
    """Words stand bare, everything else is quoted, on one line."""
    formatter = LogfmtFormatter()
    assert formatter.format(_record("word")) == (
        "ts=2023-11-14T22:13:20.500Z level=error logger=django_health.x msg=word"
    )
    assert formatter.format(_record('a "%s"\nb=c', "x")).endswith(r'msg="a \"x\"\nb=c"')
    assert formatter.format(_record("")).endswith('msg=""')


def test_json() -> None:
    """One object per line with the same fields."""
    line = JSONFormatter().format(_record("é\n%d", 3))
    assert "\n" not in line
    assert json.loads(line) == {
        "ts": "2023-11-14T22:13:20.500Z",
        "level": "error",
        "logger": "django_health.x",
        "msg": "é\n3",
    }


@pytest.mark.parametrize("formatter", [LogfmtFormatter(), JSONFormatter()])
def test_exceptions_are_told_by_their_type(formatter: logging.Formatter) -> None:
    """Neither the text of an exception nor its traceback is written."""
    try:
        raise ValueError("canary")
    except ValueError:
        record = _record("failed")
        record.exc_info = sys.exc_info()
    line = formatter.format(record)
    assert "ValueError" in line
    assert "canary" not in line
    assert "\n" not in line


class _Stuck(logging.Handler):
    """A stderr that nobody reads, until it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.read = threading.Event()
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.read.wait()
        self.written.append(record.getMessage())


def test_a_stderr_that_nobody_reads_holds_nobody_up() -> None:
    """Records beyond the room are dropped, those that had room are written once it is read."""
    stuck = _Stuck()
    handler = PatientHandler(stuck)
    for number in range(2 * MOST_WAITING):
        handler.handle(_record("%d", number))
    stuck.read.set()
    handler.close()
    assert stuck.written[:3] == ["0", "1", "2"]
    assert MOST_WAITING <= len(stuck.written) <= MOST_WAITING + 1


def test_nothing_is_lost_at_the_end() -> None:
    """What was queued is written before the handler is closed."""
    stuck = _Stuck()
    stuck.read.set()
    handler = PatientHandler(stuck)
    handler.handle(_record("last %s", "words"))
    handler.close()
    assert stuck.written == ["last words"]
