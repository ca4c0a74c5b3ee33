"""Which errors end the session that is kept, and which leave it as it is."""

from __future__ import annotations

import pytest

from cache_answers import ScriptedListener, answer, failure, operations, redis_check
from django_health.result import Reason, Status

INFO = b"$18\r\nredis_version:7.0\n\r\n"


@pytest.mark.parametrize(
    ("said", "reason", "sessions"),
    [
        (b"-NOAUTH Authentication required.", Reason.AUTH, 2),
        (b"-LOADING Redis is loading the dataset in memory", Reason.UNAVAILABLE, 2),
        (b"-OOM command not allowed when used memory > 'maxmemory'.", Reason.UNAVAILABLE, 1),
        (b"-ERR strange", Reason.WRONG_ANSWER, 1),
    ],
)
def test_a_session_ends_where_only_a_login_helps(
    said: bytes, reason: Reason, sessions: int
) -> None:
    """Anything else is asked again on the same one."""
    run = [INFO, said + b"\r\n"]
    with (
        ScriptedListener([b"+OK\r\n", *run, *run]) as listener,
        redis_check(listener.host, listener.port, read_only=True) as check,
    ):
        assert [failure(check).reason for _ in range(2)] == [reason, reason]
        assert listener.accepted == sessions


def test_silence_on_a_kept_session_is_waited_for_once() -> None:
    """Another session would take the time twice, and likely be met with the same."""
    with (
        ScriptedListener([b"+OK\r\n", INFO, b"$-1\r\n"]) as listener,
        redis_check(listener.host, listener.port, timeout=0.3, read_only=True) as check,
    ):
        assert answer(check).status is Status.OK
        assert failure(check).reason is Reason.TIMEOUT
        assert listener.accepted == 1


def test_a_server_that_talks_once_too_much_is_wrong_once() -> None:
    """What it said too much is the answer to nothing, and nothing is asked behind it again."""
    run = [INFO, b"$-1\r\n"]
    with (
        ScriptedListener([b"+OK\r\n", INFO, b"$-1\r\n+OK\r\n", *run, *run]) as listener,
        redis_check(listener.host, listener.port, read_only=True) as check,
    ):
        assert answer(check).status is Status.OK
        listener.answers = [b"+OK\r\n", *run, *run]
        assert failure(check).reason is Reason.WRONG_ANSWER
        assert [answer(check).status for _ in range(2)] == [Status.OK, Status.OK]
        assert listener.accepted == 2


@pytest.mark.parametrize(
    ("info", "written", "found"),
    [(INFO, b":5\r\n", []), (INFO, b"+OK\r\n", [b"$-1\r\n"]), (b"$2\r\nOK\r\n", INFO, [])],
)
def test_a_wrong_answer_ends_the_session(info: bytes, written: bytes, found: list[bytes]) -> None:
    """It may be the answer to the command before, and then all that follow are."""
    with (
        ScriptedListener([b"+OK\r\n", info, written, *found]) as listener,
        redis_check(listener.host, listener.port) as check,
    ):
        for _ in range(2):
            told = failure(check)
            assert told.reason is Reason.WRONG_ANSWER
            assert operations(told)
        assert listener.accepted == 2
