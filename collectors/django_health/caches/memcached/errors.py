"""What the errors of pymemcache and Memcached stand for, as reasons with our own sentences."""

from __future__ import annotations

from pymemcache import exceptions

from django_health.failure import CheckFailed, reason_of
from django_health.result import Reason

ANSWERS = (exceptions.MemcacheError, ValueError, LookupError, OverflowError)
"""What an error line makes pymemcache raise, and what garbage does (the last three)."""

EXPLAINED = (*ANSWERS, OSError)
"""All that :func:`failure_of` has a word for."""


def failure_of(error: Exception) -> CheckFailed:
    """Return the failure that an error of the connection or an error line stands for."""
    match error:
        case exceptions.MemcacheUnexpectedCloseError():
            return CheckFailed(Reason.UNAVAILABLE, "the server closed the connection")
        case exceptions.MemcacheServerError() if "out of memory" in str(error):
            return CheckFailed(
                Reason.UNAVAILABLE,
                "writes are refused because the memory limit is reached and nothing was evicted",
            )
        case exceptions.MemcacheServerError():
            return CheckFailed(Reason.UNAVAILABLE, "the server answered with a server error")
        case exceptions.MemcacheIllegalInputError():
            return CheckFailed(
                Reason.MISCONFIGURED,
                "KEY_PREFIX makes keys that Memcached does not take: too long, or with a space",
            )
        case exceptions.MemcacheClientError():
            return CheckFailed(Reason.WRONG_ANSWER, "the server does not know a plain command")
    if isinstance(error, OSError | UnicodeError) and (reason := reason_of(error)):
        return CheckFailed(reason)
    return CheckFailed(
        Reason.WRONG_ANSWER, "what answers there does not speak Memcached's protocol"
    )
