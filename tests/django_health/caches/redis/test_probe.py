"""What can be asked of a Redis by a user with few privileges, and of a replica."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from cache_answers import KEY, answer, failure, figure, operations, redis_check, wait_until
from django_health.caches import families
from django_health.result import Reason, Status
from django_health.targets import Secret
from live_servers import Redis

PASSWORD = f"canary-{secrets.token_hex(8)}"


@pytest.fixture(scope="module")
def server() -> Iterator[Redis]:
    """A Redis whose users the tests make."""
    with Redis() as started:
        yield started


@pytest.fixture
def admin(server: Redis) -> Iterator[redis.Redis]:
    """A client that leaves no keys behind."""
    with server.connect() as client:
        yield client
        client.flushall()


def command(admin: redis.Redis, *words: str) -> None:
    """Type a command as an administrator does."""
    admin.execute_command(*words)  # type: ignore[no-untyped-call]


def login(admin: redis.Redis, name: str, *rules: str) -> dict[str, Any]:
    """Make a user by rules of the ACL, and return what a target needs for it."""
    command(admin, "ACL", "SETUSER", name, "reset", "on", f">{PASSWORD}", *rules)
    return {"user": name, "password": Secret(PASSWORD)}


def test_a_reader_lacks_info_and_set_and_is_well(server: Redis, admin: redis.Redis) -> None:
    """Missing privileges drop their figures and name their grants; the cache is up."""
    changes = login(admin, "reader", "~*", "+@read")
    with redis_check(server.host, server.port, **changes) as check:
        told = answer(check)
    assert told.status is Status.OK
    assert operations(told) == ["get"]
    assert told.details["missing_privileges"] == [
        "all figures of INFO: ACL SETUSER <user> +info",
        "set of the probe's key: ACL SETUSER <user> +set",
    ]
    assert figure(told, families.MISSING_PRIVILEGES) == 2
    assert figure(told, families.MEMORY_USED) is None


def test_the_grants_that_are_named_are_enough(server: Redis, admin: redis.Redis) -> None:
    """Following the advice until none is left ends with everything measured."""
    changes = login(admin, "learner", "~*", "+get")
    granted: list[str] = []
    with redis_check(server.host, server.port, **changes) as check:
        while missing := answer(check).details.get("missing_privileges"):
            assert isinstance(missing, list)
            advice = missing[0].partition(": ")[2].replace("<user>", "learner")
            command(admin, *advice.split())
            granted.append(advice)
            assert len(granted) < 5
        assert operations(answer(check)) == ["set", "get", "delete"]
    assert len(granted) == 3


def test_what_may_not_be_deleted_ends_by_itself(server: Redis, admin: redis.Redis) -> None:
    """A key that stays behind for lack of a privilege has a time to live."""
    changes = login(admin, "keeper", "~*", "+@all", "-del")
    with redis_check(server.host, server.port, **changes) as check:
        told = answer(check)
    (key,) = admin.keys(f"{KEY}*")
    assert 0 < admin.ttl(key) <= 60
    assert operations(told) == ["set", "get"]
    assert told.details["missing_privileges"] == [
        "delete of the probe's key: ACL SETUSER <user> +del"
    ]


def test_who_may_not_read_is_refused(server: Redis, admin: redis.Redis) -> None:
    """A cache that cannot be read is no cache; the grant is in the message."""
    changes = login(admin, "writer", "~*", "+info", "+set")
    with redis_check(server.host, server.port, **changes) as check:
        told = failure(check)
    assert told.reason is Reason.PERMISSION
    assert "ACL SETUSER <user> +get" in str(told)
    assert figure(told, families.MEMORY_USED) is not None


def test_who_may_not_use_the_key_is_refused(server: Redis, admin: redis.Redis) -> None:
    """Keys outside of the user's patterns are told from commands."""
    changes = login(admin, "stranger", "~other:*", "+@all")
    with redis_check(server.host, server.port, **changes) as check:
        told = failure(check)
    assert told.reason is Reason.PERMISSION
    assert "ACL SETUSER <user> ~<KEY_PREFIX>*" in str(told)


def test_a_user_of_the_prefix_is_well(server: Redis, admin: redis.Redis) -> None:
    """The probe's key lies inside of the application's prefix."""
    changes = login(admin, "tenant", f"~{KEY}*", "+@all")
    with redis_check(server.host, server.port, **changes) as check:
        assert operations(answer(check)) == ["set", "get", "delete"]


def test_a_replica_is_read_and_its_link_watched() -> None:
    """A replica's link is up with its lag, then down when the master ends; master counts it."""
    with Redis() as master:
        arguments = ["--replicaof", master.host, str(master.port)]
        with Redis(arguments=arguments) as replica, replica.connect() as admin:
            wait_until(lambda: admin.info()["master_link_status"] == "up")
            with (
                redis_check(replica.host, replica.port, read_only=True) as check,
                redis_check(replica.host, replica.port) as surprised,
                redis_check(master.host, master.port) as first,
            ):
                told = answer(check)
                assert (told.status, operations(told)) == (Status.OK, ["get"])
                assert figure(told, families.IS_REPLICA) == 1
                assert figure(told, families.LINK_UP) == 1
                assert figure(told, families.REPLICATION_LAG) in range(10)
                assert figure(answer(first), families.REPLICAS) == 1
                warned = answer(surprised)
                assert (warned.status, warned.reason) == (Status.WARNING, Reason.READ_ONLY)
                assert operations(warned) == ["get"]

                master.stop()
                wait_until(lambda: admin.info()["master_link_status"] == "down")
                told = answer(check)
                assert (told.status, told.reason) == (Status.WARNING, Reason.UNAVAILABLE)
                assert figure(told, families.LINK_UP) == 0
                assert figure(told, families.REPLICATION_LAG) is None

                admin.config_set("replica-serve-stale-data", "no")
                lost = failure(check)
                assert lost.reason is Reason.UNAVAILABLE
                assert "master" in str(lost)
                assert figure(lost, families.LINK_UP) == 0


def test_a_master_is_only_read_where_the_cache_only_reads_it(server: Redis) -> None:
    """A server that the application reads from is not written to, whatever its role."""
    with redis_check(server.host, server.port, read_only=True) as check:
        assert operations(answer(check)) == ["get"]


def test_a_replica_that_hides_its_role_is_read_only(server: Redis) -> None:
    """Where INFO is denied, the refused write is what tells."""
    arguments = ["--replicaof", server.host, str(server.port)]
    with Redis(arguments=arguments) as replica, replica.connect() as client:
        wait_until(lambda: client.info()["master_link_status"] == "up")
        changes = login(client, "blind", "~*", "+@all", "-info")
        with redis_check(replica.host, replica.port, **changes) as check:
            assert failure(check).reason is Reason.READ_ONLY
