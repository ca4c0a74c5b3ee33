"""Processors and memory."""

from __future__ import annotations

from mixin.dashboards.engines import worst_first
from mixin.dashboards.host.names import SYSTEM_PREFIX as _SYSTEM
from mixin.dashboards.host.thresholds import limits
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time, rate, select
from mixin.thresholds import LOAD_PER_CORE

PROCESSOR = worst_first(
    "CPU and memory",
    [
        graph(
            "CPU",
            "Share of all processors' time that was not idle. Above the dashed thresholds "
            "requests begin to wait: add hosts, or find what is new.",
            over_time(select(f"{_SYSTEM}cpu_usage_ratio"), "{{instance}}"),
            *limits("cpu"),
            unit="percentunit",
            most=1,
        ),
        graph(
            "CPU by mode",
            "Processors of each host in use, by what they do. Much iowait points at disks, much "
            "steal at the neighbours on the same hardware, much system at the kernel.",
            over_time(
                f"sum by (instance, mode) ({rate(f'{_SYSTEM}cpu_seconds_total', mode='!idle')})",
                "{{instance}} {{mode}}",
            ),
            over_time(
                f"sum by (instance, mode) ({rate(f'{_SYSTEM}cpu_guest_seconds_total')})",
                "{{instance}} guests: {{mode}}",
            ),
            unit="none",
        ),
        graph(
            "Load by processor",
            "Tasks that run or wait, for each processor, over 1, 5 and 15 minutes. Above 1 they "
            "wait; with little CPU in use they wait for disks.",
            *(
                over_time(
                    f"{select(f'{_SYSTEM}load{minutes}')} / {select(f'{_SYSTEM}cpu_cores')}",
                    f"{{{{instance}}}} {minutes} min",
                )
                for minutes in (1, 5, 15)
            ),
            unit="none",
            colours=steps(LOAD_PER_CORE),
        ),
        graph(
            "Memory",
            "Share of the memory that is not available to programs. Above the dashed thresholds "
            "the next growth swaps or kills.",
            over_time(select(f"{_SYSTEM}memory_usage_ratio"), "{{instance}}"),
            *limits("memory"),
            unit="percentunit",
            most=1,
        ),
        graph(
            "Memory in bytes",
            "What each host uses, what programs can still have, and what there is. Compare with "
            "the processes' own figures to find who grew.",
            *(
                over_time(select(f"{_SYSTEM}memory_{name}_bytes"), f"{{{{instance}}}} {name}")
                for name in ("used", "available", "total")
            ),
            unit="bytes",
        ),
        graph(
            "Swap",
            "Swap space in use, and what there is. A rising line means that the memory is too "
            "small; what is once out slows down whatever needs it back.",
            over_time(select(f"{_SYSTEM}swap_used_bytes"), "{{instance}} used"),
            over_time(select(f"{_SYSTEM}swap_total_bytes"), "{{instance}} total"),
            unit="bytes",
        ),
    ],
)
