"""A wall clock that is put forward or back while the daemon runs."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from live_exporter import Samples
from live_servers.programs import find_program
from server_faults import Ground, asleep, away, borne, running_ground, silent

HOUR = 3600.0

INTERVAL = 1.0
"""Seconds for which the answer of one check is kept."""

PATIENCE = 20.0
"""Seconds after which a kept answer has been kept too long."""

WIDTH = 5.0
"""Seconds by which a time may differ that was written without its fractions, or read later."""


class WallClock:
    """The wall clock of a process that was started in :attr:`environ`, by libfaketime.

    Its monotonic clock stays the kernel's, as on any machine: that one does not jump.

    Args:
        directory: Where the file is that holds what is added to the time.
    """

    def __init__(self, directory: Path) -> None:
        self._file = directory / "offset"
        self._offset = 0.0
        self.put(0.0)
        self.environ = {
            "LD_PRELOAD": find_program("faketime", "/usr/lib/*/faketime/libfaketimeMT.so.1"),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Or the interpreter's threads wait for one another as long as the clock pleases.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        }

    def put(self, offset: float) -> None:
        """Show the true time and so many seconds from now on."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{offset:+f}", encoding="ascii")
        fresh.replace(self._file)
        self._offset = offset

    def now(self) -> float:
        """What it shows."""
        return time.time() + self._offset


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
