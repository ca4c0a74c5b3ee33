"""The one error boundary: whatever a check does becomes an outcome."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from django_health.answers import outcome_from, outcome_of_error
from django_health.check import BaseHealthCheck
from django_health.failure import SENTENCES, described, no_answer_within
from django_health.result import Outcome, Reason, Status
from django_health.steps import Awaited, Steps

logger = logging.getLogger(__name__)

NEARLY = 0.9
"""Share of a check's time after which its driver gave up because that was over."""


Answer = Outcome | Mapping[str, object]


class Run:
    """One run of a check in steps.

    Args:
        check: What is run.
    """

    def __init__(self, check: BaseHealthCheck) -> None:
        self._check = check
        self._steps: Steps[Answer] | None = None
        self._begun = time.monotonic()

    def go_on(self, seen: float | None, *, stays: bool = False) -> Outcome | Awaited:
        """Run it up to its next wait or its end; return what it waits for, or what came of it.

        Args:
            seen: When there was something to read, if anybody looked.
            stays: Whether it waits by itself for short answers of servers on this machine.
        """
        try:
            steps = self._begun_steps()
            awaited = _sound(steps.send(seen))
            while stays and awaited.is_near and awaited.is_soon:
                awaited = _sound(next(steps))
            return awaited
        except StopIteration as end:
            answer: Answer = end.value
        except BaseException as error:  # noqa: BLE001 - this is the boundary
            return _failed(self._check, error, self._begun)
        return outcome_of(self._check, lambda: answer, self._begun)

    def _begun_steps(self) -> Steps[Answer]:
        if self._steps is None:
            self._steps = self._check.run_in_steps()
        if self._steps is None:
            raise TypeError("it cannot run in steps")
        return self._steps


def _sound(awaited: object) -> Awaited:
    """What a run waits for, which may be anybody's."""
    if isinstance(awaited, Awaited) and awaited.descriptor >= 0:
        return awaited
    raise TypeError("what a run yields is no descriptor that can be looked at")


def outcome_of(
    check: BaseHealthCheck,
    ask: Callable[[], Answer] | None = None,
    begun: float | None = None,
    *,
    passing: tuple[type[BaseException], ...] = (),
) -> Outcome:
    """Run a check here and now, and return what came of it; raises nothing but what may pass.

    What it returns can be shown: its details are plain, bounded, and the check's no longer.

    Args:
        check: What is run.
        ask: How, if not by its method.
        begun: Monotonic seconds at which the run began, if not now.
        passing: Exceptions that are not the check's, where the thread is not the engine's own.
    """
    if begun is None:
        begun = time.monotonic()
    try:
        return outcome_from((ask or check.check)(), is_final=check.details_are_final)
    except passing:
        raise
    except BaseException as error:  # noqa: BLE001 - this is the boundary, and a thread's own end
        return _failed(check, error, begun, passing)


def _failed(
    check: BaseHealthCheck,
    error: BaseException,
    begun: float,
    passing: tuple[type[BaseException], ...] = (),
) -> Outcome:
    """What an exception says of a check."""
    try:
        return _with_limit(outcome_of_error(error), check, time.monotonic() - begun)
    except passing:
        raise
    except BaseException:  # noqa: BLE001 - an exception that raises when it is looked at
        return Outcome(Status.ERROR, Reason.INTERNAL, SENTENCES[Reason.INTERNAL])


def _with_limit(outcome: Outcome, check: BaseHealthCheck, seconds: float) -> Outcome:
    """Have a timeout of the driver, which had the check's whole time, be told as the engine's."""
    is_plain = outcome.message == SENTENCES[Reason.TIMEOUT]
    if outcome.reason is Reason.TIMEOUT and is_plain and seconds >= NEARLY * check.timeout:
        return replace(outcome, message=no_answer_within(check.timeout))
    return outcome


def cancel(check: BaseHealthCheck) -> None:
    """Tell a check that overran to end; what it raises then is logged by its type alone."""
    _tell(check.label, check.cancel, "cancel")


def close(check: BaseHealthCheck) -> None:
    """Tell a check to give back what it keeps; what it raises is logged by its type alone."""
    _tell(check.label, check.close, "close")


def _tell(label: str, method: Callable[[], None], name: str) -> None:
    try:
        method()
    except BaseException as error:  # noqa: BLE001 - this is the boundary
        logger.warning("%s: %s() failed: %s", label, name, described(error))
