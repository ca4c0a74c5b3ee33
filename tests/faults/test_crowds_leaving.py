"""A thousand clients that do not wait for their answers leave nothing behind."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from crowd import Moment, clogged, leave
from fault_proxy import Fault
from faulty_stack import FaultyStack, Resources, Servers, running_faulty_stack
from faulty_stack.targets import TARGETS, illnesses

CLIENTS = 1000
AT_ONCE = 64
ADDRESSES = 100
CLOGGING = 2
MEMORY = 3 * 1024 * 1024
"""Bytes by which the second thousand may make the daemon grow; really it is one at the most. (The
first, with so many answers under way at a time, takes some ten from the system to keep them.)"""

PATHS = [
    pytest.param(["/metrics"], id="scrapes"),
    pytest.param(["/health/", "/health/detailed/", "/health/system/"], id="documents"),
]


@pytest.fixture(scope="module")
def stack(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyStack]:
    """A daemon of its own, as crowds make it keep memory that other tests would wonder about."""
    folder, unlimited = tmp_path_factory.mktemp("crowd"), ["--web.max-requests=0"]
    with running_faulty_stack(folder, servers=servers, arguments=unlimited) as running:
        yield running


def _visits(stack: FaultyStack, paths: list[str], count: int) -> None:
    """Let clients leave at all moments in turn, each once with FIN and once with RST.

    They come from many addresses: so many of one would be kept out for a while.
    """
    place = (stack.exporter.host, stack.exporter.port)
    ways = itertools.cycle(itertools.product(paths, Moment, (False, True)))
    sources = itertools.cycle(f"127.0.1.{number}" for number in range(1, ADDRESSES))
    visits = zip(ways, sources, strict=True)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        left = [
            threads.submit(leave, place, path, moment, reset=reset, source=source)
            for (path, moment, reset), source in itertools.islice(visits, count)
        ]
        for future in left:
            future.result()


def _soon(stack: FaultyStack, most: Resources) -> Resources:
    """What the daemon holds as soon as it is no more than that, or after a while if it never is."""
    deadline = time.monotonic() + 10
    while (held := stack.resources())[:2] != most[:2] and time.monotonic() < deadline:
        time.sleep(0.05)
    return held


def _assert_flat(stack: FaultyStack, paths: list[str]) -> None:
    """The second thousand leaves no more behind than the first has."""
    stack.exporter.scrape()
    idle = stack.resources()
    _visits(stack, paths, CLIENTS)
    first = _soon(stack, idle)
    _visits(stack, paths, CLIENTS)
    second = _soon(stack, idle)
    assert first[:2] == second[:2] == idle[:2], "threads or descriptors pile up"
    assert second.memory - first.memory < MEMORY


@pytest.mark.parametrize("paths", PATHS)
def test_clients_leave_a_healthy_stack(stack: FaultyStack, paths: list[str]) -> None:
    """Threads, descriptors and memory stay as they are, and the next scrape is good."""
    _assert_flat(stack, paths)
    assert illnesses(stack.exporter.scrape()) == set()


@pytest.mark.parametrize("paths", PATHS)
def test_clients_leave_a_hanging_stack(stack: FaultyStack, paths: list[str]) -> None:
    """So they do while no dependency answers, and the first scrape afterwards is good."""
    for proxy in stack.proxies.values():
        proxy.set(Fault.SILENT)
    try:
        _assert_flat(stack, paths)
        silent = {
            illness for name in stack.watched for illness in TARGETS[name].illnesses("timeout")
        }
        assert illnesses(stack.exporter.scrape()) == silent
    finally:
        stack.servers.heal()
    assert illnesses(stack.exporter.scrape()) == set()


def test_clients_leave_what_is_half_sent(stack: FaultyStack) -> None:
    """Answers that wait for room to be sent go with their clients; all others are answered."""
    place = (stack.exporter.host, stack.exporter.port)
    stack.exporter.scrape()
    idle = stack.resources()
    with ExitStack() as clients:
        for _ in range(CLOGGING):
            clients.enter_context(clogged(place, "/metrics"))
        assert stack.resources().descriptors >= idle.descriptors + CLOGGING
        assert illnesses(stack.exporter.scrape()) == set()
    assert _soon(stack, idle)[:2] == idle[:2], "threads or descriptors pile up"
    assert illnesses(stack.exporter.scrape()) == set()
