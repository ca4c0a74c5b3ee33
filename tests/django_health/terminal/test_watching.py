"""Asks at an interval, and shows how it is."""

from __future__ import annotations

import io
import threading

import pytest

from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason
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
    assert all(0 < seconds <= 20 for seconds in slept)


def test_a_line() -> None:
    """With its time in UTC."""
    assert line_of(report_of(result_of("a"))) == "2023-12-01T10:30:00Z healthy: 1 ok"


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
