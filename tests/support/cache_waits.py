"""What holds for the waits of every cache's runs, whatever it asks."""

from __future__ import annotations

import time

import pytest

from cache_answers import MARGIN, operations
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from walked_steps import (
    Server,
    SteppedCheck,
    expect_a_new_begin,
    going_on_later,
    unanswered,
    walked,
)


def expect_an_end_when_cancelled(server: Server, check: SteppedCheck, number: int) -> None:
    """A run ends as soon as it goes on, and the next one is well."""
    steps = check.run_in_steps()
    unanswered(steps, number, server)
    try:
        check.cancel()
        begun = time.monotonic()
        with pytest.raises(CheckFailed) as caught:
            walked(steps)
        assert time.monotonic() - begun < MARGIN
    finally:
        server.resume()
    assert caught.value.reason is Reason.TIMEOUT
    expect_a_new_begin(check)


def expect_a_wait_of_its_own(
    server: Server, check: SteppedCheck, number: int, *, says_so: bool
) -> None:
    """A run that is resumed though nothing has come waits by itself, whatever it was told."""
    steps = check.run_in_steps()
    unanswered(steps, number, server)
    with going_on_later(server):
        outcome, _ = walked(steps, lambda _: time.perf_counter() if says_so else None)
    assert (outcome.status, operations(outcome)) == (Status.OK, ["set", "get", "delete"])
