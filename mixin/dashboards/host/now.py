"""What runs out now."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.host.names import CONTAINER_PREFIX as _CONTAINER
from mixin.dashboards.host.names import FULL as _FULL
from mixin.dashboards.host.names import SYSTEM_PREFIX as _SYSTEM
from mixin.dashboards.host.thresholds import beyond
from mixin.dashboards.host.verdict import verdict
from mixin.dashboards.looks import GREEN, RED, YELLOW, steps, words
from mixin.dashboards.panels import number
from mixin.dashboards.queries import now, select

_NONE = "not watched"
_NO_LIMIT = "no limit"
_VERDICT = words({0: ("fine", GREEN), 1: ("HIGH", YELLOW), 2: ("CRITICAL", RED)})
_BUSY = words({0: ("fine", GREEN), 1: ("HIGH", YELLOW), 2: ("VERY HIGH", YELLOW)})
"""Nobody is woken for it: what is slow for it has alerts of its own."""
_WITHIN = words({1: ("fine", GREEN), 0: ("BEYOND", YELLOW)})

NOW = Row(
    "Now",
    [
        verdict(),
        number(
            "System",
            "Whether every host keeps its own critical thresholds. BEYOND: see at the right what "
            "runs out, and how grave that is.",
            now(f"min({select('django_health_check_status', check='system')})"),
            unit="none",
            colours=steps(1, 0, low=True),
            meanings=[_WITHIN],
            none=_NONE,
        ),
        number(
            "CPU",
            "The busiest host against the thresholds that its exporter has. VERY HIGH is beyond "
            "the critical one: see below which mode takes the time, and look for the process.",
            now(beyond(select(f"{_SYSTEM}cpu_usage_ratio"), "cpu")),
            unit="none",
            colours=steps(1),
            meanings=[_BUSY],
            none=_NONE,
        ),
        number(
            "Memory",
            "The fullest host against the thresholds that its exporter has. CRITICAL: the kernel "
            "will kill soon; find what grew, restart it, or give the host more.",
            now(beyond(select(f"{_SYSTEM}memory_usage_ratio"), "memory")),
            unit="none",
            colours=steps(1, 2),
            meanings=[_VERDICT],
            none=_NONE,
        ),
        number(
            "Disks",
            "The fullest file system against the thresholds that its exporter has. CRITICAL: make "
            "room before writes fail; below is which one, and when it will be full.",
            now(beyond(select(_FULL), "disk")),
            unit="none",
            colours=steps(1, 2),
            meanings=[_VERDICT],
            none=_NONE,
        ),
        number(
            "Container memory",
            "Working set of the fullest container by its limit, against the thresholds that its "
            "exporter has. CRITICAL: the kernel will kill in it soon; raise the limit, or find "
            "what grew.",
            now(beyond(select(f"{_CONTAINER}memory_usage_ratio"), "memory")),
            unit="none",
            colours=steps(1, 2),
            meanings=[_VERDICT],
            none=_NO_LIMIT,
        ),
        number(
            "Killed for memory",
            "Processes that the kernel killed in containers over the dashboard's time. Any is one "
            "too many: look which process, and at the memory below.",
            now(f"sum(increase({select(f'{_CONTAINER}oom_kills_total')}[$__range]))"),
            unit="none",
            colours=steps(1),
            decimals=0,
            none="no container",
        ),
    ],
)
