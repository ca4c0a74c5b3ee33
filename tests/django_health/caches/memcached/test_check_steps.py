"""The waits of a run: what is asked of the server is on its way, and others are asked meanwhile."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from cache_answers import (
    MEMCACHED_HELLO,
    ScriptedListener,
    failure,
    figure,
    memcached_check,
    operations,
)
from cache_waits import (
    expect_a_wait_of_its_own,
    expect_an_end_when_cancelled,
)
from django_health.caches import families
from django_health.caches.memcached.check import MemcachedCheck
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.steps import Awaited, completed
from live_servers import Memcached, SilentListener
from walked_steps import expect_nothing_kept_when_given_up, unanswered, wait_of, walked

LONG = 60.0
"""Seconds that no test has."""


class HangingListener(SilentListener):
    """Answers like a Memcached, but for one question, at which it hangs up.

    Args:
        silent_at: The number of that question, counted over all connections.
    """

    def __init__(self, silent_at: int) -> None:
        self.asked = 0
        self.silent_at = silent_at
        super().__init__()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        answers = {b"version": MEMCACHED_HELLO[0], b"stats": MEMCACHED_HELLO[1]}
        answers |= {b"set": b"STORED\r\n", b"delete": b"DELETED\r\n"}
        while words := connection.recv(65536).split():
            self.asked += 1
            if self.asked == self.silent_at:
                connection.shutdown(socket.SHUT_RDWR)
                return
            if words[0] == b"set":
                found = b"VALUE %b 0 16\r\n%b\r\nEND\r\n" % (words[1], words[5])
                answers[b"get"] = found
            connection.sendall(answers[words[0]])


@pytest.fixture(scope="module")
def server() -> Iterator[Memcached]:
    """A Memcached of this module's own, which its tests may pause."""
    with Memcached() as started:
        yield started


@pytest.fixture
def check(server: Memcached) -> Iterator[MemcachedCheck]:
    """A check that has a connection, and time."""
    with memcached_check((server.host, server.port), timeout=LONG) as made:
        made.check()
        yield made


def test_a_run_with_its_waits_finds_the_same(check: MemcachedCheck) -> None:
    """On one connection, whichever thread goes on with it."""
    found = [(m.family, m.labels) for m in check.check().measurements]
    with ThreadPoolExecutor(1) as threads:
        for run in (walked, lambda steps: threads.submit(walked, steps).result()):
            outcome, _ = run(check.run_in_steps())
            assert (outcome.status, operations(outcome)) == (Status.OK, ["set", "get", "delete"])
            assert [(m.family, m.labels) for m in outcome.measurements] == found
        steps = check.run_in_steps()
        awaited = next(steps)
        assert [threads.submit(steps.send, None).result() for _ in range(3)] == [awaited] * 3
        assert completed(steps).status is Status.OK
    assert check.connections == 1


def test_each_answer_is_waited_for(server: Memcached) -> None:
    """Stats, set, get and delete; each comes soon, and the greeting is no part of it."""
    with memcached_check((server.host, server.port)) as check:
        for _ in range(2):
            outcome, waits = walked(check.run_in_steps())
            assert outcome.status is Status.OK
            assert waits == [Awaited(waits[0].descriptor, is_soon=True, is_near=True)] * 4


def test_settings_of_an_old_server_are_asked_for_without_a_wait() -> None:
    """They are asked for once a connection, as the greeting is."""
    stats, settings = b"STAT bytes 5\r\nEND\r\n", b"STAT maxconns 512\r\nEND\r\n"
    with (
        ScriptedListener([MEMCACHED_HELLO[0], stats, settings]) as listener,
        memcached_check((listener.host, listener.port)) as check,
        closing(check.run_in_steps()) as steps,
    ):
        wait_of(steps, 2)  # for the answer to set, which is the fourth question


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_kept_connection_that_ends_in_a_wait_is_replaced(number: int) -> None:
    """Another one is opened and asked at once, as where it had ended before the run."""
    with (
        HangingListener(silent_at=5 + number) as listener,
        memcached_check((listener.host, listener.port)) as check,
    ):
        assert check.check().status is Status.OK
        outcome, waits = walked(check.run_in_steps())
        assert (outcome.status, len(waits)) == (Status.OK, number + 4)
        assert listener.accepted == 2


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_new_connection_that_ends_in_a_wait_is_the_truth(number: int) -> None:
    """It is not asked twice, and after it everything is new."""
    with (
        HangingListener(silent_at=1 + number) as listener,
        memcached_check((listener.host, listener.port)) as check,
    ):
        with pytest.raises(CheckFailed) as caught:
            walked(check.run_in_steps())
        assert caught.value.reason is Reason.UNAVAILABLE
        assert (listener.accepted, check.connections) == (1, 0)
        assert walked(check.run_in_steps())[0].status is Status.OK


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_cancelled_in_a_wait(server: Memcached, check: MemcachedCheck, number: int) -> None:
    """The run ends as soon as it goes on, and the next one is well."""
    expect_an_end_when_cancelled(server, check, number)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_given_up_in_a_wait(check: MemcachedCheck, number: int) -> None:
    """An answer is still on its way there: nothing else may be asked on that connection."""
    expect_nothing_kept_when_given_up(check, number)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("says_so", [False, True])
def test_resumed_though_nothing_has_come(
    server: Memcached, check: MemcachedCheck, number: int, says_so: bool
) -> None:
    """The run waits by itself then, whatever it was told."""
    expect_a_wait_of_its_own(server, check, number, says_so=says_so)


def test_resumed_and_nothing_ever_comes(server: Memcached) -> None:
    """It waits no longer than a run without waits."""
    with memcached_check((server.host, server.port), timeout=0.3) as check:
        check.check()
        steps = check.run_in_steps()
        unanswered(steps, 2, server)
        try:
            with pytest.raises(CheckFailed) as caught:
                walked(steps, lambda _: time.perf_counter())
            assert caught.value.reason is Reason.TIMEOUT
            assert failure(check).reason is Reason.TIMEOUT
        finally:
            server.resume()


def test_operations_took_until_their_answer_was_seen(check: MemcachedCheck) -> None:
    """Not until the run had its turn."""
    moments = iter([1e3, 1e6, 2e6, 3e6])
    outcome, _ = walked(check.run_in_steps(), lambda _: time.perf_counter() + next(moments))
    for operation, took in (("set", 1e6), ("get", 2e6), ("delete", 3e6)):
        found = figure(outcome, families.OPERATION_SECONDS, operation)
        assert found == pytest.approx(took, abs=LONG)
