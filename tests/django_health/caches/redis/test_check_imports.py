"""What it takes to ask a Redis: redis-py only where TLS is configured as redis-py has it."""

from __future__ import annotations

import pytest

from fresh_imports import imported_by
from live_servers import Redis

RUN = """
from django_health.caches.redis.check import RedisCheck
from django_health.targets import RedisTarget, Secret
target = RedisTarget("default", "redis", "x", {host!r}, {port}, key="k", {more})
check = RedisCheck(target, 5.0)
"""
ASKED = 'assert check.check().status == "ok"; check.close()'


@pytest.mark.parametrize("more", ["", "database=3"])
def test_a_plain_redis_is_asked_without_redis_py(redis_server: Redis, more: str) -> None:
    """Its import takes memory and time that a whole daemon would not otherwise need."""
    program = RUN.format(host=redis_server.host, port=redis_server.port, more=more) + ASKED
    found = imported_by(program)
    assert "django_health" in found
    assert "redis" not in found


def test_a_password_needs_no_redis_py() -> None:
    """The login is spoken here too."""
    with Redis(password="secret") as server:
        more = "password=Secret('secret')"
        program = RUN.format(host=server.host, port=server.port, more=more) + ASKED
        assert "redis" not in imported_by(program)


def test_redis_py_is_there_before_the_first_encrypted_run() -> None:
    """The time of a run is for asking."""
    assert "redis" in imported_by(RUN.format(host="127.0.0.1", port=1, more="tls=True"))
