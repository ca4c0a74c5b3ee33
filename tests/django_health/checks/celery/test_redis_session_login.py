"""How a session with a Redis that is a broker begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import InvalidResponse, RedisError

from cache_answers import ScriptedListener, redis_target
from django_health.checks.celery.redis_session import BrokerSession
from django_health.failure import CheckFailed
from django_health.network.cancellable_socket import CancellableSocket
from django_health.result import Reason
from django_health.targets import RedisTarget, Secret
from live_servers import Redis
from live_servers.server import PASSWORD


def _open(target: RedisTarget) -> BrokerSession:
    place = target.unix_socket or (target.host, target.port)
    session = BrokerSession(CancellableSocket().open(place, 5), target, 5)
    session.open()
    return session


@pytest.fixture
def admin(broker_redis: Redis) -> Iterator[redis.Redis]:
    """A client that takes back the user of a test."""
    with broker_redis.connect() as client:
        yield client
        client.acl_deluser("ada")


def _ada(server: Redis, admin: redis.Redis, *without: str) -> RedisTarget:
    """A target with a user who may all but this."""
    commands = [f"-{name}" for name in without]
    admin.acl_setuser(
        "ada", enabled=True, passwords=["+canary"], categories=["+@all"], commands=commands
    )
    return redis_target(server.host, server.port, user="ada", password=Secret("canary"), database=9)


def test_it_has_user_database_and_name(broker_redis: Redis, admin: redis.Redis) -> None:
    """As CLIENT LIST shows."""
    session = _open(_ada(broker_redis, admin))
    (shown,) = [client for client in admin.client_list() if client["user"] == "ada"]
    session.close()
    assert (shown["name"], shown["db"]) == ("django-health-exporter", "9")


def test_the_name_is_not_needed(broker_redis: Redis, admin: redis.Redis) -> None:
    """Nothing that is measured depends on it."""
    session = _open(_ada(broker_redis, admin, "client"))
    assert session.ask("PING") == b"PONG"
    session.close()


def test_a_database_that_may_not_be_chosen_names_the_grant(
    broker_redis: Redis, admin: redis.Redis
) -> None:
    """SELECT is a privilege like others."""
    with pytest.raises(CheckFailed, match="ACL SETUSER <user> \\+select") as caught:
        _open(_ada(broker_redis, admin, "select"))
    assert caught.value.reason is Reason.PERMISSION


def test_a_provider_of_credentials_is_asked(broker_redis: Redis) -> None:
    """It stands in the options."""
    provider = redis.UsernamePasswordCredentialProvider(password=PASSWORD)
    options = {"credential_provider": provider}
    session = _open(redis_target(broker_redis.host, broker_redis.port, options=options))
    assert session.ask("PING") == b"PONG"
    session.close()


@pytest.mark.parametrize("changes", [{"password": Secret(PASSWORD)}, {"database": 1}])
@pytest.mark.parametrize("said", [b"+PONG\r\n", b":1\r\n", b"*1\r\n+OK\r\n"])
def test_it_is_answered_with_ok_or_an_error(changes: dict[str, Any], said: bytes) -> None:
    """Another answer is that of something that is no Redis."""
    with ScriptedListener([said]) as listener, pytest.raises(InvalidResponse):
        _open(redis_target(listener.host, listener.port, **changes))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"-NOAUTH Authentication required.\r\n", RedisError),
        (b"-ERR max number of clients reached\r\n", RedisConnectionError),
        (b"-DENIED Redis is running in protected mode\r\n", RedisError),
    ],
)
def test_a_server_that_serves_nobody_is_told(said: bytes, kind: type[RedisError]) -> None:
    """Even if the first thing that it hears is the name."""
    with ScriptedListener([said]) as listener, pytest.raises(kind):
        _open(redis_target(listener.host, listener.port))
