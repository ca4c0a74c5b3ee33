"""A machine that sleeps while its servers go on without it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sample_checks import eventually
from server_faults import Ground, asleep, frozen, silent
from server_faults.project import LIMIT
from server_faults.watch import BUDGET


def test_all_connections_die_in_its_sleep(ground: Ground) -> None:
    """The first scrape afterwards is good, and the log has nothing to tell."""
    ground.watch.expect()
    with silent(ground.watch):
        with asleep(ground.watch):
            for server in ground.servers.values():
                server.restart()
        ground.watch.expect()


def test_falls_asleep_in_mid_scrape(ground: Ground) -> None:
    """Who asked before gets an answer, and the next scrape is good."""
    ground.watch.expect()
    exporter = ground.watch.exporter
    with ThreadPoolExecutor() as scrapers, frozen(*ground.servers.values()):
        scrape = scrapers.submit(exporter.scrape, timeout=BUDGET)
        for server in (ground.redis, ground.memcached):
            _wait_for_question(server.port)
        with asleep(ground.watch):
            time.sleep(2 * LIMIT)
        # Before they thaw: else they may answer sooner than the one that wakes up looks.
        samples = scrape.result()
    up = samples.labelled("django_health_cache_up", "cache")
    assert up == {"redis": 0, "memcached": 0, "pages": 1}
    ground.watch.expect()


def _wait_for_question(port: int) -> None:
    """Wait until there is something that the server on a port has not read yet."""
    eventually(lambda: _unread(port))


def _unread(port: int) -> bool:
    rows = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    fields = (row.split() for row in rows)
    return any(
        int(place.rpartition(":")[2], 16) == port and int(queues.rpartition(":")[2], 16)
        for _, place, _, _, queues, *_ in fields
    )
