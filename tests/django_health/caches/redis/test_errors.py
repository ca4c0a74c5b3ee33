"""What error replies of Redis and errors of its connection mean."""

from __future__ import annotations

import ssl

import pytest

from django_health.caches.redis.errors import EXPLAINED, ErrorReply, NotRedis, failure_of
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
        ("ERR Client sent AUTH, but no password is set", Reason.AUTH),
        ("ERR AUTH <password> called without any password configured for", Reason.AUTH),
        ("ERR wrong number of arguments for 'auth' command", Reason.AUTH),
        ("ERR problem with LDAP service", Reason.UNAVAILABLE),
        ("ERR Authentication required.", Reason.AUTH),
        ("Authentication required.", Reason.AUTH),
        ("LOADING Redis is loading the dataset in memory", Reason.UNAVAILABLE),
        ("MASTERDOWN Link with MASTER is down", Reason.UNAVAILABLE),
        ("MISCONF Redis is configured to save RDB snapshots, but", Reason.UNAVAILABLE),
        ("MOVED 3999 127.0.0.1:6381", Reason.MISCONFIGURED),
        ("NOAUTH Authentication required.", Reason.AUTH),
        ("NOPERM this user has no permissions", Reason.PERMISSION),
        ("NOREPLICAS Not enough good replicas to write.", Reason.UNAVAILABLE),
        ("OOM command not allowed when used memory > 'maxmemory'.", Reason.UNAVAILABLE),
        ("READONLY You can't write against a read only replica.", Reason.READ_ONLY),
        ("WRONGPASS invalid username-password pair", Reason.AUTH),
    ],
)
def test_a_reply_of_the_server_has_its_reason(reply: str, reason: Reason) -> None:
    """By its first word, or by how its text begins, comes a sentence of ours."""
    error = ErrorReply(reply)
    told = failure_of(error)
    assert told.reason is reason
    assert reply not in str(told)
    assert error.meaning()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectionResetError(CANARY), Reason.UNAVAILABLE),
        (NotRedis(CANARY), Reason.WRONG_ANSWER),
        (ErrorReply(f"ERR {CANARY}"), Reason.WRONG_ANSWER),
        (ValueError(CANARY), Reason.WRONG_ANSWER),
        (OverflowError(CANARY), Reason.WRONG_ANSWER),
        (ConnectionRefusedError(111, CANARY), Reason.REFUSED),
        (TimeoutError(CANARY), Reason.TIMEOUT),
        (ssl.SSLError(1, CANARY), Reason.TLS),
        (ssl.SSLCertVerificationError(1, CANARY), Reason.TLS),
        (UnicodeError(CANARY), Reason.DNS),
        (OSError(CANARY), Reason.UNAVAILABLE),
    ],
)
def test_an_exception_has_its_reason_and_keeps_its_text(error: Exception, reason: Reason) -> None:
    """No text of the system or a server is repeated."""
    assert isinstance(error, EXPLAINED)
    told = failure_of(error)
    assert told.reason is reason
    assert CANARY not in str(told)


def test_a_dislike_of_one_command_is_no_state_of_the_server() -> None:
    """An unknown command or a wrong argument does not say how the server is."""
    assert ErrorReply("ERR unknown command 'INFO'").meaning() is None


@pytest.mark.parametrize("said", [CANARY, f"ERR {CANARY}", f"WRONGPASS {CANARY}"])
def test_a_reply_does_not_show_what_the_server_said(said: str) -> None:
    """It may be the password, said back."""
    error = ErrorReply(said)
    assert CANARY not in f"{error} {error!r} {error.args}"


@pytest.mark.parametrize(
    ("said", "refuses", "ends"),
    [
        ("NOPERM no permissions", True, False),
        ("NOAUTH Authentication required.", False, True),
        ("LOADING Redis is loading the dataset in memory", False, True),
        ("OOM command not allowed", False, False),
        ("NOPERMS", False, False),
    ],
)
def test_the_code_tells_what_a_reply_is_about(said: str, refuses: bool, ends: bool) -> None:
    """Whether a privilege is missing, and whether the session is of use any longer."""
    error = ErrorReply(said)
    assert (error.is_refusal, error.ends_session) == (refuses, ends)
