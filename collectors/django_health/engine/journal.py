"""Tells the log when a check changes its state, and is silent while it does not."""

from __future__ import annotations

import logging

from django_health.result import CheckResult, Status

logger = logging.getLogger(__name__)

_LEVELS = {
    Status.SKIPPED: logging.DEBUG,
    Status.OK: logging.INFO,
    Status.WARNING: logging.WARNING,
    Status.ERROR: logging.ERROR,
}


def tell_change(before: CheckResult | None, after: CheckResult) -> None:
    """Log one line if status or reason differ from the result before; none for a good start."""
    status, reason = after.outcome.status, after.outcome.reason
    if before and before.outcome.status is status and before.outcome.reason is reason:
        return
    if before is None and status in (Status.OK, Status.SKIPPED):
        logger.debug("%s is %s", after.label, status)
        return
    detail = ", ".join(filter(None, (reason, after.outcome.message)))
    text = f"{status} ({detail})" if detail else str(status)
    logger.log(_level(before, after), "%s is %s", after.label, text)


def _level(before: CheckResult | None, after: CheckResult) -> int:
    """What ends an error is told where the error was, also where nothing is asked any more."""
    if before is not None and before.status is Status.ERROR:
        return max(logging.INFO, _LEVELS[after.status])
    return _LEVELS[after.status]
