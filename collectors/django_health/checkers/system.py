"""The health of the host as plain dictionaries."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, TypedDict

from django_health.application import Application
from django_health.checkers.asking import Checker, StatusWord, word
from django_health.host.window import MIN_WINDOW
from django_health.reports.shown import shown
from django_health.result import CheckResult, Reason, Report, Status, Summary

SYSTEM = "system"
"""The component that the host is."""

JUDGED = ("cpu", "memory", "disk")
"""The parts of the host that have a threshold."""

_FURTHER_LOOKS = 3
"""How often the processors are looked at again: the counters of a virtual machine may stand."""

_SECOND_LOOK = 1.0
"""Seconds that the second look at the host may take, which it does in a few milliseconds."""


class CpuMetrics(TypedDict):
    """The processors: percent in use since the previous look, mean tasks over 1, 5, 15 minutes."""

    usage_percent: float | None
    load_average: list[float] | None
    core_count: int | None


class MemoryMetrics(TypedDict):
    """The memory, in GiB (2**30 bytes)."""

    usage_percent: float | None
    total_gb: float | None
    available_gb: float | None
    used_gb: float | None


class DiskMetrics(TypedDict):
    """The fullest filesystem that can be written, in GiB (2**30 bytes)."""

    usage_percent: float | None
    total_gb: float | None
    free_gb: float | None
    used_gb: float | None


class NetworkMetrics(TypedDict):
    """All interfaces together since the host started, without loopback and containers' own."""

    bytes_sent: int | None
    bytes_recv: int | None
    packets_sent: int | None
    packets_recv: int | None


class SystemMetrics(TypedDict):
    """The host in figures; what cannot be told is ``None``."""

    cpu: CpuMetrics
    memory: MemoryMetrics
    disk: DiskMetrics
    network: NetworkMetrics


class Thresholds(TypedDict):
    """Whether the host is below its thresholds.

    Attributes:
        cpu_ok: Whether it is below the level that warns; ``None`` where that cannot be told.
        overall_status: The worst of the three: ``ok``, ``warning``, ``error`` or ``skipped``.
    """

    cpu_ok: bool | None
    memory_ok: bool | None
    disk_ok: bool | None
    overall_status: StatusWord


class SystemHealthChecker(Checker):
    """Asks the host that this process runs on."""

    def get_system_metrics(self) -> SystemMetrics:
        """Return the host in figures.

        The usage of the processors is that since an earlier look. The first look of a process has
        none to compare with, and takes a tenth of a second for that.

        Raises:
            HealthCheckError: A setting cannot be used.
        """
        asked = self._application()
        report = _report(asked)
        found = system_details(asked, report) if report else {}
        cpu, memory = found.get("cpu", {}), found.get("memory", {})
        disk, network = found.get("disk", {}), found.get("network", {})
        return {
            "cpu": {
                "usage_percent": cpu.get("usage"),
                "load_average": cpu.get("load_average"),
                "core_count": cpu.get("cores"),
            },
            "memory": {
                "usage_percent": memory.get("usage"),
                "total_gb": memory.get("total_gb"),
                "available_gb": memory.get("available_gb"),
                "used_gb": memory.get("used_gb"),
            },
            "disk": {
                "usage_percent": disk.get("usage"),
                "total_gb": disk.get("total_gb"),
                "free_gb": disk.get("free_gb"),
                "used_gb": disk.get("used_gb"),
            },
            "network": {
                "bytes_sent": network.get("bytes_sent"),
                "bytes_recv": network.get("bytes_recv"),
                "packets_sent": network.get("packets_sent"),
                "packets_recv": network.get("packets_recv"),
            },
        }

    def check_thresholds(self) -> Thresholds:
        """Return whether the host is below the configured thresholds.

        The processors are held against theirs by their usage over half a minute: a burst is no
        fault.

        Raises:
            HealthCheckError: A setting cannot be used.
        """
        results = _results(_report(self._application()))
        judged = tuple(results[part] for part in JUDGED if part in results)
        return {
            "cpu_ok": _is_ok(results.get("cpu")),
            "memory_ok": _is_ok(results.get("memory")),
            "disk_ok": _is_ok(results.get("disk")),
            "overall_status": word(Summary(judged) if judged else None),
        }


def system_details(asked: Application, report: Report) -> Mapping[str, Mapping[str, Any]]:
    """Return the details of the host's parts in a report.

    Only the usage of the processors is of a second look, where the report's was the first one.
    """
    results = _results(report)
    details = {part: result.outcome.details for part, result in results.items()}
    cpu = results.get("cpu")
    if cpu is None or not cpu.status.works:
        return details
    for _ in range(_FURTHER_LOOKS):
        if "usage" in details["cpu"]:
            break
        time.sleep(MIN_WINDOW)
        again = _results(shown(asked.engine.run([SYSTEM], deadline=_SECOND_LOOK)))
        details["cpu"] = {**details["cpu"], **again["cpu"].outcome.details}
    return details


def _report(asked: Application) -> Report | None:
    """What the host says; ``None`` where it is not to be checked."""
    return shown(asked.report([SYSTEM])) if SYSTEM in asked.engine.names else None


def _results(report: Report | None) -> dict[str, CheckResult]:
    """The results of the host by part."""
    results = report.results if report else ()
    return {result.part: result for result in results if result.name == SYSTEM}


def _is_ok(result: CheckResult | None) -> bool | None:
    """A part that could not be asked is neither below nor above its threshold."""
    if result is None:
        return None
    if result.status is Status.OK:
        return True
    return False if result.outcome.reason is Reason.THRESHOLD else None
