"""The host's network interfaces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple

import psutil

from django_health.check import BaseHealthCheck
from django_health.host.kernel_file import KernelFile
from django_health.host.reading import Reading
from django_health.result import Family, Figure, Kind, Outcome, measurements_of
from django_health.settings import HealthSettings


class Counters(NamedTuple):
    """What one interface counts."""

    bytes_recv: int
    bytes_sent: int
    packets_recv: int
    packets_sent: int
    errin: int
    errout: int
    dropin: int
    dropout: int


def _counter(name: str, text: str) -> Family:
    return Family(f"django_health_system_network_{name}_total", text, ("device",), Kind.COUNTER)


RECEIVED_BYTES = _counter("receive_bytes", "Bytes received (/proc/net/dev).")
SENT_BYTES = _counter("transmit_bytes", "Bytes sent (/proc/net/dev).")
RECEIVED_PACKETS = _counter("receive_packets", "Packets received (/proc/net/dev).")
SENT_PACKETS = _counter("transmit_packets", "Packets sent (/proc/net/dev).")
RECEIVE_ERRORS = _counter("receive_errors", "Packets received with a fault (/proc/net/dev errs).")
SEND_ERRORS = _counter("transmit_errors", "Packets that could not be sent (/proc/net/dev errs).")
RECEIVE_DROPS = _counter("receive_drops", "Packets dropped on arrival (/proc/net/dev drop).")
SEND_DROPS = _counter("transmit_drops", "Packets dropped before sending (/proc/net/dev drop).")

FAMILIES = (
    *(RECEIVED_BYTES, SENT_BYTES, RECEIVED_PACKETS, SENT_PACKETS),
    *(RECEIVE_ERRORS, SEND_ERRORS, RECEIVE_DROPS, SEND_DROPS),
)
"""In the order of the counters."""

_COUNTED = itemgetter(0, 8, 1, 9, 2, 10, 3, 11)
"""The columns of the counters, in their order."""

LOOPBACK = "lo"
OF_CONTAINERS = re.compile(
    r"(veth|docker|br-|cali|cni|lxc|azv|gke|vnet)|eni[0-9a-f]{11}$|fw(br|ln|pr)\d"
)
"""Interfaces that come and go with containers and virtual machines: one each would make new series
without end. Their traffic passes an interface of the host where it leaves it."""


class NetworkCheck(BaseHealthCheck):
    """What passed the host's network interfaces.

    All interfaces are measured, the loopback too, but not those of containers and virtual machines
    (``veth*``, ``docker*``, ``br-*``, ``cali*``, ``cni*`` and their like).

    Details: ``bytes_sent``, ``bytes_recv``, ``packets_sent`` and ``packets_recv``, the sums over
    the measured interfaces except the loopback.
    """

    details_are_final = True
    name = "system"
    part = "network"
    description = "traffic, errors and drops of the host's network interfaces"
    timeout = 5.0

    def __init__(
        self,
        settings: HealthSettings,  # noqa: ARG002 - every check of the host is built alike
    ) -> None:
        folder = getattr(psutil, "PROCFS_PATH", "/proc")
        self._file = KernelFile(f"{folder}/net/dev")

    def check(self) -> Outcome:
        """Read the counters of the interfaces."""
        with Reading("/proc/net/dev"):
            counters = self._counters()
        outward = [seen for device, seen in counters.items() if device != LOOPBACK]
        details = {
            "bytes_sent": sum([seen.bytes_sent for seen in outward]),
            "bytes_recv": sum([seen.bytes_recv for seen in outward]),
            "packets_sent": sum([seen.packets_sent for seen in outward]),
            "packets_recv": sum([seen.packets_recv for seen in outward]),
        }
        figures: list[Figure] = []
        for device, seen in counters.items():
            figures += zip(FAMILIES, seen, repeat((device,)), strict=False)  # the last has no end
        return Outcome(details=details, measurements=measurements_of(figures))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _counters(self) -> Mapping[str, Counters]:
        try:
            return measured(self._file.read())
        except FileNotFoundError:  # a system without /proc
            return _of_psutil()


def measured(text: bytes) -> Mapping[str, Counters]:
    """Read the lines of ``/proc/net/dev`` that are of interfaces of the host's own."""
    found: dict[str, Counters] = {}
    for line in text.split(b"\n"):
        name, _, counts = line.rpartition(b":")
        figures = counts.split()
        device = name.strip().decode("utf-8", "backslashreplace")
        if len(figures) < 12 or not device or OF_CONTAINERS.match(device):
            continue
        found[device] = Counters(*map(int, _COUNTED(figures)))
    return found


def _of_psutil() -> Mapping[str, Counters]:
    # Without psutil's mending of wraps: 64 bits do not wrap, and it remembers each device for ever.
    counters = psutil.net_io_counters(pernic=True, nowrap=False)
    return {
        device: Counters(*(getattr(seen, name) for name in Counters._fields))
        for device, seen in counters.items()
        if not OF_CONTAINERS.match(device)
    }
