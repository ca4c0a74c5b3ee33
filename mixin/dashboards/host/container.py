"""The limits of the container."""

from __future__ import annotations

from mixin.dashboards.engines import worst_first
from mixin.dashboards.host.names import CONTAINER_PREFIX as _CONTAINER
from mixin.dashboards.host.thresholds import limits
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time, rate, select

CONTAINER = worst_first(
    "Container",
    [
        graph(
            "Memory by its limit",
            "Working set of the container that the exporter runs in, by its limit. Near 100 % the "
            "kernel kills in it.",
            over_time(select(f"{_CONTAINER}memory_usage_ratio"), "{{instance}}"),
            *limits("memory"),
            unit="percentunit",
            most=1,
        ),
        graph(
            "Memory in bytes",
            "Working set, and its limit where there is one. Raise the limit, or find what grew.",
            over_time(select(f"{_CONTAINER}memory_used_bytes"), "{{instance}} used"),
            over_time(select(f"{_CONTAINER}memory_limit_bytes"), "{{instance}} limit"),
            unit="bytes",
        ),
        graph(
            "Killed for memory",
            "Processes that the kernel killed for lack of memory, by the moment. Each is a "
            "request or a worker that died.",
            over_time(
                f"increase({select(f'{_CONTAINER}oom_kills_total')}[$__rate_interval])",
                "{{instance}}",
            ),
            unit="none",
        ),
        graph(
            "CPU by its limit",
            "Share of the processors that the container may use. Near 100 % it is held back, "
            "although the host may have time.",
            over_time(select(f"{_CONTAINER}cpu_usage_ratio"), "{{instance}}"),
            *limits("cpu"),
            unit="percentunit",
        ),
        graph(
            "Processors",
            "Processors in use, and how many it may use. Where both meet, it waits: raise the "
            "limit, or give it less to do.",
            over_time(rate(f"{_CONTAINER}cpu_seconds_total"), "{{instance}} used"),
            over_time(select(f"{_CONTAINER}cpu_limit_cores"), "{{instance}} limit"),
            unit="none",
        ),
        graph(
            "Held back",
            "Seconds of each second in which the container had work and was not let. Anything "
            "lasting shows as latency: raise the limit.",
            over_time(rate(f"{_CONTAINER}cpu_throttled_seconds_total"), "{{instance}}"),
            unit="percentunit",
        ),
    ],
)
