"""What is wrong with the hosts, in words."""

from __future__ import annotations

from typing import NamedTuple

from grafana_foundation_sdk.builders import stat

from mixin.dashboards.alerted import critical, named, untold
from mixin.dashboards.engines import DOWN, NO_ANSWER, UNASKED, WARNS, WELL, state_colours
from mixin.dashboards.host.names import CONTAINER_PREFIX, FULL, SYSTEM_PREFIX
from mixin.dashboards.host.thresholds import by_level, reaches
from mixin.dashboards.links import OVERVIEW, to
from mixin.dashboards.panels import Line, words_of
from mixin.dashboards.queries import now, select
from mixin.dashboards.reach import SILENT

_HOST = "job, instance"


class _Used(NamedTuple):
    """Something that a host can run out of.

    Attributes:
        usage: The share of it that is in use.
        resource: What its thresholds are for.
        name: What it is called.
        each: The labels that tell one from all others.
    """

    usage: str
    resource: str
    name: str
    each: str = _HOST

    def critical(self) -> str:
        """Return where it is beyond the critical threshold."""
        return f"max by ({self.each}) ({reaches(self.usage, self.resource, 'critical')})"

    def warning(self) -> str:
        """Return where it is beyond the other one only."""
        _, warns, _ = by_level(self.usage, self.resource)
        return f"max by ({self.each}) ({warns})"

    def beyond(self) -> str:
        """Return where it is beyond any."""
        return reaches(self.usage, self.resource, "warning")

    @property
    def legend(self) -> str:
        """How it is named."""
        return f"{{{{instance}}}} {self.name}"


_BUSY = _Used(select(f"{SYSTEM_PREFIX}cpu_usage_ratio"), "cpu", "CPU")
"""Only warns: what is slow for it has alerts of its own."""
_FULL = (
    _Used(select(f"{SYSTEM_PREFIX}memory_usage_ratio"), "memory", "memory"),
    _Used(select(f"{CONTAINER_PREFIX}memory_usage_ratio"), "memory", "container memory"),
    _Used(select(FULL, "mountpoint"), "disk", "disk {{mountpoint}}", f"{_HOST}, mountpoint"),
)

_TOLD = " or ".join(used.critical() for used in _FULL)
_CHOSEN = ('component="system"', 'mountpoint=~"$alias|"')
_ALERTS = critical(*_CHOSEN)
_SAME = '"DjangoHealth(DiskFull|DiskFilling|MemoryHigh|ContainerMemoryHigh)"'
"""What the panel compares itself; that a full disk breaks as well is another matter."""
_KNOWN = untold(critical(*_CHOSEN, f"alertname=~{_SAME}"), "mountpoint", f"({_TOLD})")
_OTHERS = named(critical(*_CHOSEN, f"alertname!~{_SAME}"))
_WAKING = f"max by (instance, mountpoint, alert) ({_KNOWN} or {_OTHERS})"
_WATCHED = f"count({select(f'{SYSTEM_PREFIX}memory_usage_ratio')})"


def verdict() -> stat.Panel:
    """Return a panel that names what runs out, in the colour of its state."""
    ill = " or ".join(f"count({used.beyond()})" for used in (_BUSY, *_FULL))
    return words_of(
        "What is wrong",
        "Red: memory and disks beyond the critical thresholds that each exporter has, and other "
        "critical alerts that fire; yellow: what warns, and CPU; orange: what cannot be scraped. "
        "Make room on a disk before anything else, since writes fail when it is full; for CPU and "
        "memory look for the process that grew.",
        now(
            f"{WELL} + 0 * {_WATCHED} unless on () ({ill} or count({SILENT}) or count({_ALERTS}))",
            "all hosts are well",
        ),
        now(
            f"{UNASKED} + vector(0) unless on () "
            f"({_WATCHED} or count({SILENT}) or count({_ALERTS}))",
            "nothing is known",
        ),
        lines=[
            NO_ANSWER,
            Line(f"{DOWN} * {_WAKING}", "{{instance}}: {{alert}} {{mountpoint}}"),
            *(Line(f"{DOWN} * {used.critical()}", used.legend) for used in _FULL),
            Line(f"{WARNS} + 0 * max by ({_HOST}) ({_BUSY.beyond()})", _BUSY.legend, warns=True),
            *(Line(f"{WARNS} + 0 * {used.warning()}", used.legend, warns=True) for used in _FULL),
        ],
        colours=state_colours(),
        links=[to(OVERVIEW, "Overview")],
        width=12,
        height=8,
        none="no host is watched",
    )
