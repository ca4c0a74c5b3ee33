"""The log tells changes of state and is silent while there are none."""

from __future__ import annotations

import logging
import threading

import pytest

from django_health.engine.journal import tell_change
from django_health.result import CheckResult, Reason, Status
from sample_checks import Sample, engine_of, result_of

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


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("fails", [True, False])
def test_a_log_that_fails_or_hangs_holds_up_no_answer(fails: bool) -> None:
    """An application may have any filters and handlers; those who wait get their answers."""
    free = threading.Event()

    class Broken(logging.Filter):
        def filter(self, _record: logging.LogRecord) -> bool:
            if fails:
                raise RuntimeError
            return free.wait(20)

    broken = Broken()
    journal = logging.getLogger("django_health.engine.journal")
    journal.addFilter(broken)
    before = set(threading.enumerate())
    try:
        with engine_of(Sample(answer=lambda: {"status": "error"})) as engine:
            engine.start().done.result(20)
            assert not free.is_set()
            free.set()
        for thread in set(threading.enumerate()) - before:
            thread.join(20)  # the exception that ends it is this test's, and no other's
    finally:
        journal.removeFilter(broken)
