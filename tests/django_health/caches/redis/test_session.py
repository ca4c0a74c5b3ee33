"""Getting in: passwords, TLS, unix sockets, limits and permissions of Redis' door."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from cache_answers import ScriptedListener, answer, failure, has_room, redis_check, wait_until
from django_health.result import Reason, Status
from django_health.targets import NO_SECRET, Secret
from live_servers import DripListener, Redis, SilentListener, free_port

PASSWORD = f"canary-{secrets.token_hex(8)}"
WRONG = f"canary-{secrets.token_hex(8)}"


@pytest.fixture(scope="module")
def guarded() -> Iterator[Redis]:
    """A Redis with a password."""
    with Redis(password=PASSWORD) as started:
        yield started


@pytest.fixture
def admin(guarded: Redis) -> Iterator[redis.Redis]:
    """A client of the guarded server."""
    with guarded.connect() as client:
        yield client


def test_the_password_opens(guarded: Redis) -> None:
    """A password without a user is that of the default user."""
    with redis_check(guarded.host, guarded.port, password=Secret(PASSWORD)) as check:
        assert answer(check).status is Status.OK


def test_user_and_password_open(guarded: Redis, admin: redis.Redis) -> None:
    """A user of the ACL logs in by name."""
    admin.acl_setuser(
        "ada", enabled=True, passwords=[f"+{WRONG}"], keys=["*"], categories=["+@all"]
    )
    changes: dict[str, Any] = {"user": "ada", "password": Secret(WRONG), "database": 2}
    with redis_check(guarded.host, guarded.port, **changes) as check:
        assert answer(check).status is Status.OK
        (session,) = [c for c in admin.client_list() if c["name"] == "django-health-exporter"]
    assert (session["user"], session["db"]) == ("ada", "2")


@pytest.mark.parametrize("user", ["", "default", "nobody"])
@pytest.mark.parametrize("password", [Secret(WRONG), NO_SECRET])
def test_a_wrong_or_missing_password_is_auth(guarded: Redis, user: str, password: Secret) -> None:
    """Whoever is not let in is told so, and no password is in any text of it."""
    with redis_check(guarded.host, guarded.port, user=user, password=password) as check:
        told = failure(check)
        shown = f"{told!r} {told} {told.details} {told.outcome()} {check!r} {vars(check)}"
    assert told.reason is Reason.AUTH
    assert PASSWORD not in shown
    assert WRONG not in shown


def test_a_password_where_none_is_set_is_auth(redis_server: Redis) -> None:
    """The application's login would fail in the same way."""
    with redis_check(redis_server.host, redis_server.port, password=Secret(WRONG)) as check:
        assert failure(check).reason is Reason.AUTH


def test_a_provider_of_credentials_is_asked(guarded: Redis) -> None:
    """Short-lived tokens come from the application's own provider."""
    provider = redis.UsernamePasswordCredentialProvider(password=PASSWORD)
    options = {"credential_provider": provider}
    with redis_check(guarded.host, guarded.port, options=options) as check:
        assert answer(check).status is Status.OK


def test_the_name_of_the_session_is_not_needed(guarded: Redis, admin: redis.Redis) -> None:
    """A user who may not even name its session is served all the same."""
    admin.acl_setuser(
        "mute",
        enabled=True,
        passwords=[f"+{WRONG}"],
        keys=["*"],
        categories=["+@all"],
        commands=["-client"],
    )
    changes: dict[str, Any] = {"user": "mute", "password": Secret(WRONG)}
    with redis_check(guarded.host, guarded.port, **changes) as check:
        told = answer(check)
    assert told.status is Status.OK
    assert "missing_privileges" not in told.details


def test_a_database_that_may_not_be_chosen_names_the_grant(
    guarded: Redis, admin: redis.Redis
) -> None:
    """SELECT is a privilege like others."""
    admin.acl_setuser(
        "fixed",
        enabled=True,
        passwords=[f"+{WRONG}"],
        keys=["*"],
        categories=["+@all"],
        commands=["-select"],
    )
    changes: dict[str, Any] = {"user": "fixed", "password": Secret(WRONG), "database": 1}
    with redis_check(guarded.host, guarded.port, **changes) as check:
        told = failure(check)
    assert told.reason is Reason.PERMISSION
    assert "ACL SETUSER <user> +select" in str(told)


def test_a_database_out_of_range_is_misconfigured(redis_server: Redis) -> None:
    """The number of the database is wrong, not the server."""
    with redis_check(redis_server.host, redis_server.port, database=99) as check:
        assert failure(check).reason is Reason.MISCONFIGURED


def test_no_connection_left_is_told(tmp_path: Path) -> None:
    """A server at maxclients says so, each time, and serves when there is room again."""
    with Redis(tmp_path, arguments=["--maxclients", "1"]) as server:
        with server.connect() as admin, redis_check(server.host, server.port) as check:
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
