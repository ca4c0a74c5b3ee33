"""The host's network interfaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

import psutil

from django_health.check import BaseHealthCheck
from django_health.host.reading import reading
from django_health.result import Family, Kind, Measurement, Outcome
from django_health.settings import HealthSettings


class Counters(Protocol):
    """What psutil counts of one interface."""

    @property
    def bytes_recv(self) -> int:
        """Bytes received."""

    @property
    def bytes_sent(self) -> int:
        """Bytes sent."""

    @property
    def packets_recv(self) -> int:
        """Packets received."""

    @property
    def packets_sent(self) -> int:
        """Packets sent."""

    @property
    def errin(self) -> int:
        """Faults while receiving."""

    @property
    def errout(self) -> int:
        """Faults while sending."""

    @property
    def dropin(self) -> int:
        """Arrivals that were dropped."""

    @property
    def dropout(self) -> int:
        """Packets dropped before sending."""


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

LOOPBACK = "lo"
OF_CONTAINERS = re.compile(
    r"(veth|docker|br-|cali|cni|lxc|azv|gke|vnet)|eni[0-9a-f]{11}$|fw(br|ln|pr)\d"
)
"""Interfaces that come and go with containers and virtual machines: one each would make new series
without end. Their traffic passes an interface of the host where it leaves it."""


def _by_device() -> Mapping[str, Counters]:
    # Without psutil's mending of wraps: 64 bits do not wrap, and it remembers each device for ever.
    return psutil.net_io_counters(pernic=True, nowrap=False)


class NetworkCheck(BaseHealthCheck):
    """What passed the host's network interfaces.

    All interfaces are measured, the loopback too, but not those of containers and virtual machines
    (``veth*``, ``docker*``, ``br-*``, ``cali*``, ``cni*`` and their like).

    Details: ``bytes_sent``, ``bytes_recv``, ``packets_sent`` and ``packets_recv``, the sums over
    the measured interfaces except the loopback.
    """

    name = "system"
    part = "network"
    description = "traffic, errors and drops of the host's network interfaces"
    timeout = 5.0

    def __init__(
        self,
        settings: HealthSettings,  # noqa: ARG002 - every check of the host is built alike
        *,
        counters: Callable[[], Mapping[str, Counters]] = _by_device,
    ) -> None:
        self._counters = counters

    def check(self) -> Outcome:
        """Read the counters of the interfaces."""
        with reading("/proc/net/dev"):
            counters = self._counters()
        measured = {
            device: seen for device, seen in counters.items() if not OF_CONTAINERS.match(device)
        }
        outward = [seen for device, seen in measured.items() if device != LOOPBACK]
        details = {
            "bytes_sent": sum(seen.bytes_sent for seen in outward),
            "bytes_recv": sum(seen.bytes_recv for seen in outward),
            "packets_sent": sum(seen.packets_sent for seen in outward),
            "packets_recv": sum(seen.packets_recv for seen in outward),
        }
        measurements = [m for device, seen in measured.items() for m in _measured(device, seen)]
        return Outcome(details=details, measurements=tuple(measurements))


def _measured(device: str, seen: Counters) -> tuple[Measurement, ...]:
    return (
        RECEIVED_BYTES(seen.bytes_recv, device),
        SENT_BYTES(seen.bytes_sent, device),
        RECEIVED_PACKETS(seen.packets_recv, device),
        SENT_PACKETS(seen.packets_sent, device),
        RECEIVE_ERRORS(seen.errin, device),
        SEND_ERRORS(seen.errout, device),
        RECEIVE_DROPS(seen.dropin, device),
        SEND_DROPS(seen.dropout, device),
    )
