"""Getting in: passwords, TLS, unix sockets, limits and permissions of Redis' door."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import redis

from cache_answers import (
    answer,
    failure,
    redis_check,
    redis_target,
)
from django_health.caches.redis.errors import ErrorReply, failure_of
from django_health.caches.redis.login import logged_in
from django_health.caches.redis.wire import packed
from django_health.network.cancellable_socket import CancellableSocket
from django_health.result import Reason, Status
from django_health.targets import NO_SECRET, Secret
from live_servers import Redis, SilentListener

PASSWORD = f"canary-{secrets.token_hex(8)}"
WRONG = f"canary-{secrets.token_hex(8)}"


class Giver:
    """A provider of credentials, as the options may have one.

    Args:
        given: What it gives.
    """

    def __init__(self, given: tuple[str | bytes, ...] | None) -> None:
        self._given = given

    def get_credentials(self) -> tuple[str | bytes, ...] | None:
        """Give them."""
        return self._given


class OldListener(SilentListener):
    """A Redis before 6.0, which knows one password and no users."""

    def _talk(self, connection: socket.socket) -> None:
        right = packed(b"AUTH", PASSWORD.encode())
        connection.settimeout(30)
        while heard := connection.recv(65536):
            said = b"-ERR invalid password\r\n"
            if heard.startswith(b"*3\r\n$4\r\nAUTH"):
                said = b"-ERR wrong number of arguments for 'auth' command\r\n"
            elif heard == right or b"SETNAME" in heard:
                said = b"+OK\r\n"
            connection.sendall(said)


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


@pytest.mark.parametrize(
    ("given", "reason"),
    [((b"default", PASSWORD), None), ((PASSWORD,), None), ((), Reason.AUTH), (None, Reason.AUTH)],
)
def test_a_provider_may_give_bytes_or_nothing(
    guarded: Redis, given: tuple[str | bytes, ...] | None, reason: Reason | None
) -> None:
    """As redis-py takes them; nothing is no login, which this server then wants."""
    options = {"credential_provider": Giver(given)}
    with redis_check(guarded.host, guarded.port, options=options) as check:
        if reason is None:
            assert answer(check).status is Status.OK
        else:
            assert failure(check).reason is reason


@pytest.mark.parametrize("password", ["caf\u00e9", "\r\n$3\r\n", " "])
def test_any_text_can_be_a_password(admin: redis.Redis, guarded: Redis, password: str) -> None:
    """It is sent as UTF-8 and in its length, so that nothing in it can be taken for more."""
    admin.acl_setuser(
        "odd",
        enabled=True,
        reset_passwords=True,
        passwords=[f"+{password}"],
        keys=["*"],
        categories=["+@all"],
    )
    with redis_check(guarded.host, guarded.port, user="odd", password=Secret(password)) as check:
        assert answer(check).status is Status.OK


def test_a_password_without_an_encoding_is_misconfigured(guarded: Redis) -> None:
    """Half a character of UTF-16, or a byte of the environment that is no UTF-8; not shown."""
    password = Secret(f"{WRONG}\udcff")
    with redis_check(guarded.host, guarded.port, password=password) as check:
        told = failure(check)
    assert told.reason is Reason.MISCONFIGURED
    assert told.__context__ is None
    assert WRONG not in f"{told!r} {told} {told.outcome()}"


@pytest.mark.parametrize("user", ["", "ada"])
def test_a_server_without_users_gets_the_password_alone(user: str) -> None:
    """As servers before 6.0 want it; the name is of no use there."""
    with OldListener() as listener:
        target = redis_target(listener.host, listener.port, user=user, password=Secret(PASSWORD))
        line = CancellableSocket().open((listener.host, listener.port), 5.0)
        logged_in(line, target, 5.0).close()
        wrong = replace(target, password=Secret(WRONG))
        line = CancellableSocket().open((listener.host, listener.port), 5.0)
        with pytest.raises(ErrorReply) as caught:
            logged_in(line, wrong, 5.0)
    assert failure_of(caught.value).reason is Reason.AUTH
    assert line.fileno() == -1


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
