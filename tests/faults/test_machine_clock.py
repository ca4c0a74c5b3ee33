"""A wall clock that is put forward or back while the daemon runs."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from live_exporter import Samples
from server_faults import Ground, asleep, away, borne, running_ground, silent
from wall_clock import WallClock

HOUR = 3600.0

INTERVAL = 1.0
"""Seconds for which the answer of one check is kept."""

PATIENCE = 20.0
"""Seconds after which a kept answer has been kept too long."""

WIDTH = 5.0
"""Seconds by which a time may differ that was written without its fractions, or read later."""


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> WallClock:
    """The clock of the daemon."""
    return WallClock(tmp_path_factory.mktemp("clock"))


@pytest.fixture(scope="module")
def ground(clock: WallClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The servers, on the true time, and the daemon on its clock."""
    kept = {"QUERY": "SELECT 1 AS one", "DATABASE": "archive", "MIN_INTERVAL": INTERVAL}
    directory = tmp_path_factory.mktemp("ground")
    with running_ground(directory, environ=clock.environ, checks={"SQL": {"kept": kept}}) as ground:
        ground.watch.clock = clock.now
        yield ground


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_clock_jumps(ground: Ground, clock: WallClock, jump: float) -> None:
    """Nothing is ill, nothing lasted less than nothing, and the times are those of the clock."""
    ground.watch.expect()
    with silent(ground.watch):
        with _put(clock, jump):
            for _ in range(2):
                samples = ground.watch.expect()
                _expect_times(samples, clock)
            document = ground.watch.exporter.get("/health/detailed/").json()
            shown = dt.datetime.fromisoformat(document["timestamp"]).timestamp()
            assert shown == pytest.approx(clock.now(), abs=WIDTH)
            assert document["response_time"] >= 0
        _expect_times(ground.watch.expect(), clock)


@contextmanager
def _put(clock: WallClock, offset: float) -> Iterator[None]:
    clock.put(offset)
    try:
        yield
    finally:
        clock.put(0.0)


def _expect_times(samples: Samples, clock: WallClock) -> None:
    negative = {series: value for series, value in samples.values.items() if value < 0}
    assert not negative
    last = samples.labelled("django_health_check_last_success_timestamp_seconds", "check")
    last.pop("sql")
    assert last == pytest.approx(dict.fromkeys(last, clock.now()), abs=WIDTH)


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_kept_answers_are_not_kept_for_an_hour(
    ground: Ground, clock: WallClock, jump: float
) -> None:
    """Their time is over after seconds that have really gone by."""
    ground.watch.expect()
    with _put(clock, jump):
        deadline = time.monotonic() + PATIENCE
        family = "django_health_check_last_success_timestamp_seconds"
        while True:
            last = ground.watch.exporter.scrape()(family, check="sql") or 0.0
            if last == pytest.approx(clock.now(), abs=WIDTH):
                break
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_fault_after_a_jump(ground: Ground, clock: WallClock, jump: float) -> None:
    """It is told at the first scrape, and its end as well."""
    with _put(clock, jump):
        borne(ground.watch, away(ground.redis), {"cache/redis": "refused"})


def test_an_hour_asleep(ground: Ground, clock: WallClock) -> None:
    """The servers have dropped all connections meanwhile; the first scrape is good."""
    ground.watch.expect()
    with silent(ground.watch), ExitStack() as jumps:
        with asleep(ground.watch):
            jumps.enter_context(_put(clock, HOUR))
            ground.redis.restart()
            ground.memcached.restart()
        _expect_times(ground.watch.expect(), clock)
