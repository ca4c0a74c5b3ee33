"""Asks at an interval, and shows how it is."""

from __future__ import annotations

import io
import threading

import pytest

from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from django_health.terminal.watching import FRAME, line_of, watch_as_lines, watch_as_table
from pseudo_terminal import Terminal
from sample_checks import Hangs, Sample, engine_of, report_of, result_of


class Enough(Exception):  # noqa: N818 - no error
    """What a test has seen."""


def _answers() -> Outcome:
    raise CheckFailed(Reason.REFUSED, "it was refused")


def test_a_line_for_each_question() -> None:
    """Until somebody ends it."""
    stream, slept = io.StringIO(), []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise Enough

    with engine_of(Sample("cache", "default", answer=_answers)) as engine, pytest.raises(Enough):
        watch_as_lines(engine, stream, 20.0, sleep)
    first, *others = stream.getvalue().splitlines()
    assert len(others) == 2
    assert first.endswith("Z unhealthy: 1 error: cache/default: refused: it was refused")
    rounded = [round(seconds / 20) for seconds in slept]
    assert rounded == [1, 2, 3]  # no time passed meanwhile: each is due 20 s after the one before


def test_a_line() -> None:
    """With its time in UTC."""
    assert line_of(report_of(result_of("a"))) == "2023-12-01T10:30:00Z healthy: 1 ok"


def test_a_line_of_what_is_known() -> None:
    """What is silent is counted apart, unless an earlier answer of it is there."""
    fine, silent, old = result_of("a"), result_of("b", status=Status.ERROR), result_of("c", age=9)
    told = line_of(report_of(fine, silent, old), {"b", "c"})
    assert told == "2023-12-01T10:30:00Z healthy: 2 ok, 1 asking"
    assert line_of(report_of(silent), {"b"}) == "2023-12-01T10:30:00Z 1 asking"


def test_a_line_in_colour() -> None:
    """The word for the whole has that of its state."""
    told = line_of(report_of(result_of("a")), paint=lambda word, style: f"<{style}>{word}</>")
    assert told == "2023-12-01T10:30:00Z <green>healthy</>: 1 ok"


def test_what_hangs_holds_up_no_line() -> None:
    """There is one for each interval, long before the check overruns its limit."""
    stream, slept = io.StringIO(), []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise Enough

    with engine_of(Sample("fine"), Hangs("hung")) as engine, pytest.raises(Enough):
        watch_as_lines(engine, stream, 0.1, sleep)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 3
    assert all(line.endswith("Z healthy: 1 ok, 1 asking") for line in lines)


def test_the_table_asks_no_sooner_than_at_the_interval() -> None:
    """However often it is drawn meanwhile."""
    fine, slept = Sample("fine"), []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 8:
            raise Enough

    with Terminal() as terminal, engine_of(fine) as engine, pytest.raises(Enough):
        watch_as_table(engine, terminal.stream, 3600.0, sleep)
    assert fine.runs == 1


def test_a_table_that_stays() -> None:
    """Drawn while what hangs is awaited; asked anew at the interval; then all is as before."""
    fine, frames = Sample("fine"), []

    def sleep(seconds: float) -> None:
        frames.append(seconds)
        if fine.runs > 2:
            raise Enough
        threading.Event().wait(0.005)

    with Terminal() as terminal, engine_of(fine, Hangs("hung")) as engine:
        with pytest.raises(Enough):
            watch_as_table(engine, terminal.stream, 0.001, sleep)
        told = terminal.hang_up()
    assert told.startswith("\x1b[?1049h")
    assert told.endswith("\x1b[?25h\x1b[?1049l")
    assert "asking" in told
    assert max(frames) <= FRAME
