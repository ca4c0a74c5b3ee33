"""Thousands of hostile clients, and a scraper that comes once a second."""

from __future__ import annotations

import psutil
import pytest

from attackers import REPERTOIRE, Attack
from live_exporter import Exporter
from sample_checks import eventually
from siege import Siege, besiege

LONGEST = 6.0
"""Seconds that no scrape may take, on a machine that does a lot besides; one second is promised."""

MORE = 50 * 1024 * 1024
"""Bytes by which the daemon may grow."""

CROWDS = [*REPERTOIRE, Attack("pipelining 3", 200), Attack("client hello")]


def _named(attack: Attack) -> str:
    return f"{attack.count} {attack.behaviour}{', again and again' * attack.reconnect}"


@pytest.mark.parametrize("attack", CROWDS, ids=_named)
def test_scrapes_go_on(exporter: Exporter, attack: Attack) -> None:
    """Each is answered, in time; memory stays in bounds, the log small, and nothing is left."""
    before, log_before = _descriptors(exporter), exporter.log
    _expect_scrapes(besiege(exporter, attack))
    # What is slow in vain goes by itself, what is idle when its client goes.
    eventually(lambda: _descriptors(exporter) <= before)
    assert len(exporter.log.removeprefix(log_before).splitlines()) <= 5, exporter.log


def test_all_at_once(exporter: Exporter) -> None:
    """From several addresses, each in its own way."""
    kinds = ("trickling header", "idle", "slow reader", "junk")
    attacks = [Attack(kind, 500, sources=number + 1) for number, kind in enumerate(kinds)]
    _expect_scrapes(besiege(exporter, *attacks))


def test_from_many_addresses(exporter: Exporter) -> None:
    """Where no address has many connections, the oldest of those that do not ask give way."""
    _expect_scrapes(besiege(exporter, Attack("trickling header", 1000, sources=250, pace=300)))


def test_pipelined_requests_are_all_answered(exporter: Exporter) -> None:
    """In order, as long as the client reads."""
    siege = besiege(exporter, Attack("pipelining 5,000", 1))
    _expect_scrapes(siege)
    assert siege.fates[0].statuses == {"200": 5000}


@pytest.mark.parametrize(
    ("behaviour", "status"), [("body of 100 MB", "413"), ("header of 1 MB", "431")]
)
def test_what_is_too_large_has_its_own_status(
    exporter: Exporter, behaviour: str, status: str
) -> None:
    """Clients can hear why, although they go on sending till they are cut off."""
    statuses = besiege(exporter, Attack(behaviour, 20, 2.0)).fates[0].statuses
    assert set(statuses) == {status}


def _descriptors(exporter: Exporter) -> int:
    return psutil.Process(exporter.process.pid).num_fds()


def _expect_scrapes(siege: Siege) -> None:
    assert siege.visits.failures == []
    assert len(siege.visits.seconds) >= 2
    assert siege.worst < LONGEST
    assert siege.growth < MORE
    assert not any(fate.failed for fate in siege.fates)
