"""Hostile clients of a daemon that speaks TLS."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pytest

from attackers import Attack
from sample_checks import eventually
from siege import SecuredExporter, besiege, secured_exporter

LONGEST = 6.0
"""Seconds that no scrape may take, on a machine that does a lot besides; one second is promised."""

MORE = 50 * 1024 * 1024
"""Bytes by which the daemon may grow."""


@pytest.fixture(scope="module")
def exporter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredExporter]:
    """A daemon with a certificate, which the scraper trusts."""
    with secured_exporter(tmp_path_factory.mktemp("secured")) as running:
        yield running


@pytest.mark.parametrize("reconnect", [False, True], ids=["once", "again and again"])
@pytest.mark.parametrize("behaviour", ["silent", "client hello", "trickling header", "junk"])
def test_handshakes_that_do_not_end(
    exporter: SecuredExporter, behaviour: str, reconnect: bool
) -> None:
    """They hold up nobody, cost little memory, and no line of the log each."""
    before, log_before = psutil.Process(exporter.process.pid).num_fds(), exporter.log
    siege = besiege(exporter, Attack(behaviour, reconnect=reconnect))
    assert siege.visits.failures == []
    assert siege.worst < LONGEST
    assert siege.growth < MORE
    eventually(lambda: psutil.Process(exporter.process.pid).num_fds() <= before)
    assert len(exporter.log.removeprefix(log_before).splitlines()) <= 5, exporter.log


def test_plain_http(exporter: SecuredExporter) -> None:
    """Who speaks plain HTTP is told, and closed."""
    fate = besiege(exporter, Attack("idle", 20, 2.0)).fates[0]
    assert fate.statuses == {"400": 20}
    assert fate.alive == 0
