"""Alerts about the host."""

from __future__ import annotations

from mixin.rules.disks import DISKS
from mixin.rules.exported import reaches
from mixin.rules.rule import Alert, Group, RuleFile, Severity
from mixin.thresholds import LOAD_PER_CORE, NETWORK_ERRORS, NETWORK_PACKETS

_PREFIX = "django_health_system_"
_KEPT = {"job": "job", "instance": "instance"}
_CPU = f"avg_over_time({_PREFIX}cpu_usage_ratio[5m])"
_FAULTS = (
    f"rate({_PREFIX}network_receive_errors_total[10m])"
    f" + rate({_PREFIX}network_transmit_errors_total[10m])"
)
_PACKETS = (
    f"rate({_PREFIX}network_receive_packets_total[10m])"
    f" + rate({_PREFIX}network_transmit_packets_total[10m])"
)


def _memory(level: str, for_: str) -> Alert:
    return Alert(
        name="DjangoHealthMemoryHigh",
        expr=reaches(f"{_PREFIX}memory_usage_ratio", "memory", level),
        severity=Severity(level),
        component="system",
        summary="The host of {{ $labels.instance }} runs out of memory",
        description=f"""
            {{{{ $value | humanizePercentage }}}} of its memory cannot be had without swapping,
            which is the {level} threshold of its daemon or above. See which processes have it (ps
            aux --sort -rss), and restart or limit the one that grew.
        """,
        dashboard="dhe-host",
        kept=_KEPT,
        for_=for_,
        keep_firing_for="5m",
    )


def _cpu(level: str, severity: Severity) -> Alert:
    return Alert(
        name="DjangoHealthCpuHigh",
        expr=reaches(_CPU, "cpu", level),
        severity=severity,
        component="system",
        summary="The processors of the host of {{ $labels.instance }} are busy all the time",
        description=f"""
            Over five minutes they were {{{{ $value | humanizePercentage }}}} busy, which is the
            {level} threshold of its daemon or above, and have been for half an hour. See which
            process it is (top), and whether answers became slower.
        """,
        dashboard="dhe-host",
        kept=_KEPT,
        for_="30m",
        keep_firing_for="5m",
    )


LOAD = Alert(
    name="DjangoHealthLoadHigh",
    expr=f"""
    {_PREFIX}load15 / {_PREFIX}cpu_cores > {LOAD_PER_CORE}
    and {_PREFIX}cpu_cores > 0
    """,
    severity=Severity.WARNING,
    component="system",
    summary="The host of {{ $labels.instance }} has more to do than it can",
    description="""
        {{ $value | humanize }} tasks for each processor run or wait for a disk, over 15 minutes. If
        the processors are busy, take work from the host; if not, a disk or a network file system
        does not answer.
    """,
    dashboard="dhe-host",
    kept=_KEPT,
    for_="15m",
)

NETWORK = Alert(
    name="DjangoHealthNetworkErrors",
    expr=f"""
    ({_FAULTS}) / ({_PACKETS}) > {NETWORK_ERRORS}
    and ({_PACKETS}) > {NETWORK_PACKETS}
    """,
    severity=Severity.WARNING,
    component="system",
    summary="{{ $labels.device }} of {{ $labels.instance }} loses packets to faults",
    description="""
        {{ $value | humanizePercentage }} of its packets had a fault within ten minutes. Look at the
        counters of the device (ip -s link, ethtool -S), at its cable and at the port of the switch.
    """,
    dashboard="dhe-host",
    kept=_KEPT,
    for_="15m",
)

REBOOTED = Alert(
    name="DjangoHealthHostRebooted",
    expr=f"""
    {_PREFIX}boot_timestamp_seconds - min_over_time({_PREFIX}boot_timestamp_seconds[6h]) > 60
    and time() - {_PREFIX}boot_timestamp_seconds < 3600
    """,
    severity=Severity.INFO,
    component="system",
    summary="The host of {{ $labels.instance }} has started anew",
    description="""
        It did within the last hour. If nobody wanted that, read the end of the log before it
        (journalctl -b -1 -e).
    """,
    dashboard="dhe-host",
    kept=_KEPT,
    for_="",
    at_once="A host that has started has started.",
)

HOST = RuleFile(
    "host",
    [
        DISKS,
        Group(
            "django-health-host",
            [
                _memory("critical", "5m"),
                _memory("warning", "15m"),
                _cpu("critical", Severity.WARNING),
                _cpu("warning", Severity.INFO),
                LOAD,
                NETWORK,
                REBOOTED,
            ],
        ),
    ],
)
