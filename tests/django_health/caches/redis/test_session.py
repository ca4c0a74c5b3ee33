"""The session of a check: what becomes of its socket's errors, and who bounds its waits."""

from __future__ import annotations

import socket
import time
from contextlib import closing

import pytest

from cache_answers import MARGIN, ScriptedListener, redis_target
from django_health.caches.redis.errors import ErrorReply, NotRedis
from django_health.caches.redis.login import logged_in
from django_health.caches.redis.session import RedisSession
from django_health.caches.redis.wire import packed
from django_health.network.cancellable_socket import CancellableSocket
from live_servers import Redis

PING = packed(b"PING")


def opened(host: str, port: int, timeout: float = 5.0) -> RedisSession:
    """Return a session that is logged in."""
    line = CancellableSocket()
    return logged_in(line.open((host, port), timeout), redis_target(host, port), timeout)


def test_commands_are_answered_one_by_one(redis_server: Redis) -> None:
    """Texts and errors of the server, on the same connection."""
    session = opened(redis_server.host, redis_server.port)
    try:
        assert session.exchange(PING) == b"PONG"
        with pytest.raises(ErrorReply):
            session.exchange(packed(b"NONSENSE"))
        assert session.exchange(packed(b"ECHO", b"two\r\nlines")) == b"two\r\nlines"
    finally:
        session.close()


def test_silence_ends_with_the_timeout() -> None:
    """Also where the system itself bounds the waits, which it does once the login is done."""
    with ScriptedListener([b"+OK\r\n"]) as listener:
        session = opened(listener.host, listener.port, 0.3)
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            session.exchange(PING)
        assert 0.2 < time.monotonic() - begun < MARGIN
        assert session._socket.gettimeout() is None
        session.close()


@pytest.mark.parametrize("reset", [False, True])
def test_a_connection_that_broke_is_an_error_of_the_system(reset: bool) -> None:
    """Whether it ended or was shut down here, by which a restart of the server is known."""
    with ScriptedListener([b"+OK\r\n", b""]) as listener:
        session = opened(listener.host, listener.port)
        if reset:
            session._socket.shutdown(socket.SHUT_RDWR)
        with pytest.raises(ConnectionResetError):
            session.exchange(PING)
        session.close()


def test_nothing_is_asked_where_an_answer_is_left_over() -> None:
    """It would be taken for the answer to the next command."""
    said = [b"+OK\r\n", b"+PONG\r\n+PONG\r\n", b"+PONG\r\n"]
    with (
        ScriptedListener(said) as listener,
        closing(opened(listener.host, listener.port)) as session,
    ):
        assert session.exchange(PING) == b"PONG"
        with pytest.raises(NotRedis):
            session.exchange(PING)
