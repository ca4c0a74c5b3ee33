"""The log tells changes of state and is silent while there are none."""

from __future__ import annotations

import logging

import pytest

from django_health.engine.journal import tell_change
from django_health.result import CheckResult, Reason, Status
from sample_checks import Hangs, engine_of, result_of

OK = result_of("cache", "default")
SKIPPED = result_of("cache", "default", status=Status.SKIPPED)
WARNING = result_of("cache", "default", status=Status.WARNING, reason=Reason.THRESHOLD)
REFUSED = result_of(
    "cache", "default", status=Status.ERROR, reason=Reason.REFUSED, message="the port is closed"
)
TIMEOUT = result_of("cache", "default", status=Status.ERROR, reason=Reason.TIMEOUT)


def _told(
    caplog: pytest.LogCaptureFixture, before: CheckResult | None, after: CheckResult
) -> list[tuple[int, str]]:
    with caplog.at_level(logging.DEBUG):
        tell_change(before, after)
    return [(record.levelno, record.getMessage()) for record in caplog.records]


@pytest.mark.parametrize(
    ("before", "after", "level", "text"),
    [
        (None, REFUSED, logging.ERROR, "error (refused, the port is closed)"),
        (None, WARNING, logging.WARNING, "warning (threshold)"),
        (OK, REFUSED, logging.ERROR, "error (refused, the port is closed)"),
        (REFUSED, TIMEOUT, logging.ERROR, "error (timeout)"),
        (OK, WARNING, logging.WARNING, "warning (threshold)"),
        (REFUSED, OK, logging.INFO, "ok"),
        (OK, SKIPPED, logging.DEBUG, "skipped"),
        (REFUSED, SKIPPED, logging.INFO, "skipped"),
        (None, OK, logging.DEBUG, "ok"),
        (None, SKIPPED, logging.DEBUG, "skipped"),
    ],
)
def test_change_is_one_line_with_its_level(
    before: CheckResult | None,
    after: CheckResult,
    level: int,
    text: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The line names the check, its new state and why; a good start is for debugging alone."""
    assert _told(caplog, before, after) == [(level, f"cache/default is {text}")]


@pytest.mark.parametrize("state", [OK, SKIPPED, WARNING, REFUSED])
def test_same_state_is_silent(state: CheckResult, caplog: pytest.LogCaptureFixture) -> None:
    """A target that stays down is told once."""
    assert _told(caplog, state, state) == []


def test_other_message_for_the_same_reason_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    """A figure in a sentence that changes with each run would make a line per run."""
    other = result_of(
        "cache", "default", status=Status.ERROR, reason=Reason.REFUSED, message="2 of 3"
    )
    assert _told(caplog, REFUSED, other) == []


def test_the_line_is_there_before_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    """Who is given an answer finds in the log what it says."""
    told: list[str] = []
    check = Hangs(answer=lambda: {"status": "error"})
    with caplog.at_level(logging.INFO), engine_of(check) as engine:
        asked = engine.start()
        asked.done.add_done_callback(lambda _: told.extend(caplog.messages))
        check.gate.set()
        asked.done.result(20)
    assert len(told) == 1
