"""What errors of pymemcache mean."""

from __future__ import annotations

import ssl

import pytest
from pymemcache import exceptions

from django_health.caches.memcached.errors import EXPLAINED, failure_of
from django_health.result import Reason

CANARY = "canary-c7d2"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (exceptions.MemcacheUnexpectedCloseError(CANARY), Reason.UNAVAILABLE),
        (exceptions.MemcacheServerError(b"out of memory " + CANARY.encode()), Reason.UNAVAILABLE),
        (exceptions.MemcacheServerError(CANARY), Reason.UNAVAILABLE),
        (exceptions.MemcacheIllegalInputError(CANARY), Reason.MISCONFIGURED),
        (exceptions.MemcacheUnknownCommandError(CANARY), Reason.WRONG_ANSWER),
        (exceptions.MemcacheClientError(CANARY), Reason.WRONG_ANSWER),
        (exceptions.MemcacheUnknownError(CANARY), Reason.WRONG_ANSWER),
        (ValueError(CANARY), Reason.WRONG_ANSWER),
        (KeyError(CANARY), Reason.WRONG_ANSWER),
        (OverflowError(CANARY), Reason.WRONG_ANSWER),
        (IndexError(CANARY), Reason.WRONG_ANSWER),
        (TimeoutError(CANARY), Reason.TIMEOUT),
        (ConnectionRefusedError(111, CANARY), Reason.REFUSED),
        (ConnectionResetError(104, CANARY), Reason.UNAVAILABLE),
        (ssl.SSLCertVerificationError(1, CANARY), Reason.TLS),
        (UnicodeError(CANARY), Reason.DNS),
    ],
)
def test_an_error_has_its_reason_and_keeps_its_text(error: Exception, reason: Reason) -> None:
    """Every kind of error has a reason, and no text of a driver or a server is repeated."""
    assert isinstance(error, EXPLAINED)
    told = failure_of(error)
    assert told.reason is reason
    assert CANARY not in str(told)
