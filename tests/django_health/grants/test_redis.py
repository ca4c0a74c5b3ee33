"""A user with these privileges and no others, at a real Redis that is a cache."""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from cache_answers import answer, operations, redis_check, redis_target
from django_health.caches.own_key import own_key
from django_health.failure import CheckFailed
from django_health.grants.redis import PROBE, key_pattern, redis_grants
from django_health.grants.script import Account, Script
from django_health.result import Reason
from django_health.sources.keys import probe_key
from django_health.targets import Secret
from live_servers import Redis
from live_servers.programs import find_program

PASSWORD = f"canary-{secrets.token_hex(8)}"
USER = "monitor"
KEY = 'shop "*"[1]:1:django-health-exporter'


def script(**changes: Any) -> Script:
    """What is typed for a server of the installed version."""
    target = redis_target("cache", 6379, key=KEY, **changes)
    return redis_grants("cache/default", target, "7.0.15", Account(USER))


@pytest.fixture
def admin(redis_server: Redis) -> Iterator[redis.Redis]:
    """A client of a server where the user has a password and may do nothing."""
    with redis_server.connect() as client:
        client.acl_setuser(USER, enabled=True, passwords=[f"+{PASSWORD}"])
        yield client
        client.acl_deluser(USER)


def typed(server: Redis, statements: tuple[str, ...]) -> None:
    """Type it into the server's own client."""
    program = find_program("redis-tools", "redis-cli")
    text = "".join(f"{statement}\n" for statement in statements)
    command = [program, "-h", server.host, "-p", str(server.port)]
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["OK"] * len(statements)


def login(**changes: Any) -> dict[str, Any]:
    """What a target needs for the user."""
    return {"user": USER, "password": Secret(PASSWORD), "key": KEY, **changes}


@pytest.mark.parametrize("database", [0, 3])
@pytest.mark.usefixtures("admin")
def test_every_operation_is_done(redis_server: Redis, database: int) -> None:
    """And every figure is had, also in another database than the first."""
    typed(redis_server, script(database=database).statements)
    place = (redis_server.host, redis_server.port)
    with redis_check(*place, **login(database=database)) as check:
        told = answer(check)
        again = answer(check)
    assert operations(told) == ["set", "get", "delete"]
    assert "missing_privileges" not in told.details
    assert "memory_used_bytes" in again.details


def test_nothing_is_refused_in_silence(redis_server: Redis, admin: redis.Redis) -> None:
    """The server's log of refusals stays empty."""
    typed(redis_server, script().statements)
    admin.acl_log_reset()
    with redis_check(redis_server.host, redis_server.port, **login()) as check:
        answer(check)
    assert admin.acl_log() == []


@pytest.mark.usefixtures("admin")
def test_no_other_key_can_be_read(redis_server: Redis) -> None:
    """The privileges are for keys of the exporter's own."""
    typed(redis_server, script().statements)
    other = login(key="shop:1:session")
    with (
        redis_check(redis_server.host, redis_server.port, **other) as check,
        pytest.raises(CheckFailed) as caught,
    ):
        check.check()
    assert caught.value.reason is Reason.PERMISSION


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ("+info", "all figures of INFO"),
        ("+set", "set of the probe's key"),
        ("+del", "delete of the probe's key"),
        ("+get", "may not read"),
        ("~", "may not read"),
        ("+select", "may not choose its database"),
    ],
)
@pytest.mark.usefixtures("admin")
def test_none_is_too_much(redis_server: Redis, left_out: str, missing: str) -> None:
    """Without any one of them something is missing, and is told."""
    (statement,) = script(database=3).statements
    head, found, tail = statement.partition(f" {left_out}" if left_out != "~" else ' "~')
    rest = tail.partition(" ")[2] if left_out != "~" else ""
    assert found
    typed(redis_server, (f"{head} {rest}",))
    with redis_check(redis_server.host, redis_server.port, **login(database=3)) as check:
        try:
            told = str(answer(check).details.get("missing_privileges"))
        except CheckFailed as failed:
            told = str(failed)
    assert missing in told


@pytest.mark.usefixtures("admin")
def test_a_replica_is_only_read(redis_server: Redis) -> None:
    """There is no privilege for writing in it."""
    told = script(read_only=True)
    assert "+set" not in told.statements[0]
    typed(redis_server, told.statements)
    with redis_check(redis_server.host, redis_server.port, **login(read_only=True)) as check:
        assert operations(answer(check)) == ["get"]


def test_pattern_of_keys() -> None:
    """It fits whatever is random in them, and no other key."""
    assert probe_key().startswith(PROBE)
    pattern = key_pattern(f"sh*p:1:{probe_key()}")
    assert pattern == "sh\\*p:1:django-health-exporter*"


@pytest.mark.parametrize("length", [200, 225, 235, 241, 300])
def test_long_keys_fit_their_pattern(length: int) -> None:
    """A key is cut where its random end would not fit any more."""
    key = f"{'k' * length}:{probe_key()}"
    pattern = key_pattern(key)
    assert pattern.endswith("*")
    assert own_key(key).decode().startswith(pattern[:-1])


def test_a_function_may_make_anything_of_a_key() -> None:
    """Then every key is allowed, and it is said."""
    target = redis_target("cache", 6379, key="5f4dcc3b5aa765d61d8327deb882cf99")
    told = redis_grants("cache/default", target, "7.0", Account())
    assert told.statements[0].endswith(" ~*")
    assert "KEY_FUNCTION" in told.notes[-1]


def test_old_servers_know_no_users() -> None:
    """Then there is nothing to type."""
    target = redis_target("cache", 6379)
    told = redis_grants("cache/default", target, "5.0.14", Account())
    assert told.statements == ()
    assert "no users" in told.notes[0]


def test_names_of_servers() -> None:
    """Each is called as it calls itself."""
    target = redis_target("cache", 6379)
    told = redis_grants("cache/default", target, "1.20", Account(), "dragonfly")
    assert told.server == "Dragonfly 1.20"
    assert "client|setname" not in told.statements[0]
