"""Clients that ask a daemon too much, and a receiver of its messages that does not listen."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from live_exporter import Exporter
from live_servers import free_port
from mixin_stand.stand import Stand
from mixin_stand.strains.daemons import SLOW_CHECK, configured, folder, watched
from mixin_stand.strains.strain import Strain, Then, fired

_CONNECTIONS = 8
_WAITING = 3


@contextmanager
def _hindered(stand: Stand) -> Iterator[Then]:
    """Connections and requests are too many; of two more targets none ever answers."""
    directory = folder(stand, "hindered")
    (directory / "stand_checks.py").write_text(SLOW_CHECK, encoding="utf-8")
    hook = {"type": "webhook", "url": f"http://127.0.0.1:{free_port()}/"}
    flags = configured(
        directory,
        custom_checks=["stand_checks.Slow"],
        tcp={"search": {"host": "127.0.0.1", "port": free_port()}},
        alerting={"interval": 1, "fire_after": 0, "channels": {"chat": hook}},
        web={
            "max_connections": _CONNECTIONS,
            "max_requests": _WAITING,
            "self_metrics": {"checks": False},
        },
    )
    with watched(stand, "hindered", Exporter(directory, flags)) as daemon:
        stand.prometheus.scrape_too("hindered", f"127.0.0.1:{free_port()}")
        nothing = {"__metrics_path__": "/probe", "__param_target": "tcp/none", "target": "tcp/none"}
        stand.prometheus.scrape_too("hindered", daemon.address, **nothing)

        def hinder() -> None:
            stand.prometheus.wait_for('up{job="hindered",target=""} == 1', bool, 60)
            for _ in range(2):
                _crowd(daemon)
                _ask_at_once(daemon)
                time.sleep(1.5)  # what Prometheus sees between the two is a step

        yield hinder


def _crowd(daemon: Exporter) -> None:
    """Be more clients than it takes."""
    with ExitStack() as inside:
        for _ in range(_CONNECTIONS + 4):
            inside.enter_context(socket.create_connection((daemon.host, daemon.port)))
        time.sleep(0.2)


def _ask_at_once(daemon: Exporter) -> None:
    """Be more who wait for checks than may wait; each waits for half a second."""
    asking = ("/metrics", {"X-Prometheus-Scrape-Timeout-Seconds": "1"})
    threads = [threading.Thread(target=daemon.get, args=asking) for _ in range(_WAITING + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


STRAINS = (
    Strain(
        _hindered,
        (
            fired("RequestsRejected"),
            fired("ConnectionsDropped"),
            fired("AlertChannelDown"),
            fired("TargetNeverAnswered"),
            fired("ProbeDown"),
        ),
    ),
)
