"""What errors of the way to a receiver, and its answers, are told as."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException

from django_health.alerting.channel import AlertError
from django_health.checks.http.answer import failure_of as failure_of_http
from django_health.network.failures import EXPLAINED, failure_of
from django_health.result import Reason

KNOWN = (*EXPLAINED, HTTPException)
"""All that :func:`alert_error` has a word for."""

_LASTING = {Reason.AUTH, Reason.PERMISSION, Reason.MISCONFIGURED}
"""What stays until somebody changes it."""

_LATER = {408, 425, 429}
"""Answers below 500 after which the same may be taken."""

_AUTH = {401: Reason.AUTH, 403: Reason.PERMISSION, 407: Reason.AUTH}
_ABSENT = {404, 405, 410}


def alert_error(error: Exception) -> AlertError:
    """Return what an error of names, sockets, TLS or HTTP is told as; no text of it is used."""
    failure = failure_of_http(error) if isinstance(error, HTTPException) else failure_of(error)
    return AlertError(failure.reason, str(failure), retry=failure.reason not in _LASTING)


def refusal(status: int, retry_after: str = "") -> AlertError | None:
    """Return what a status is told as; ``None`` where the receiver has taken the message.

    Args:
        status: Of the answer.
        retry_after: What the header of that name says.
    """
    if 200 <= status < 300:
        return None
    said = f"the receiver answered with the status {status}"
    if status >= 500 or status in _LATER:
        return AlertError(Reason.UNAVAILABLE, said, retry_after=seconds_of(retry_after))
    if status < 400:
        advice = "redirects are not followed: give the address that it leads to"
        return AlertError(Reason.MISCONFIGURED, f"{said}; {advice}", retry=False)
    if status in _ABSENT:
        advice = "nothing takes alerts at this address"
        return AlertError(Reason.MISCONFIGURED, f"{said}: {advice}", retry=False)
    return AlertError(_AUTH.get(status, Reason.WRONG_ANSWER), said, retry=False)


def seconds_of(retry_after: str) -> float | None:
    """Return the seconds of a header ``Retry-After``, which has them or a date; or ``None``."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        moment = parsedate_to_datetime(text[:64])
    except (TypeError, ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
