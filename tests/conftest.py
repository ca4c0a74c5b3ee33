"""Servers that all tests share, what happens without one, and how patient tests of inputs are."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings

from live_servers import MariaDB, Memcached, MissingProgramError, PostgreSQL, Redis

# A machine may be slow, which is no fault of what is tested; where nobody sees it, no luck either.
settings.register_profile(
    "project",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("project")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server; tests that change, stop or pause one start their own."""
    with PostgreSQL() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    """A MariaDB server; tests that change, stop or pause one start their own."""
    with MariaDB() as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """A Redis server without a password; tests that change, stop or pause one start their own."""
    with Redis() as server:
        yield server


@pytest.fixture(scope="session")
def memcached() -> Iterator[Memcached]:
    """A Memcached server; tests that change, stop or pause one start their own."""
    with Memcached() as server:
        yield server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, None, None]:
    """Skip the tests that share a server whose program is not installed."""
    return (yield from _skipping_without_programs())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, None, None]:
    """Skip a test that starts a server of its own whose program is not installed."""
    return (yield from _skipping_without_programs())


def _skipping_without_programs() -> Generator[None, None, None]:
    try:
        return (yield)
    except MissingProgramError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))
