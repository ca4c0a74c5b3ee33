"""Tells the log when a check changes its state, and is silent while it does not."""

from __future__ import annotations

import logging

from django_health.result import CheckResult, Reason, Status

logger = logging.getLogger(__name__)

_LEVELS = {
    Status.SKIPPED: logging.DEBUG,
    Status.OK: logging.INFO,
    Status.WARNING: logging.WARNING,
    Status.ERROR: logging.ERROR,
}


def tell_change(before: CheckResult | None, after: CheckResult) -> None:
    """Log one line if status or reason differ from the result before; none for a good start."""
    if _state(before) == _state(after):
        return
    if before is None and after.status in (Status.OK, Status.SKIPPED):
        logger.debug("%s is %s", after.label, after.status)
        return
    detail = ", ".join(filter(None, (after.outcome.reason, after.outcome.message)))
    text = f"{after.status} ({detail})" if detail else str(after.status)
    logger.log(_level(before, after), "%s is %s", after.label, text)


def _level(before: CheckResult | None, after: CheckResult) -> int:
    """What ends an error is told where the error was, also where nothing is asked any more."""
    if before is not None and before.status is Status.ERROR:
        return max(logging.INFO, _LEVELS[after.status])
    return _LEVELS[after.status]


def _state(result: CheckResult | None) -> tuple[Status, Reason | None] | None:
    return None if result is None else (result.status, result.outcome.reason)
