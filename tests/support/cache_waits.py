"""What holds for the waits of every cache's runs, whatever it asks."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from typing import Protocol

import pytest

from cache_answers import MARGIN, operations
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from django_health.steps import Steps
from walked_steps import unanswered, wait_of, walked


class _Server(Protocol):
    def pause(self) -> None:
        """Make it stand still."""

    def resume(self) -> None:
        """Let it go on."""


class _Check(Protocol):
    def check(self) -> Outcome:
        """Ask."""

    def run_in_steps(self) -> Steps[Outcome]:
        """Ask in steps."""

    def cancel(self) -> None:
        """End a run."""

    @property
    def connections(self) -> int:
        """How many are kept."""


def expect_an_end_when_cancelled(server: _Server, check: _Check, number: int) -> None:
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
    _expect_a_new_begin(check)


def expect_nothing_kept_when_given_up(check: _Check, number: int) -> None:
    """An answer is still on its way there: nothing else may be asked on that connection."""
    with closing(check.run_in_steps()) as steps:
        wait_of(steps, number)
    _expect_a_new_begin(check)


def expect_a_wait_of_its_own(server: _Server, check: _Check, number: int, *, says_so: bool) -> None:
    """A run that is resumed though nothing has come waits by itself, whatever it was told."""
    steps = check.run_in_steps()
    unanswered(steps, number, server)
    later = threading.Timer(0.1, server.resume)
    later.start()
    try:
        outcome, _ = walked(steps, lambda _: time.perf_counter() if says_so else None)
    finally:
        later.join()
    assert (outcome.status, operations(outcome)) == (Status.OK, ["set", "get", "delete"])


def _expect_a_new_begin(check: _Check) -> None:
    assert check.connections == 0
    assert check.check().status is Status.OK
