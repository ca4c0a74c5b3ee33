"""What error replies and exceptions of redis-py mean: the same as those that are read here."""

from __future__ import annotations

import ssl

import pytest
from redis import exceptions
from redis.connection import DefaultParser

from django_health.caches.redis.driver_errors import EXPLAINED, failure_of, is_known
from django_health.result import Reason

CANARY = "canary-a8b1"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("ASK 3999 127.0.0.1:6381", Reason.MISCONFIGURED),
        ("BUSY Redis is busy running a script.", Reason.UNAVAILABLE),
        ("CLUSTERDOWN The cluster is down", Reason.UNAVAILABLE),
        ("DENIED Redis is running in protected mode", Reason.PERMISSION),
        ("ERR DB index is out of range", Reason.MISCONFIGURED),
        ("ERR SELECT is not allowed in cluster mode", Reason.MISCONFIGURED),
        ("ERR max number of clients reached", Reason.TOO_MANY_CONNECTIONS),
        ("ERR invalid password", Reason.AUTH),
        ("LOADING Redis is loading the dataset in memory", Reason.UNAVAILABLE),
        ("MASTERDOWN Link with MASTER is down", Reason.UNAVAILABLE),
        ("MISCONF Redis is configured to save RDB snapshots, but", Reason.UNAVAILABLE),
        ("MOVED 3999 127.0.0.1:6381", Reason.MISCONFIGURED),
        ("ERR problem with LDAP service", Reason.UNAVAILABLE),
        ("ERR wrong number of arguments for 'auth' command", Reason.AUTH),
        ("NOAUTH Authentication required.", Reason.AUTH),
        ("NOPERM this user has no permissions", Reason.PERMISSION),
        ("NOREPLICAS Not enough good replicas to write.", Reason.UNAVAILABLE),
        ("OOM command not allowed when used memory > 'maxmemory'.", Reason.UNAVAILABLE),
        ("READONLY You can't write against a read only replica.", Reason.READ_ONLY),
        ("WRONGPASS invalid username-password pair", Reason.AUTH),
    ],
)
def test_a_reply_of_the_server_has_its_reason(reply: str, reason: Reason) -> None:
    """Whatever redis-py makes of a reply, its reason and a sentence of ours come of it."""
    error = DefaultParser.parse_error(reply)  # type: ignore[no-untyped-call]
    told = failure_of(error)
    assert told.reason is reason
    assert reply not in str(told)
    if isinstance(error, exceptions.ResponseError):
        assert is_known(error)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (exceptions.TimeoutError(CANARY), Reason.TIMEOUT),
        (exceptions.ConnectionError(CANARY), Reason.UNAVAILABLE),
        (exceptions.InvalidResponse(CANARY), Reason.WRONG_ANSWER),
        (exceptions.ResponseError(f"ERR {CANARY}"), Reason.WRONG_ANSWER),
        (ValueError(CANARY), Reason.WRONG_ANSWER),
        (OverflowError(CANARY), Reason.WRONG_ANSWER),
        (RecursionError(CANARY), Reason.WRONG_ANSWER),
        (ConnectionRefusedError(111, CANARY), Reason.REFUSED),
        (TimeoutError(CANARY), Reason.TIMEOUT),
        (ssl.SSLError(1, CANARY), Reason.TLS),
        (ssl.SSLCertVerificationError(1, CANARY), Reason.TLS),
        (UnicodeError(CANARY), Reason.DNS),
        (OSError(CANARY), Reason.UNAVAILABLE),
    ],
)
def test_an_exception_has_its_reason_and_keeps_its_text(error: Exception, reason: Reason) -> None:
    """No text of a driver or a server is repeated."""
    assert isinstance(error, EXPLAINED)
    told = failure_of(error)
    assert told.reason is reason
    assert CANARY not in str(told)


def test_a_dislike_of_one_command_is_no_state_of_the_server() -> None:
    """An unknown command or a wrong argument does not say how the server is."""
    assert not is_known(exceptions.ResponseError("unknown command 'INFO'"))
