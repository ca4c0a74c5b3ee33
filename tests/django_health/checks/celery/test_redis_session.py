"""Tests of the session with a Redis that is a broker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from redis.exceptions import NoPermissionError, ResponseError

from django_health.checks.celery.redis_session import STATE, BrokerSession, Command, is_refusal
from django_health.network.cancellable_socket import CancellableSocket
from django_health.targets import RedisTarget, Secret
from live_servers import Redis
from live_servers.server import PASSWORD


def _session(server: Redis, user: str = "", password: str = PASSWORD) -> BrokerSession:
    target = RedisTarget(
        alias="",
        backend="celery",
        server="",
        host=server.host,
        port=server.port,
        database=9,
        user=user,
        password=Secret(password),
    )
    session = BrokerSession(CancellableSocket().open((server.host, server.port), 5), target, 5)
    session.open()
    return session


@pytest.fixture
def session(broker_redis: Redis) -> Iterator[BrokerSession]:
    """An open session with an empty database."""
    session = _session(broker_redis)
    session.ask("FLUSHDB")
    yield session
    session.ask("FLUSHDB")
    session.close()


def test_several_commands_are_asked_in_one_go(session: BrokerSession) -> None:
    """Answers are in their order, and may be lists."""
    commands: list[Command] = [("RPUSH", "l", "a", "b"), ("LRANGE", "l", 0, -1), ("LLEN", "none")]
    assert session.ask_all(commands) == [2, [b"a", b"b"], 0]


def test_dislike_of_one_command_is_among_the_answers(session: BrokerSession) -> None:
    """The others are answered all the same."""
    wrong, right = session.ask_all([("NO-SUCH-COMMAND",), ("LLEN", "none")])
    assert isinstance(wrong, ResponseError)
    assert right == 0


def test_the_state_of_lists(session: BrokerSession) -> None:
    """A hash's fields, then per list its length and the end of its last element."""
    session.ask("HSET", "h", "f", "1")
    session.ask("RPUSH", "l", "first", "x" * 5000 + "end")
    found = session.ask("EVAL", STATE, 3, "h", "l", "none")
    assert found[:2] == [1, 2]
    assert len(found[2]) == 1024
    assert found[2].endswith(b"end")
    assert found[3:] == [0, b""]


def test_what_is_no_list_spoils_no_other(session: BrokerSession) -> None:
    """Its own place holds an error."""
    session.ask("SET", "s", "1")
    fields, length, tail, other, _ = session.ask("EVAL", STATE, 3, "s", "s", "none")
    assert isinstance(fields, ResponseError)
    assert isinstance(length, ResponseError)
    assert not is_refusal(length)
    assert (tail, other) == (b"", 0)


def test_a_refusal_is_told_from_other_errors(broker_redis: Redis, session: BrokerSession) -> None:
    """Directly and within a list."""
    session.ask("ACL", "SETUSER", "narrow", "on", ">narrow", "~*", "+eval", "+select")
    with broker_redis.connect() as admin:
        narrow = _session(broker_redis, "narrow", "narrow")
        (direct,) = narrow.ask_all([("LLEN", "l")])
        within = narrow.ask("EVAL", STATE, 2, "h", "l")[1]
        narrow.close()
        admin.acl_deluser("narrow")
    assert isinstance(direct, NoPermissionError)
    assert is_refusal(direct)
    assert is_refusal(within)
    assert not is_refusal(0)
