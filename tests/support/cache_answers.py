"""What the tests of the cache checks share: targets at servers, and figures out of answers."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from django_health.caches.memcached.check import MemcachedCheck
from django_health.caches.redis.check import RedisCheck
from django_health.check import BaseHealthCheck
from django_health.failure import CheckFailed
from django_health.result import Family, Outcome, Reason
from django_health.targets import MemcachedTarget, RedisTarget
from live_servers import SilentListener

KEY = "shop:1:django-health-exporter"
MARGIN = 5.0
"""Seconds that something bounded to a fraction of a second may take on a busy machine."""

PYMEMCACHE = "django.core.cache.backends.memcached.PyMemcacheCache"

MEMCACHED_HELLO = (b"VERSION 1.6.18\r\n", b"STAT max_connections 5\r\nEND\r\n")
"""What a Memcached answers to a check's first two questions."""


class ScriptedListener(SilentListener):
    """Gives one answer after the other to whatever it is asked.

    Args:
        answers: What it says; an empty one makes it hang up.
    """

    def __init__(self, answers: Sequence[bytes]) -> None:
        self.answers = answers
        super().__init__()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        for said in self.answers:
            try:
                asked = connection.recv(65536)
                if not (asked and said):
                    connection.shutdown(socket.SHUT_RDWR)
                    return
                connection.sendall(said)
            except OSError:  # the client has left
                return


def redis_target(host: str, port: int, **changes: Any) -> RedisTarget:
    """Return a target for a server on TCP."""
    server = f"{host}:{port}"
    target = RedisTarget("default", "redis", server=server, host=host, port=port, key=KEY)
    return replace(target, **changes)


@contextmanager
def redis_check(
    host: str, port: int, *, timeout: float = 5.0, **changes: Any
) -> Iterator[RedisCheck]:
    """Give a check that is closed in the end."""
    check = RedisCheck(redis_target(host, port, **changes), timeout)
    try:
        yield check
    finally:
        check.close()


@contextmanager
def memcached_check(
    address: tuple[str, int] | str, *, timeout: float = 5.0, **changes: Any
) -> Iterator[MemcachedCheck]:
    """Give a check that is closed in the end."""
    target = MemcachedTarget("default", PYMEMCACHE, "cache:11211", address, key=KEY)
    check = MemcachedCheck(replace(target, **changes), timeout)
    try:
        yield check
    finally:
        check.close()


def answer(check: BaseHealthCheck) -> Outcome:
    """Run a check that is expected to answer."""
    outcome = check.check()
    assert isinstance(outcome, Outcome)
    return outcome


def failure(check: BaseHealthCheck) -> CheckFailed:
    """Run a check that is expected to fail, and return how."""
    with pytest.raises(CheckFailed) as caught:
        check.check()
    return caught.value


def figure(told: Outcome | CheckFailed, family: Family, *labels: str) -> float | None:
    """Return the value of a family, of its sample with these last labels, if any."""
    values = [
        measurement.value
        for measurement in told.measurements
        if measurement.family is family and measurement.labels[2:] == labels
    ]
    assert len(values) <= 1
    return values[0] if values else None


def operations(told: Outcome | CheckFailed) -> list[str]:
    """Return the operations that were timed."""
    seconds = told.details.get("operation_seconds", {})
    assert isinstance(seconds, dict)
    return list(seconds)


def has_room(check: BaseHealthCheck) -> bool:
    """Whether a server that was at its limit has noticed by now that clients have left."""
    try:
        check.check()
    except CheckFailed as failed:
        return failed.reason is not Reason.TOO_MANY_CONNECTIONS
    return True


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until something holds; fail when it does not within half a minute."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
