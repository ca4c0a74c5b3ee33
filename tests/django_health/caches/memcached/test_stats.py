"""What Memcached's stats mean."""

from __future__ import annotations

import pytest

from django_health.caches import families
from django_health.caches.memcached.stats import MemcachedStats, values_of

STATS = b"".join(
    b"STAT %s\r\n" % line
    for line in (
        b"uptime 100",
        b"time 1700000100",
        b"version 1.6.18",
        b"max_connections 1024",
        b"curr_connections 3",
        b"rejected_connections 2",
        b"get_hits 3",
        b"get_misses 1",
        b"limit_maxbytes 67108864",
        b"bytes 5000",
        b"curr_items 7",
        b"evictions 8",
        b"reclaimed 9",
    )
)


def values(told: MemcachedStats) -> dict[str, float]:
    """Return the figures by the ends of their names."""
    return {
        measurement.family.name.removeprefix("django_health_cache_"): measurement.value
        for measurement in told.measurements("default", "a:1")
    }


def test_every_line_becomes_its_figure() -> None:
    """All lines that are there are measured."""
    assert values(MemcachedStats(STATS + b"END\r\n")) == {
        "connected_clients": 3,
        "evictions_total": 8,
        "expired_keys_total": 9,
        "hits_total": 3,
        "info": 1,
        "keys": 7,
        "max_clients": 1024,
        "memory_limit_bytes": 67108864,
        "memory_used_bytes": 5000,
        "misses_total": 1,
        "rejected_connections_total": 2,
        "start_timestamp_seconds": 1700000000,
    }


def test_the_version_is_a_label() -> None:
    """The software is named beside its version."""
    (told,) = [
        measurement.labels
        for measurement in MemcachedStats(STATS).measurements("default", "a:1")
        if measurement.family is families.INFO
    ]
    assert told == ("default", "a:1", "memcached", "1.6.18")


def test_the_limit_of_the_settings_stands_in() -> None:
    """An old server's limit of connections comes from its settings."""
    assert values(MemcachedStats(b"STAT bytes 0\r\nEND\r\n", 512))["max_clients"] == 512


@pytest.mark.parametrize("text", [b"", b"END\r\n", b"STAT\r\nSTAT bytes\r\nSTAT bytes many\r\n"])
def test_what_is_not_told_is_absent(text: bytes) -> None:
    """A proxy without stats, and lines without a number, give no figure and no error."""
    assert values(MemcachedStats(text)) == {}


def test_no_limit_of_memory_is_absent() -> None:
    """0 stands for no limit, which is not a limit of no bytes."""
    assert "memory_limit_bytes" not in values(MemcachedStats(b"STAT limit_maxbytes 0\r\n"))


def test_details_are_for_people() -> None:
    """The details have the hit rate in percent and leave out what is not known."""
    assert MemcachedStats(STATS).details() == {
        "backend": "memcached",
        "version": "1.6.18",
        "memory_used_bytes": 5000,
        "memory_limit_bytes": 67108864,
        "hits": 3,
        "misses": 1,
        "hit_rate": 75.0,
        "keys": 7,
        "connected_clients": 3,
    }
    assert MemcachedStats(b"").details() == {"backend": "memcached"}


def test_values_keep_their_spaces() -> None:
    """A value is all that follows the name."""
    assert values_of(b"STAT a b c\r\nSTAT d e\r\nEND\r\n") == {"a": "b c", "d": "e"}
