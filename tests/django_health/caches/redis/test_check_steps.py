"""The waits of a run: what is asked of the server is on its way, and others are asked meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from cache_answers import ScriptedListener, failure, figure, operations, redis_check
from cache_waits import (
    expect_a_wait_of_its_own,
    expect_an_end_when_cancelled,
)
from django_health.caches import families
from django_health.caches.redis.check import RedisCheck
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.steps import Awaited, completed
from live_servers import Redis
from walked_steps import expect_nothing_kept_when_given_up, unanswered, wait_of, walked

OK, INFO, NIL = b"+OK\r\n", b"$18\r\nredis_version:7.0\n\r\n", b"$-1\r\n"
LONG = 60.0
"""Seconds that no test has."""


@pytest.fixture(scope="module")
def server() -> Iterator[Redis]:
    """A Redis of this module's own, which its tests may pause."""
    with Redis() as started:
        yield started


@pytest.fixture
def check(server: Redis) -> Iterator[RedisCheck]:
    """A check that has a connection, and time."""
    with redis_check(server.host, server.port, timeout=LONG) as made:
        made.check()
        yield made


def test_a_run_with_its_waits_finds_the_same(check: RedisCheck) -> None:
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


@pytest.mark.parametrize(("read_only", "commands"), [(False, 4), (True, 2)])
def test_each_answer_is_waited_for(server: Redis, read_only: bool, commands: int) -> None:
    """INFO, and what is done with the key; each comes soon, and the login is no part of it."""
    with redis_check(server.host, server.port, read_only=read_only) as check:
        for _ in range(2):
            outcome, waits = walked(check.run_in_steps())
            assert outcome.status is Status.OK
            assert waits == [Awaited(waits[0].descriptor, is_soon=True, is_near=True)] * commands


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_kept_connection_that_ends_in_a_wait_is_replaced(
    server: Redis, check: RedisCheck, number: int
) -> None:
    """Another one is opened and asked at once, as where it had ended before the run."""
    steps = check.run_in_steps()
    wait_of(steps, number)
    with server.connect() as admin:
        admin.client_kill_filter(_type="normal", skipme=True)
    assert completed(steps).status is Status.OK
    assert check.check().status is Status.OK


@pytest.mark.parametrize("run", [[b""], [INFO, b""]])
def test_an_answer_that_never_comes_is_asked_for_elsewhere(run: list[bytes]) -> None:
    """Once, if the connection was a kept one; what a new one says is the truth."""
    listener = ScriptedListener([OK, INFO, NIL, *run])
    with listener, redis_check(listener.host, listener.port, read_only=True) as check:
        assert check.check().status is Status.OK
        assert walked(check.run_in_steps())[0].status is Status.OK
        assert listener.accepted == 2
        listener.answers = [OK, *run]
        check.close()
        with pytest.raises(CheckFailed) as caught:
            walked(check.run_in_steps())
        assert caught.value.reason is Reason.UNAVAILABLE
        assert listener.accepted == 3


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_cancelled_in_a_wait(server: Redis, check: RedisCheck, number: int) -> None:
    """The run ends as soon as it goes on, and the next one is well."""
    expect_an_end_when_cancelled(server, check, number)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_given_up_in_a_wait(check: RedisCheck, number: int) -> None:
    """An answer is still on its way there: nothing else may be asked on that connection."""
    expect_nothing_kept_when_given_up(check, number)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("says_so", [False, True])
def test_resumed_though_nothing_has_come(
    server: Redis, check: RedisCheck, number: int, says_so: bool
) -> None:
    """The run waits by itself then, whatever it was told."""
    expect_a_wait_of_its_own(server, check, number, says_so=says_so)


def test_resumed_and_nothing_ever_comes(server: Redis) -> None:
    """It waits no longer than a run without waits."""
    with redis_check(server.host, server.port, timeout=0.3) as check:
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


def test_operations_took_until_their_answer_was_seen(check: RedisCheck) -> None:
    """Not until the run had its turn."""
    moments = iter([1e3, 1e6, 2e6, 3e6])
    outcome, _ = walked(check.run_in_steps(), lambda _: time.perf_counter() + next(moments))
    for operation, took in (("set", 1e6), ("get", 2e6), ("delete", 3e6)):
        found = figure(outcome, families.OPERATION_SECONDS, operation)
        assert found == pytest.approx(took, abs=LONG)
