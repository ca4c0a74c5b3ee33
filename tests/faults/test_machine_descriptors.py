"""A daemon that may not open another file or socket."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psutil

from faulty_stack import Resources
from server_faults import Ground, assert_back
from server_faults.journal import by_target, changes, told

STANDING = {
    "database/postgresql",
    "database/mariadb",
    "cache/redis",
    "cache/memcached",
    "celery/workers",
}
"""What is asked on a connection that is open already."""

IN_NEED = {"database/archive", "cache/pages", "http/website"}
"""What is opened anew in each run."""

REST = 1.0
"""Seconds in which a daemon that waits uses far less of a processor, however busy the machine."""


@contextmanager
def exhausted(pid: int) -> Iterator[None]:
    """A process that may open nothing more while the block runs."""
    limits = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    taken = {int(entry.name) for entry in Path(f"/proc/{pid}/fd").iterdir()}
    lowest = next(number for number in range(limits[0]) if number not in taken)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (lowest, limits[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, limits)


def _answer(connection: HTTPConnection) -> tuple[int, dict[str, tuple[str, str | None]]]:
    """The status of an answer on a standing connection, and state and reason of each target."""
    connection.request("GET", "/health/detailed/")
    with connection.getresponse() as answer:
        checks = json.loads(answer.read())["checks"]
    found = {
        f"{component}/{name}": (part["status"], part.get("reason"))
        for component in ("database", "cache", "celery", "http")
        for name, part in checks[component].get("targets", checks[component].get("parts")).items()
    }
    return answer.status, found


def test_no_descriptor_left(ground: Ground) -> None:
    """What stands goes on, the rest says so, who comes waits; with a new one all is well."""
    exporter, watch = ground.watch.exporter, ground.watch
    watch.expect()
    pid = exporter.process.pid
    before, log_before = Resources.of(pid), told(exporter)
    with (
        closing(HTTPConnection(exporter.host, exporter.port, timeout=20)) as standing,
        ThreadPoolExecutor() as scrapers,
    ):
        _answer(standing)
        with exhausted(pid):
            late = [scrapers.submit(exporter.scrape) for _ in range(3)]
            for _ in range(3):
                status, found = _answer(standing)
                assert status == 503
                assert {target for target in found if found[target] == ("ok", None)} == STANDING
                reasons = {target: found[target][1] for target in IN_NEED}
                assert set(reasons.values()) <= {"internal", "unavailable"}, reasons
            assert _processor_time(pid, REST) < REST / 10
            assert not any(scrape.done() for scrape in late)
        assert all(scrape.result() for scrape in late)
    watch.expect()
    assert_back(before, pid)
    watch.expect()  # by whose end there are the lines about the answers before
    _expect_few_lines(told(exporter).removeprefix(log_before))


def _processor_time(pid: int, seconds: float) -> float:
    """How much of a processor a process uses in so many seconds."""
    process = psutil.Process(pid)
    before = process.cpu_times()
    time.sleep(seconds)
    after = process.cpu_times()
    return (after.user + after.system) - (before.user + before.system)


def _expect_few_lines(log: str) -> None:
    """Two per target, and one about the connections that could not be taken."""
    found = by_target(changes(log))
    assert set(found) == IN_NEED
    assert all(len(states) == 2 for states in found.values()), found
    assert len(log.splitlines()) == 2 * len(IN_NEED) + 1, log
