"""What runs out now."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.host.names import CONTAINER_PREFIX as _CONTAINER
from mixin.dashboards.host.names import FULL as _FULL
from mixin.dashboards.host.names import SYSTEM_PREFIX as _SYSTEM
from mixin.dashboards.host.thresholds import beyond
from mixin.dashboards.host.verdict import verdict
from mixin.dashboards.looks import GREEN, RED, UP_OR_DOWN, steps, words
from mixin.dashboards.panels import number
from mixin.dashboards.queries import now, select

_NONE = "not watched"
_NO_LIMIT = "no limit"
_VERDICT = words({0: ("fine", GREEN), 1: ("HIGH", "yellow"), 2: ("CRITICAL", RED)})

NOW = Row(
    "Now",
    [
        verdict(),
        number(
            "System",
            "Whether every host is well by its own thresholds. DOWN: see at the right what runs "
            "out.",
            now(f"min({select('django_health_check_status', check='system')})"),
            unit="none",
            colours=steps(critical=1, low=True),
            meanings=[UP_OR_DOWN],
            none=_NONE,
        ),
        number(
            "CPU",
            "The busiest host against the thresholds that its exporter has. CRITICAL: see below "
            "which mode takes the time, and look for the process.",
            now(beyond(select(f"{_SYSTEM}cpu_usage_ratio"), "cpu")),
            unit="none",
            colours=steps(1, 2),
            meanings=[_VERDICT],
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
            "Working set of the fullest container by its limit. At 100 % the kernel kills in it: "
            "raise the limit, or find what grew.",
            now(f"max({select(f'{_CONTAINER}memory_usage_ratio')})"),
            unit="percentunit",
            colours=steps(0.8, 0.95),
            decimals=0,
            none=_NO_LIMIT,
        ),
        number(
            "Killed for memory",
            "Processes that the kernel killed in containers over the dashboard's time. Any is one "
            "too many: look which process, and at the memory below.",
            now(f"sum(increase({select(f'{_CONTAINER}oom_kills_total')}[$__range]))"),
            unit="none",
            colours=steps(critical=1),
            decimals=0,
            none="no container",
        ),
    ],
)
