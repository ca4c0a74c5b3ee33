"""Alerts about the container."""

from __future__ import annotations

from mixin.rules.exported import reaches
from mixin.rules.rule import Alert, Group, RuleFile, Severity
from mixin.thresholds import CPU_DEMAND, CPU_THROTTLED

_PREFIX = "django_health_container_"
_KEPT = {"job": "job", "instance": "instance"}
_HELD_BACK = f"rate({_PREFIX}cpu_throttled_seconds_total[5m])"
_DEMAND = f"(rate({_PREFIX}cpu_seconds_total[5m]) + {_HELD_BACK})"


def _memory(level: str, for_: str) -> Alert:
    return Alert(
        name="DjangoHealthContainerMemoryHigh",
        expr=reaches(f"{_PREFIX}memory_usage_ratio", "memory", level),
        severity=Severity(level),
        component="system",
        summary="The container of {{ $labels.instance }} comes near its memory limit",
        description=f"""
            {{{{ $value | humanizePercentage }}}} of its limit are in use, which is the {level}
            threshold of its daemon or above; at the limit the kernel kills a process in it. See
            which one grew, restart it, or raise the limit.
        """,
        dashboard="dhe-host",
        kept=_KEPT,
        for_=for_,
        keep_firing_for="5m",
    )


def _cpu(level: str, severity: Severity) -> Alert:
    return Alert(
        name="DjangoHealthContainerCpuHigh",
        expr=reaches(f"avg_over_time({_PREFIX}cpu_usage_ratio[5m])", "cpu", level),
        severity=severity,
        component="system",
        summary="The container of {{ $labels.instance }} uses all the processor time it may",
        description=f"""
            Over five minutes it used {{{{ $value | humanizePercentage }}}} of its limit, which is
            the {level} threshold of its daemon or above, and has for half an hour. Beyond the limit
            it waits: see whether answers became slower, and raise the limit or add containers.
        """,
        dashboard="dhe-host",
        kept=_KEPT,
        for_="30m",
        keep_firing_for="5m",
    )


OOM_KILLS = Alert(
    name="DjangoHealthContainerOomKills",
    expr=f"increase({_PREFIX}oom_kills_total[15m]) > 0",
    severity=Severity.WARNING,
    component="system",
    summary="In the container of {{ $labels.instance }} a process was killed for lack of memory",
    description="""
        The kernel did so {{ printf "%.0f" $value }} times within a quarter of an hour, and each
        time a request or a task ended in the middle. See which process it was (dmesg), and raise
        the limit or find out why it grew.
    """,
    dashboard="dhe-host",
    kept=_KEPT,
    for_="2m",
)

THROTTLED = Alert(
    name="DjangoHealthContainerCpuThrottled",
    expr=f"""
    {_HELD_BACK} / {_DEMAND} > {CPU_THROTTLED}
    and {_DEMAND} > {CPU_DEMAND}
    """,
    severity=Severity.WARNING,
    component="system",
    summary="The container of {{ $labels.instance }} is held back at its processor limit",
    description="""
        In {{ $value | humanizePercentage }} of the time in which it had work it was not let, over
        five minutes: users wait. Raise its limit, or have it run fewer processes and threads.
    """,
    dashboard="dhe-host",
    kept=_KEPT,
    for_="15m",
    keep_firing_for="5m",
)

CONTAINER = RuleFile(
    "container",
    [
        Group(
            "django-health-container",
            [
                _memory("critical", "5m"),
                _memory("warning", "15m"),
                OOM_KILLS,
                THROTTLED,
                _cpu("critical", Severity.WARNING),
                _cpu("warning", Severity.INFO),
            ],
        )
    ],
)
