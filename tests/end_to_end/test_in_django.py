"""The library inside Django, under real application servers, while what it watches hangs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from live_celery import worker
from live_site import GthreadSite, Site, SiteStack, UvicornSite, running_site

LIMITS = {"database": 2.0, "cache": 1.5, "external": 2.5}
"""Seconds that a check may take; shorter than the defaults, to make the tests so."""

GRACE = 0.5
"""Seconds that an answer may take beyond the time limit of the slowest check."""

MARGIN = 2.0
"""Seconds that a busy machine may add to anything."""

SETTINGS = {
    "HEALTH_CHECK": {"TIMEOUTS": LIMITS, "CHECKS": {"system": False, "configuration": False}}
}

SITES: list[type[Site]] = [GthreadSite, UvicornSite]

FAULTS: dict[str, tuple[str, str]] = {
    "postgresql": ("database", "database"),
    "redis": ("cache", "cache"),
    "memcached": ("cache", "cache"),
    "broker": ("celery", "external"),
}
"""The server that falls silent, the component that it belongs to, and that one's time limit."""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteStack]:
    """Real servers, a project, and a worker on its broker."""
    with (
        running_site(tmp_path_factory.mktemp("site"), **SETTINGS) as stack,
        worker(stack.folder),
    ):
        yield stack


@pytest.fixture(scope="module", params=SITES, ids=lambda kind: str(kind.__name__))
def site(request: pytest.FixtureRequest, stack: SiteStack) -> Iterator[Site]:
    """The project under one application server, every worker of which has been asked before."""
    with request.param(stack.folder, stack.name) as running:
        yield running


@contextmanager
def silent(server: Any) -> Iterator[None]:
    """A server that accepts and never answers, while the block runs."""
    server.pause()
    try:
        yield
    finally:
        server.resume()


def statuses(document: Any) -> dict[str, str]:
    """The status of each component of the detailed document."""
    return {name: part["status"] for name, part in document["checks"].items()}


def eventually(probe: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until something holds; the time is an upper bound for a busy machine."""
    deadline = time.monotonic() + seconds
    while not probe():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def warm(site: Site) -> None:
    """Ask until every worker has answered well many times in a row."""
    in_a_row = 0
    deadline = time.monotonic() + 60
    while in_a_row < 30:
        answer = site.get("/health/detailed/")
        in_a_row = in_a_row + 1 if answer.status == 200 else 0
        assert time.monotonic() < deadline, answer.body


def noticed(site: Site, component: str, limit: float) -> dict[str, str]:
    """The statuses once a component is in error; every answer until then comes in time.

    An answer is given again until it is too old: the workers of Celery are pinged every 15 s.
    """
    deadline = time.monotonic() + 30
    while True:
        answer, seconds = site.timed("/health/detailed/")
        assert seconds < limit
        found = statuses(answer.json())
        assert answer.status == (503 if "error" in found.values() else 200)
        if found[component] == "error":
            return found
        assert time.monotonic() < deadline
        time.sleep(0.2)


class Probing(threading.Thread):
    """Probes that come one after the other, whatever became of those before, as from balancers."""

    def __init__(self, site: Site, count: int, every: float) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self._probes = [threading.Thread(target=self._ask, args=(site,)) for _ in range(count)]
        self._every = every

    def run(self) -> None:
        """Start the probes in time, and wait for all of them."""
        for probe in self._probes:
            probe.start()
            time.sleep(self._every)
        for probe in self._probes:
            probe.join()

    def _ask(self, site: Site) -> None:
        self.seconds.append(site.timed("/health/").seconds)


@pytest.mark.parametrize("server", FAULTS)
def test_silent_server(site: Site, stack: SiteStack, server: str) -> None:
    """It is told in time beside the others, plain views do not wait, and it is well again at once.

    Threads and connections are what they were before.
    """
    component, kind = FAULTS[server]
    warm(site)
    threads = site.threads()
    ports = [getattr(stack, name).port for name in FAULTS]
    connections = [site.connections(port) for port in ports]
    with silent(getattr(stack, server)):
        found = noticed(site, component, LIMITS[kind] + GRACE + MARGIN)
        assert found[component] == "error"
        assert found["cache" if component == "database" else "database"] == "ok"
        probing = Probing(site, 16, 0.5)
        probing.start()
        plain: list[float] = []
        while probing.is_alive():
            plain.append(site.timed("/plain/").seconds)
        assert max(probing.seconds) < LIMITS[kind] + GRACE + MARGIN
        assert max(plain) < MARGIN / 2
    time.sleep(1.1)  # one MAX_AGE
    eventually(lambda: site.get("/health/").status == 200, MARGIN)
    warm(site)
    eventually(lambda: [site.connections(port) for port in ports] == connections)
    eventually(lambda: site.threads() <= threads)


def test_probes_open_no_connection_once_warm(site: Site, stack: SiteStack) -> None:
    """A hundred of them, and each server has seen none but the one of this test's own question."""
    warm(site)
    before = accepted(stack)
    for _ in range(100):
        assert site.get("/health/").status == 200
    time.sleep(1.1)  # PostgreSQL counts a session when it has reported it, once a second
    assert accepted(stack) == [count + 1 for count in before]


def accepted(stack: SiteStack) -> list[int]:
    """Connections that the servers have accepted so far, the one that asks included."""
    with stack.postgresql.connect() as connection:
        (sessions,) = connection.execute(
            "SELECT sum(sessions) FROM pg_stat_database"
        ).fetchone() or (0,)
    counts = [int(sessions)]
    for server in (stack.redis, stack.broker):
        client = server.connect()
        try:
            counts.append(client.info("stats")["total_connections_received"])
        finally:
            client.close()
    cached = stack.memcached.connect()
    try:
        stats: dict[bytes, int] = cached.stats()  # type: ignore[no-untyped-call]
        counts.append(stats[b"total_connections"])
    finally:
        cached.close()
    return counts
