"""Many scrapers at once on a dependency that says nothing: they share one run and its answer."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from crowd import Visit, together
from fault_proxy import Fault, FaultProxy
from faulty_stack import BUDGET, FaultyStack, Resources, Servers, running_faulty_stack
from faulty_stack.targets import COMPONENTS, TARGETS, broken_components, illnesses
from http_answer import Answer
from live_exporter import Samples

SCRAPERS = 16
ROUNDS = 3
GRACE = 5.0
"""Seconds that the daemon gives itself at its end, by default."""


@pytest.fixture(scope="module")
def stack(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyStack]:
    """A daemon of its own, as crowds make it keep memory that other tests would wonder about."""
    folder, unlimited = tmp_path_factory.mktemp("crowd"), ["--web.max-requests=0"]
    with running_faulty_stack(folder, servers=servers, arguments=unlimited) as running:
        yield running


def _crowd(stack: FaultyStack, count: int) -> list[Visit[Answer]]:
    """All scrape at the same time, and are answered in time."""
    limit = {"X-Prometheus-Scrape-Timeout-Seconds": str(BUDGET)}
    visits = together(count, lambda: stack.exporter.get("/metrics", limit))
    assert [visit.answer.status for visit in visits] == [200] * count
    assert max(visit.seconds for visit in visits) < BUDGET
    return visits


def _crowd_with_one_attempt(stack: FaultyStack, proxy: FaultProxy) -> list[Visit[Answer]]:
    """For all of them one connection is attempted, or none where one stands."""
    before, started = proxy.accepted, time.monotonic()
    visits = _crowd(stack, SCRAPERS)
    # A run takes the whole timeout, and they come one after the other: on a machine so slow that
    # somebody came when the first was over, there was a second.
    runs = max(1, math.floor((time.monotonic() - started) / stack.timeout))
    assert proxy.accepted - before <= runs
    assert proxy.open <= 1
    return visits


def _assert_one_story(visits: Iterable[Visit[Answer]], silent: Iterable[str]) -> None:
    """All tell the same: that those targets are silent, and nothing else is ill."""
    ill = {illness for name in silent for illness in TARGETS[name].illnesses("timeout")}
    for body in {visit.answer.body for visit in visits}:
        samples = Samples.parse(body.decode())
        assert illnesses(samples) == ill
        status = samples.labelled("django_health_check_status", "check")
        assert {name: status[name] for name in COMPONENTS} == broken_components(ill)


def _settled(stack: FaultyStack) -> Resources:
    """What the daemon holds when that has stopped to change."""
    deadline, held = time.monotonic() + 10, stack.resources()
    while True:
        time.sleep(0.15)
        before, held = held, stack.resources()
        if before[:2] == held[:2] or time.monotonic() > deadline:
            return held


def _assert_crowds_share_runs(stack: FaultyStack, name: str) -> None:
    """Round after round all share one run, one attempt to connect and one answer."""
    proxy = stack.proxies[name]
    proxy.set(Fault.SILENT)
    try:
        _crowd_with_one_attempt(stack, proxy)
        held = _settled(stack)
        for _ in range(ROUNDS):
            _assert_one_story(_crowd_with_one_attempt(stack, proxy), [name])
            assert _settled(stack)[:2] == held[:2], "threads or descriptors pile up"
    finally:
        stack.servers.heal()
    _assert_one_story(_crowd(stack, SCRAPERS), [])


@pytest.mark.parametrize("name", [name for name in TARGETS if name != "rabbitmq"])
def test_a_crowd_at_a_silent_target(stack: FaultyStack, name: str) -> None:
    """Sixteen scrapers share one run, one attempt to connect and one answer."""
    _assert_crowds_share_runs(stack, name)


def test_a_crowd_at_a_silent_rabbitmq(amqp_servers: Servers, tmp_path: Path) -> None:
    """They share it at a broker on AMQP too."""
    with running_faulty_stack(tmp_path, servers=amqp_servers) as stack:
        _assert_crowds_share_runs(stack, "rabbitmq")


def test_a_crowd_when_all_are_silent(stack: FaultyStack) -> None:
    """A hundred scrapers are answered in time with the same, and nothing piles up."""
    for proxy in stack.proxies.values():
        proxy.set(Fault.SILENT)
    try:
        _crowd(stack, 100)
        held = _settled(stack)
        for _ in range(ROUNDS):
            _assert_one_story(_crowd(stack, 100), stack.watched)
            assert _settled(stack)[:2] == held[:2], "threads or descriptors pile up"
    finally:
        stack.servers.heal()
    _assert_one_story(_crowd(stack, 100), [])


def test_the_end_while_all_are_silent(servers: Servers, tmp_path: Path) -> None:
    """A daemon that is told to end then answers who waits, and is gone within its grace."""
    with running_faulty_stack(tmp_path, servers=servers) as stack:
        for proxy in servers.proxies.values():
            proxy.set(Fault.SILENT)
        try:
            with ThreadPoolExecutor(1) as beside:
                visits = beside.submit(_crowd, stack, SCRAPERS)
                _wait_until_all_wait(stack)
                started = time.monotonic()
                assert stack.exporter.stop() == 0
                assert time.monotonic() - started < stack.timeout + GRACE
                _assert_one_story(visits.result(), stack.watched)
            assert "ended" in stack.exporter.log
        finally:
            servers.heal()


def _wait_until_all_wait(stack: FaultyStack) -> None:
    """Wait until all of them are connected to the daemon."""
    daemon, deadline = psutil.Process(stack.exporter.process.pid), time.monotonic() + 10
    while True:
        connections = daemon.net_connections("tcp")
        here = [c for c in connections if c.laddr[1:] == (stack.exporter.port,)]
        if sum(connection.status == psutil.CONN_ESTABLISHED for connection in here) == SCRAPERS:
            return
        assert time.monotonic() < deadline
        time.sleep(0.005)
