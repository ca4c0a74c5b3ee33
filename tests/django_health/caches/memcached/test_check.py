"""Memcached as its clients see it: well, stopped, paused, restarted, full, and no Memcached."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
from pymemcache.exceptions import MemcacheServerError

from cache_answers import (
    KEY,
    MARGIN,
    MEMCACHED_HELLO,
    ScriptedListener,
    answer,
    failure,
    figure,
    memcached_check,
    operations,
)
from django_health.caches import families
from django_health.caches.memcached.check import MemcachedCheck
from django_health.result import Reason, Status
from live_servers import DripListener, Memcached, SilentListener, free_port


@pytest.fixture(scope="module")
def server() -> Iterator[Memcached]:
    """A Memcached of this module's own, which its tests may stop."""
    with Memcached(arguments=["-m", "32", "-c", "500"]) as started:
        yield started


@pytest.fixture
def check(server: Memcached) -> Iterator[MemcachedCheck]:
    """A check of the module's server."""
    with memcached_check((server.host, server.port)) as made:
        yield made


def stats_of(server: Memcached) -> dict[bytes, Any]:
    """Return what the server tells an administrator."""
    client = server.connect()
    try:
        told: dict[bytes, Any] = client.stats()  # type: ignore[no-untyped-call]
        return told
    finally:
        client.close()


def test_all_figures_are_those_of_the_server(server: Memcached, check: MemcachedCheck) -> None:
    """Every figure agrees with what the server tells an administrator."""
    client = server.connect()
    for number in range(5):
        client.set(f"key{number}", b"value", noreply=False)
    client.get("key1")
    client.get("none")
    client.close()
    before = stats_of(server)
    told = answer(check)
    assert (told.status, told.reason, told.message) == (Status.OK, None, "")
    for family, name in {
        families.MEMORY_USED: b"bytes",
        families.MEMORY_LIMIT: b"limit_maxbytes",
        families.HITS: b"get_hits",
        families.MISSES: b"get_misses",
        families.EVICTIONS: b"evictions",
        families.EXPIRED: b"reclaimed",
        families.KEYS: b"curr_items",
        families.MAX_CLIENTS: b"max_connections",
        families.REJECTED_CONNECTIONS: b"rejected_connections",
    }.items():
        assert figure(told, family) == before[name], name
    assert figure(told, families.KEYS) == 5
    assert figure(told, families.MAX_CLIENTS) == 500
    assert figure(told, families.CLIENTS) in range(1, 4)
    assert figure(told, families.START_TIME) == before[b"time"] - before[b"uptime"]
    assert figure(told, families.INFO, "memcached", before[b"version"].decode()) == 1
    assert told.details["memory_limit_bytes"] == 32 * 1024 * 1024


def test_its_operations_are_timed_and_leave_nothing(
    server: Memcached, check: MemcachedCheck
) -> None:
    """Set, get and delete are each timed, and the key is gone afterwards."""
    keys = stats_of(server)[b"curr_items"]
    told = answer(check)
    assert operations(told) == ["set", "get", "delete"]
    for operation in operations(told):
        took = figure(told, families.OPERATION_SECONDS, operation)
        assert took is not None
        assert 0 < took < MARGIN
    assert stats_of(server)[b"curr_items"] == keys


def test_its_samples_are_labelled_with_cache_and_server(check: MemcachedCheck) -> None:
    """Several servers of one cache stay apart."""
    told = answer(check)
    assert {measurement.labels[:2] for measurement in told.measurements} == {
        ("default", "cache:11211")
    }
    assert (check.name, check.target, check.part) == ("cache", "default", "cache:11211")


def test_fifty_runs_use_one_connection(server: Memcached, check: MemcachedCheck) -> None:
    """The connection is kept, and the server does not see another."""
    before = stats_of(server)[b"total_connections"]
    for _ in range(50):
        answer(check)
    assert stats_of(server)[b"total_connections"] == before + 2  # the check's, and this question's


def test_a_restart_is_healed_within_the_run(server: Memcached, check: MemcachedCheck) -> None:
    """A kept connection that the server has ended is replaced, not reported."""
    answer(check)
    server.restart()
    assert answer(check).status is Status.OK


def test_a_stopped_server_refuses_until_it_is_back(
    server: Memcached, check: MemcachedCheck
) -> None:
    """The same check goes from well to refused and back."""
    answer(check)
    server.stop()
    try:
        assert failure(check).reason is Reason.REFUSED
    finally:
        server.start()
    assert answer(check).status is Status.OK


def test_a_paused_server_times_out_once(server: Memcached) -> None:
    """A server that is frozen costs one timeout, on a kept and on a new connection."""
    with memcached_check((server.host, server.port), timeout=0.4) as check:
        answer(check)
        server.pause()
        try:
            for _ in range(2):
                begun = time.monotonic()
                assert failure(check).reason is Reason.TIMEOUT
                assert time.monotonic() - begun < MARGIN
        finally:
            server.resume()
        assert answer(check).status is Status.OK


def test_full_memory_is_unavailable_with_its_figures() -> None:
    """A server that evicts nothing and is full says so, with its limit."""
    with Memcached(arguments=["-m", "2", "-M"]) as server:
        client = server.connect()
        with suppress(MemcacheServerError):
            for number in range(1_000_000):
                client.set(f"{KEY}:{number:08}", b"v" * 16, noreply=False)
        client.close()
        with memcached_check((server.host, server.port)) as check:
            told = failure(check)
    assert told.reason is Reason.UNAVAILABLE
    assert "memory limit" in str(told)
    assert figure(told, families.MEMORY_LIMIT) == 2 * 1024 * 1024
    assert told.details["memory_limit_bytes"] == 2 * 1024 * 1024


def test_a_silent_server_times_out() -> None:
    """A port that accepts and says nothing costs one timeout."""
    with SilentListener() as listener:
        with memcached_check((listener.host, listener.port), timeout=0.3) as check:
            begun = time.monotonic()
            assert failure(check).reason is Reason.TIMEOUT
        assert time.monotonic() - begun < MARGIN
        assert listener.accepted == 1


@pytest.mark.parametrize("kept", [False, True])
def test_a_run_ends_when_cancelled(server: Memcached, kept: bool) -> None:
    """Neither a dripping nor a frozen server holds a run, and it does not begin anew."""
    with ExitStack() as stack:
        listener = stack.enter_context(DripListener(b"VERSION " + b"1" * 9999, 0.02))
        dripping = (listener.host, listener.port)
        address = (server.host, server.port) if kept else dripping
        check = stack.enter_context(memcached_check(address, timeout=60.0))
        if kept:
            answer(check)
            server.pause()
            stack.callback(server.resume)
        run = threading.Thread(target=failure, args=(check,))
        run.start()
        time.sleep(0.3)
        assert run.is_alive()
        check.cancel()
        run.join(MARGIN)
        assert not run.is_alive()
        assert listener.accepted == (0 if kept else 1)


def test_an_unknown_host_is_dns() -> None:
    """A name that does not resolve is told from a server that is down."""
    with memcached_check(("nowhere.invalid", 11211)) as check:
        assert failure(check).reason is Reason.DNS


def test_a_closed_port_is_refused() -> None:
    """Nothing listens there."""
    with memcached_check(("127.0.0.1", free_port())) as check:
        assert failure(check).reason is Reason.REFUSED


@pytest.mark.parametrize(
    "said",
    [
        [b"HTTP/1.1 400 Bad Request\r\n\r\n"],
        [b"-ERR unknown command\r\n"],
        [b"SSH-2.0-OpenSSH_9.2\r\n"],
        [MEMCACHED_HELLO[0], b"STAT max_connections %s\r\nEND\r\n" % (b"9" * 400)],
        [*MEMCACHED_HELLO, b"HELLO\r\n"],
        [*MEMCACHED_HELLO, b"CLIENT_ERROR bad data chunk\r\n"],
        [*MEMCACHED_HELLO, b"STORED\r\n", b"END\r\n"],
        [*MEMCACHED_HELLO, b"STORED\r\n", b"VALUE\r\n"],
        [*MEMCACHED_HELLO, b"STORED\r\n", b"VALUE other 0 1\r\nx\r\nEND\r\n"],
        [*MEMCACHED_HELLO, b"STORED\r\n", b"VALUE other zero one\r\n"],
    ],
)
def test_what_is_no_memcached_answers_wrongly(said: list[bytes]) -> None:
    """Other protocols, broken answers and values that are gone are a wrong answer."""
    with (
        ScriptedListener(said) as listener,
        memcached_check((listener.host, listener.port)) as check,
    ):
        assert failure(check).reason is Reason.WRONG_ANSWER


def test_a_server_that_hangs_up_is_unavailable() -> None:
    """The end of a new connection is no answer, and is not asked for twice."""
    with ScriptedListener([*MEMCACHED_HELLO, b""]) as listener:
        with memcached_check((listener.host, listener.port)) as check:
            told = failure(check)
        assert listener.accepted == 1
    assert told.reason is Reason.UNAVAILABLE
