"""A daemon that may not open another file or socket."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import psutil
import pytest

from descriptor_limit import LIMIT, exhausted
from faulty_stack import Resources
from server_faults import TARGETS, WATCHER, Ground, Watch, assert_back, borne
from server_faults.journal import by_target, changes, told
from server_faults.standing import Standing

IN_NEED = {"database/archive", "cache/pages", "http/website"}
"""What is opened anew in each run; all others are asked on a connection that stands."""

KEPT = [target for target in TARGETS if target not in IN_NEED]

SENTENCE = (
    f"the process has no file descriptor left (limit {LIMIT}): raise it, LimitNOFILE= in systemd"
)

REST = 1.0
"""Seconds in which a daemon that waits uses far less of a processor, however busy the machine."""


@contextmanager
def _explained(watch: Watch, ill: Collection[str], *cut: partial[None]) -> Iterator[None]:
    """No descriptor is left, connections are cut, and people are told in words what is wrong."""
    with exhausted(watch.exporter.process.pid):
        for each in cut:
            each()
        checks = watch.exporter.get("/health/detailed/").json()["checks"]
        said = {
            f"{component}/{name}": part["message"]
            for component, check in checks.items()
            for name, part in (check.get("targets") or check.get("parts") or {}).items()
            if part["status"] == "error"
        }
        assert said == dict.fromkeys(ill, SENTENCE)
        yield


def _cut(ground: Ground, target: str) -> None:
    """End the daemon's connection to a server, which goes on."""
    match target:
        case "database/postgresql":
            with ground.postgresql.connect() as admin:
                ended = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                admin.execute(f"{ended} WHERE usename = %s", [WATCHER])
        case "database/mariadb":
            with ground.mariadb.connect() as connection, connection.cursor() as cursor:
                cursor.execute(f"KILL USER {WATCHER}@'127.0.0.1'")
        case "cache/memcached":
            ground.memcached.restart()
        case _:
            server = ground.redis if target == "cache/redis" else ground.broker
            with server.connect() as client:
                client.client_kill_filter(user=WATCHER)


@pytest.mark.parametrize("cut", [[], *([target] for target in KEPT), KEPT], ids="+".join)
def test_no_descriptor_left(ground: Ground, cut: list[str]) -> None:
    """What stands goes on, the rest says what is missing; with a new one all is well."""
    ill = IN_NEED.union(cut)
    with Standing(ground.watch.exporter) as standing:
        watch = Watch(standing, ground.watch.targets)
        cuts = [partial(_cut, ground, target) for target in cut]
        borne(watch, _explained(watch, ill, *cuts), dict.fromkeys(ill, "internal"))


def test_who_comes_waits(ground: Ground) -> None:
    """Scrapers are let in as soon as there is a descriptor; till then nothing is busy."""
    exporter, watch = ground.watch.exporter, ground.watch
    watch.expect()
    pid = exporter.process.pid
    before, log_before = Resources.of(pid), told(exporter)
    with ThreadPoolExecutor() as scrapers:
        with exhausted(pid):
            late = [scrapers.submit(exporter.scrape) for _ in range(3)]
            assert _processor_time(pid, REST) < REST / 10
            assert not any(scrape.done() for scrape in late)
        assert all(scrape.result() for scrape in late)
    watch.expect()
    assert_back(before, pid)
    watch.expect()  # by whose end there are the lines about the answers before
    _expect_one_line(told(exporter).removeprefix(log_before))


def _processor_time(pid: int, seconds: float) -> float:
    """How much of a processor a process uses in so many seconds."""
    process = psutil.Process(pid)
    before = process.cpu_times()
    time.sleep(seconds)
    after = process.cpu_times()
    return (after.user + after.system) - (before.user + before.system)


def _expect_one_line(log: str) -> None:
    """It is about the connections that could not be taken."""
    assert not by_target(changes(log)), log
    assert len(log.splitlines()) == 1, log
