"""What errors and answers are told as."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.client import BadStatusLine, RemoteDisconnected

import pytest

from django_health.alerting.failures import alert_error, refusal, seconds_of
from django_health.failure import CheckFailed
from django_health.result import Reason
from endpoint_listeners import CANARY


@pytest.mark.parametrize(
    ("error", "reason", "retry"),
    [
        (CheckFailed(Reason.TIMEOUT), Reason.TIMEOUT, True),
        (CheckFailed(Reason.AUTH), Reason.AUTH, False),
        (CheckFailed(Reason.MISCONFIGURED), Reason.MISCONFIGURED, False),
        (ConnectionRefusedError(111, CANARY), Reason.REFUSED, True),
        (ssl.SSLEOFError(8, CANARY), Reason.TLS, True),
        (RemoteDisconnected(CANARY), Reason.UNAVAILABLE, True),
        (BadStatusLine(CANARY), Reason.WRONG_ANSWER, True),
    ],
)
def test_errors_have_a_reason_and_no_text(error: Exception, reason: Reason, retry: bool) -> None:
    """What lasts is not tried again at once."""
    told = alert_error(error)
    assert (told.reason, told.retry) == (reason, retry)
    assert CANARY not in str(told)


@pytest.mark.parametrize(
    ("status", "reason", "retry"),
    [
        (301, Reason.MISCONFIGURED, False),
        (307, Reason.MISCONFIGURED, False),
        (400, Reason.WRONG_ANSWER, False),
        (401, Reason.AUTH, False),
        (403, Reason.PERMISSION, False),
        (404, Reason.MISCONFIGURED, False),
        (408, Reason.UNAVAILABLE, True),
        (413, Reason.WRONG_ANSWER, False),
        (429, Reason.UNAVAILABLE, True),
        (500, Reason.UNAVAILABLE, True),
        (503, Reason.UNAVAILABLE, True),
    ],
)
def test_a_status_is_told(status: int, reason: Reason, retry: bool) -> None:
    """With its number; later, where it may be another one then."""
    told = refusal(status, "17")
    assert told is not None
    assert (told.reason, told.retry) == (reason, retry)
    assert told.retry_after == (17.0 if retry else None)
    assert str(status) in str(told)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_taken_is_taken(status: int) -> None:
    """Whatever the receiver says of it."""
    assert refusal(status) is None


def test_retry_after_has_seconds_or_a_date() -> None:
    """A moment that has passed is now."""
    assert seconds_of(" 90 ") == 90.0
    assert seconds_of("0") == 0.0
    later = datetime.now(UTC) + timedelta(hours=1)
    assert 3500 < (seconds_of(format_datetime(later, usegmt=True)) or 0) <= 3600
    assert seconds_of("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


@pytest.mark.parametrize(
    "text", ["", "-5", "1.5", "soon", "٣", "9" * 100_000 + "x", "Wed, 99 Oct 99999 07:28:00 GMT"]
)
def test_what_is_neither_says_nothing(text: str) -> None:
    """It is a header of anybody's."""
    assert seconds_of(text) is None
