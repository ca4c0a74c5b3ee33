"""File systems."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import FieldColor
from grafana_foundation_sdk.models.dashboard import DynamicConfigValue, FieldColorModeId

from mixin.dashboards.engines import worst_first
from mixin.dashboards.host.names import FULL as _FULL
from mixin.dashboards.host.names import SYSTEM_PREFIX as _SYSTEM
from mixin.dashboards.host.thresholds import by_level, limits
from mixin.dashboards.looks import GREEN, GREY, RED, YELLOW, plain, steps, words
from mixin.dashboards.panels import bars, graph, timeline
from mixin.dashboards.queries import now, over_time, select

_AVAILABLE = select(f"{_SYSTEM}filesystem_available_bytes", "mountpoint")
_MONTH = 30 * 86400
_WRITABLE = words({0: ("writable", GREEN), 1: ("always read-only", GREY), 2: ("READ-ONLY", RED)})
_READ_ONLY = select(f"{_SYSTEM}filesystem_read_only", "mountpoint")


def _coloured(colour: str) -> DynamicConfigValue:
    return DynamicConfigValue(
        "color", FieldColor().mode(FieldColorModeId.FIXED).fixed_color(colour).build()
    )


DISKS = worst_first(
    "Disks",
    [
        bars(
            "How full",
            "Share of each file system in use, as df tells it: yellow and red where its exporter's "
            "own thresholds are. Delete or move what is not needed, and look at the right for when "
            "it will be full.",
            *(
                now(f"max by (instance, mountpoint) ({usage})", "{{instance}} {{mountpoint}}")
                for usage in by_level(select(_FULL, "mountpoint"), "disk")
            ),
            unit="percentunit",
            colours=plain(),
            most=1,
        )
        .override_by_query("A", [_coloured(RED)])
        .override_by_query("B", [_coloured(YELLOW)])
        .override_by_query("C", [_coloured(GREEN)]),
        graph(
            "Usage over time",
            "How full each file system is, with the thresholds that the exporters have. A steady "
            "slope is logs or data; a jump is a backup or an upload.",
            over_time(select(_FULL, "mountpoint"), "{{instance}} {{mountpoint}}"),
            *limits("disk"),
            unit="percentunit",
            most=1,
        ),
        bars(
            "Full in",
            "Time until each file system is full if it goes on as in the last six hours; 30 days "
            "stand for later or never. Below a day there is no time until tomorrow.",
            now(
                f"clamp_max({_AVAILABLE} / (-deriv({_AVAILABLE}[6h]) > 0), {_MONTH}) "
                f"or 0 * {_AVAILABLE} + {_MONTH}",
                "{{instance}} {{mountpoint}}",
            ),
            unit="s",
            colours=steps(86400, 4 * 3600, low=True),
            most=_MONTH,
        ),
        graph(
            "Room that is left",
            "Bytes that others than root can still use, beside what is free and the whole size. "
            "What is free and not available is kept for root: tune2fs -m changes how much.",
            over_time(
                select(f"{_SYSTEM}filesystem_available_bytes", "mountpoint"),
                "{{instance}} {{mountpoint}} available",
            ),
            over_time(
                select(f"{_SYSTEM}filesystem_free_bytes", "mountpoint"),
                "{{instance}} {{mountpoint}} free",
            ),
            over_time(
                select(f"{_SYSTEM}filesystem_size_bytes", "mountpoint"),
                "{{instance}} {{mountpoint}} size",
            ),
            unit="bytes",
        ),
        graph(
            "Inodes in use",
            "Share of the files that a file system can have. At 100 % nothing can be created "
            "although bytes are left: look for folders of very many small files.",
            over_time(
                f"1 - {select(f'{_SYSTEM}filesystem_inodes_free', 'mountpoint')} / "
                f"({select(f'{_SYSTEM}filesystem_inodes', 'mountpoint')} > 0)",
                "{{instance}} {{mountpoint}}",
            ),
            unit="percentunit",
            most=1,
        ),
        timeline(
            "Writable",
            "Whether each file system can be written. One that became read-only within a day has "
            "mostly had an error of its disk: see dmesg before it is mounted anew.",
            over_time(
                f"{_READ_ONLY} * (2 - min_over_time({_READ_ONLY}[1d]))",
                "{{instance}} {{mountpoint}}",
            ),
            meanings=[_WRITABLE],
            colours=steps(critical=2),
            width=8,
            height=8,
        ),
    ],
)
