"""What INFO of several servers means."""

from __future__ import annotations

import pytest

from django_health.caches import families
from django_health.caches.redis.info import RedisInfo
from django_health.result import Family

REPLICA = """# Server
redis_version:7.0.15
uptime_in_seconds:100
server_time_usec:1700000100999999
# Clients
connected_clients:3
maxclients:10000
blocked_clients:1
# Memory
used_memory:1000
maxmemory:5000
# Persistence
loading:0
rdb_last_save_time:1700000050
rdb_last_bgsave_status:err
# Stats
rejected_connections:2
expired_keys:4
evicted_keys:5
keyspace_hits:30
keyspace_misses:10
# Replication
role:slave
master_link_status:down
master_last_io_seconds_ago:-1
slave_read_only:1
connected_slaves:0
# Keyspace
db0:keys=7,expires=1,avg_ttl=0
db1:keys=8,expires=1,avg_ttl=0
"""
REDIS_5 = """# Server
redis_version:5.0.14
uptime_in_seconds:5
# Clients
connected_clients:1
blocked_clients:0
# Memory
used_memory:853000
maxmemory:0
# Replication
role:master
connected_slaves:2
# Keyspace
"""
VALKEY = "# Server\nredis_version:7.2.4\nserver_name:valkey\nvalkey_version:8.0.1\n"
DRAGONFLY = "# Server\nredis_version:7.4.0\ndragonfly_version:df-v1.28.1\nrole:replica\n"
KEYDB = "# Server\nredis_version:6.3.4\n# KeyDB\nmvcc_depth:0\n"


def info(text: str, database: int = 0) -> RedisInfo:
    """Return the text as a server sends it."""
    return RedisInfo(text.replace("\n", "\r\n").encode(), database)


def values(parsed: RedisInfo) -> dict[str, float]:
    """Return the figures by the ends of their names."""
    return {
        measurement.family.name.removeprefix("django_health_cache_"): measurement.value
        for measurement in parsed.measurements("default", "a:1")
    }


def labels(parsed: RedisInfo, family: Family) -> tuple[str, ...]:
    """Return the labels of the one sample of a family."""
    (found,) = [m.labels for m in parsed.measurements("default", "a:1") if m.family is family]
    return found


def test_every_field_becomes_its_figure() -> None:
    """All fields that are there are measured; a link that is down has no lag."""
    assert values(info(REPLICA)) == {
        "blocked_clients": 1,
        "connected_clients": 3,
        "evictions_total": 5,
        "expired_keys_total": 4,
        "hits_total": 30,
        "info": 1,
        "is_replica": 1,
        "keys": 7,
        "last_save_ok": 0,
        "last_save_timestamp_seconds": 1700000050,
        "loading": 0,
        "max_clients": 10000,
        "memory_limit_bytes": 5000,
        "memory_used_bytes": 1000,
        "misses_total": 10,
        "rejected_connections_total": 2,
        "replicas": 0,
        "replication_link_up": 0,
        "start_timestamp_seconds": 1700000000,
    }


def test_the_lag_of_a_replica_is_measured() -> None:
    """The seconds since the master was heard are the lag."""
    text = REPLICA.replace("link_status:down", "link_status:up").replace("ago:-1", "ago:6")
    told = values(info(text))
    assert (told["replication_link_up"], told["replication_lag_seconds"]) == (1, 6)


def test_what_an_old_server_does_not_tell_is_absent() -> None:
    """Redis 5 without a memory limit: no limits, no save, no lag, and no zeros for them."""
    told = values(info(REDIS_5))
    assert told.pop("start_timestamp_seconds") > 1_700_000_000
    assert told == {
        "blocked_clients": 0,
        "connected_clients": 1,
        "info": 1,
        "is_replica": 0,
        "keys": 0,
        "memory_used_bytes": 853000,
        "replicas": 2,
    }


@pytest.mark.parametrize(("database", "keys"), [(0, 7), (1, 8), (2, 0)])
def test_keys_are_those_of_the_own_database(database: int, keys: int) -> None:
    """Other databases of the server do not count; one that is not listed is empty."""
    assert values(info(REPLICA, database))["keys"] == keys


def test_keys_are_unknown_without_their_section() -> None:
    """A server that keeps the section for itself has not said that there are no keys."""
    assert "keys" not in values(info("# Server\nredis_version:7.0.0\n"))


@pytest.mark.parametrize(
    ("text", "backend", "version"),
    [
        (REPLICA, "redis", "7.0.15"),
        (VALKEY, "valkey", "8.0.1"),
        (DRAGONFLY, "dragonfly", "1.28.1"),
        (KEYDB, "keydb", "6.3.4"),
    ],
)
def test_the_software_is_told_by_its_own_name(text: str, backend: str, version: str) -> None:
    """Relatives of Redis are not taken for the Redis they are compatible with."""
    told = info(text)
    assert labels(told, families.INFO) == ("default", "a:1", backend, version)
    assert (told.details()["backend"], told.details()["version"]) == (backend, version)


@pytest.mark.parametrize(
    ("text", "read_only"),
    [
        (REPLICA, True),
        (REPLICA.replace("slave_read_only:1", "slave_read_only:0"), False),
        (DRAGONFLY, True),
        (REDIS_5, False),
    ],
)
def test_a_replica_is_read_only_unless_it_says_otherwise(text: str, read_only: bool) -> None:
    """Replicas refuse writes by default."""
    assert info(text).is_read_only is read_only


def test_details_are_for_people() -> None:
    """The details have the hit rate in percent and leave out what is not known."""
    assert info(REPLICA).details() == {
        "backend": "redis",
        "version": "7.0.15",
        "role": "replica",
        "memory_used_bytes": 1000,
        "memory_limit_bytes": 5000,
        "hits": 30,
        "misses": 10,
        "hit_rate": 75.0,
        "keys": 7,
        "connected_clients": 3,
        "replication_link": "down",
    }


@pytest.mark.parametrize("text", ["", "nonsense", "used_memory:lots\nrole:king\ndb0:keys=x\n"])
def test_nonsense_is_not_measured(text: str) -> None:
    """A field that holds no number gives no figure, and no error."""
    assert values(info("# Keyspace\n" + text)).keys() <= {"keys"}
