"""The one error boundary: whatever a check does becomes an outcome."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from django_health.check import BaseHealthCheck
from django_health.failure import SENTENCES, CheckFailed, described, reason_of
from django_health.result import Outcome, Reason, Status

logger = logging.getLogger(__name__)


def outcome_of(check: BaseHealthCheck) -> Outcome:
    """Run a check here and now, and return what came of it; never raises.

    An exception that nobody explained is reported by its type and the place in the code alone: its
    text and the values on its stack may hold a password.
    """
    try:
        return _as_outcome(check.check())
    except CheckFailed as failure:
        return failure.outcome()
    except BaseException as error:  # noqa: BLE001 - this is the boundary, and a thread's own end
        if reason := reason_of(error):
            return Outcome(Status.ERROR, reason, SENTENCES[reason])
        return _unexplained(error)


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


def _unexplained(error: BaseException) -> Outcome:
    message = f"{SENTENCES[Reason.INTERNAL]}: {described(error)}"
    return Outcome(Status.ERROR, Reason.INTERNAL, message)


def _as_outcome(answer: object) -> Outcome:
    """Take a mapping with ``status`` and further keys as an outcome."""
    if isinstance(answer, Outcome):
        return answer
    if not isinstance(answer, Mapping):
        return _nonsense(f"it returned {type(answer).__name__} where a mapping was expected")
    details = {str(key): value for key, value in answer.items()}
    status = details.pop("status", None)
    if status not in set(Status):
        return _nonsense(f"its status is none of {', '.join(Status)}")
    message = details.pop("message", "")
    return Outcome(Status(str(status)), _reason(status), str(message), details)


def _reason(status: object) -> Reason | None:
    return Reason.UNAVAILABLE if status == Status.ERROR else None


def _nonsense(message: str) -> Outcome:
    return Outcome(Status.ERROR, Reason.WRONG_ANSWER, message)
