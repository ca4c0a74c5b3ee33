"""What is wrong with the hosts, in words."""

from __future__ import annotations

from grafana_foundation_sdk.builders import stat

from mixin.dashboards.engines import DOWN, SILENT, UNASKED, WARNS, WELL, state_colours
from mixin.dashboards.host.names import CONTAINER_PREFIX, FULL, SYSTEM_PREFIX
from mixin.dashboards.host.thresholds import by_threshold
from mixin.dashboards.links import OVERVIEW, to
from mixin.dashboards.panels import words_of
from mixin.dashboards.queries import now, select

_USED = (
    (f"{SYSTEM_PREFIX}cpu_usage_ratio", "cpu", "CPU"),
    (f"{SYSTEM_PREFIX}memory_usage_ratio", "memory", "memory"),
    (f"{CONTAINER_PREFIX}memory_usage_ratio", "memory", "container memory"),
    (FULL, "disk", "disk {{mountpoint}}"),
)
_NAMED = {"disk": "job, instance, mountpoint"}
"""The labels that tell one from all others, where these are not job and instance."""


def _beyond(usage: str, resource: str, level: str) -> str:
    return f"{select(usage)} >= {by_threshold(resource, level)}"


def _critical(usage: str, resource: str) -> str:
    beyond = _beyond(usage, resource, "critical")
    return f"{DOWN} * max by ({_NAMED.get(resource, 'job, instance')}) ({beyond})"


def _warning(usage: str, resource: str) -> str:
    beyond = _beyond(usage, resource, "warning")
    worse = _beyond(usage, resource, "critical")
    named = _NAMED.get(resource, "job, instance")
    return f"{WARNS} + 0 * max by ({named}) ({beyond} unless {worse})"


def verdict() -> stat.Panel:
    """Return a panel that names what runs out, in the colour of its state."""
    ill = " or ".join(f"count({_beyond(usage, of, 'warning')})" for usage, of, _ in _USED)
    return words_of(
        "What is wrong",
        "What is beyond the thresholds that each exporter has: red is critical, yellow warns, "
        "orange cannot be scraped. Make room on a disk before anything else, since writes fail "
        "when it is full; for CPU and memory look for the process that grew.",
        *(now(_critical(usage, of), f"{{{{instance}}}} {words}") for usage, of, words in _USED),
        now(f"{UNASKED} + 0 * max by (instance) ({SILENT})", "{{instance}}: no exporter"),
        *(now(_warning(usage, of), f"{{{{instance}}}} {words}") for usage, of, words in _USED),
        now(
            f"{WELL} + 0 * count({select(f'{SYSTEM_PREFIX}memory_usage_ratio')}) "
            f"unless on () ({ill} or count({SILENT}))",
            "all hosts are well",
        ),
        now(
            f"{UNASKED} + vector(0) unless on () "
            f"(count({select(f'{SYSTEM_PREFIX}memory_usage_ratio')}) or count({SILENT}))",
            "nothing is known",
        ),
        colours=state_colours(),
        links=[to(OVERVIEW, "Overview")],
        width=12,
        height=8,
        none="no host is watched",
    )
