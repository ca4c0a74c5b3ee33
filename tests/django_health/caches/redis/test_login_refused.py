"""Who answers a login, and is no Redis or a Redis that lets nobody in."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path
from typing import Any

import pytest

from cache_answers import ScriptedListener, answer, failure, has_room, redis_check, wait_until
from django_health.result import Reason, Status
from django_health.targets import Secret
from live_servers import DripListener, Redis, SilentListener, free_port

PASSWORD = f"canary-{secrets.token_hex(8)}"


@pytest.mark.parametrize("unix", [False, True])
def test_no_connection_left_is_told(tmp_path: Path, unix: bool) -> None:
    """A server at maxclients says so, each time, and serves when there is room again."""
    with Redis(tmp_path, arguments=["--maxclients", "1"]) as server:
        path = str(server.unix_socket) if unix else ""
        changes: dict[str, Any] = {"unix_socket": path}
        with server.connect() as admin, redis_check(server.host, server.port, **changes) as check:
            admin.ping()
            for _ in range(20):
                assert failure(check).reason is Reason.TOO_MANY_CONNECTIONS
        with redis_check(server.host, server.port) as check:
            wait_until(lambda: has_room(check))
            assert answer(check).status is Status.OK


def test_protected_mode_is_permission() -> None:
    """A server that wants no strangers says so before it is asked anything."""
    said = b"-DENIED Redis is running in protected mode because protected mode is enabled\r\n"
    with DripListener(said, 0) as listener, redis_check(listener.host, listener.port) as check:
        told = failure(check)
    assert told.reason is Reason.PERMISSION
    assert "protected mode" in str(told)


def test_a_unix_socket_is_as_good(redis_server: Redis) -> None:
    """The path of a socket takes the place of host and port."""
    with redis_check("", 0, unix_socket=str(redis_server.unix_socket)) as check:
        assert answer(check).status is Status.OK


def test_a_unix_socket_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """No socket means no server."""
    with redis_check("", free_port(), unix_socket=str(tmp_path / "none")) as check:
        assert failure(check).reason is Reason.REFUSED


class EchoListener(SilentListener):
    """Says back whatever it hears."""

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        try:
            while heard := connection.recv(65536):
                connection.sendall(heard)
        except OSError:  # the client has left
            return


@pytest.mark.parametrize("changes", [{}, {"password": Secret(PASSWORD)}, {"database": 1}])
def test_an_echo_is_no_redis(changes: dict[str, Any]) -> None:
    """Whoever says back what it hears has neither refused a password nor a database."""
    with EchoListener() as listener:
        with redis_check(listener.host, listener.port, **changes) as check:
            told = failure(check)
        assert listener.accepted == 1
    assert told.reason is Reason.WRONG_ANSWER
    assert PASSWORD not in f"{told!r} {told} {told.outcome()}"


@pytest.mark.parametrize("changes", [{"password": Secret(PASSWORD)}, {"database": 1}])
@pytest.mark.parametrize("said", [b"+PONG\r\n", b":1\r\n", b"$-1\r\n"])
def test_a_login_is_answered_with_ok_or_an_error(changes: dict[str, Any], said: bytes) -> None:
    """Another answer is that of something that is no Redis."""
    with (
        ScriptedListener([said]) as listener,
        redis_check(listener.host, listener.port, **changes) as check,
    ):
        assert failure(check).reason is Reason.WRONG_ANSWER


@pytest.mark.parametrize("greeting", [[], [b"+OK\r\n"], [b"+OK\r\n", b"$0\r\n\r\n"]])
@pytest.mark.parametrize(
    "said",
    [
        b"*1\r\n" * 20_000,
        b"*0\r\n",
        b"$%d\r\n" % 10**30,
        b"$-%d\r\n" % 10**30,
        b":%s\r\n" % (b"9" * 5000),
        b"$%d\r\nused_memory:%s\r\n\r\n" % (414, b"9" * 400),
    ],
    ids=["deep", "list", "long", "negative", "number", "memory"],
)
def test_broken_answers_are_wrong_answers(greeting: list[bytes], said: bytes) -> None:
    """Neither lists in lists nor numbers beyond all bounds break the check itself."""
    with (
        ScriptedListener([*greeting, said, *[b"-ERR no\r\n"] * 3]) as listener,
        redis_check(listener.host, listener.port, timeout=2.0) as check,
    ):
        assert failure(check).reason is Reason.WRONG_ANSWER
