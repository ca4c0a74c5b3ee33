"""What the service manager is told."""

from __future__ import annotations

import logging
import os
import socket
import time
from pathlib import Path

import pytest

from django_health_exporter.systemd.notifier import Notifier
from service_manager import ServiceManager


def test_each_message(tmp_path: Path) -> None:
    """Every change is one datagram."""
    with ServiceManager(tmp_path / "notify") as manager:
        notifier = Notifier(manager.address)
        before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        notifier.ready(["database", "cache"])
        notifier.alive()
        notifier.reloading()
        notifier.stopping()
        ready, alive, reloading, stopping = manager.waiting()
    assert ready == "READY=1\nSTATUS=watching database, cache"
    assert alive == "WATCHDOG=1"
    assert reloading.startswith("RELOADING=1\nMONOTONIC_USEC=")
    told = int(reloading.split("\n")[1].partition("=")[2])
    assert before <= told <= time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    assert stopping.startswith("STOPPING=1\nSTATUS=")


def test_abstract_address() -> None:
    """An address with ``@`` is a name without a file."""
    with ServiceManager(f"@django-health-test-{os.getpid()}") as manager:
        Notifier(manager.address).alive()
        assert manager.waiting() == ["WATCHDOG=1"]


@pytest.mark.parametrize(
    ("names", "status"),
    [
        ([], "watching nothing"),
        (
            [f"c{i}" for i in range(12)],
            f"watching {', '.join(f'c{i}' for i in range(10))} and 2 more",
        ),
        (["a\nREADY=0", "b"], "watching b"),
    ],
)
def test_status(tmp_path: Path, names: list[str], status: str) -> None:
    """The state is one line, however many checks there are and whatever they are called."""
    with ServiceManager(tmp_path / "notify") as manager:
        Notifier(manager.address).ready(names)
        assert manager.waiting() == [f"READY=1\nSTATUS={status}"]


@pytest.mark.parametrize("address", ["/nowhere/notify", "x" * 200, "relative", "a\0b"])
def test_dead_manager(caplog: pytest.LogCaptureFixture, address: str) -> None:
    """Nobody who hears is no error, and a debug line once."""
    with caplog.at_level(logging.DEBUG):
        notifier = Notifier(address)
        notifier.ready()
        notifier.alive()
    (record,) = caplog.records
    assert record.levelno == logging.DEBUG


def test_manager_that_does_not_read(tmp_path: Path) -> None:
    """A full queue does not block."""
    with ServiceManager(tmp_path / "notify") as manager:
        notifier = Notifier(manager.address)
        for _ in range(100_000):
            notifier.alive()
            if notifier._told:
                break
        assert notifier._told


def test_no_manager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an address no socket is made."""
    monkeypatch.setattr(socket, "socket", None)
    Notifier().ready()


@pytest.mark.parametrize(
    ("environ", "interval"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "30000000"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_USEC": "9" * 5000}, None),
    ],
)
def test_interval_of_the_watchdog(environ: dict[str, str], interval: float | None) -> None:
    """It is half of what is waited for, if this process is meant; the variables are gone then."""
    assert Notifier.taken_from(environ).interval == interval
    assert environ == {}


def test_address_is_taken_out(tmp_path: Path) -> None:
    """Processes that the daemon starts do not speak for it."""
    with ServiceManager(tmp_path / "notify") as manager:
        environ = {"NOTIFY_SOCKET": manager.address, "OTHER": "stays"}
        Notifier.taken_from(environ).alive()
        assert manager.waiting() == ["WATCHDOG=1"]
    assert environ == {"OTHER": "stays"}
