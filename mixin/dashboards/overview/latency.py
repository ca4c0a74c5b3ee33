"""How long checks take: against the limit, and against what is usual."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import bars, graph
from mixin.dashboards.queries import now, over_time, select
from mixin.thresholds import SCRAPE_DURATION, SLOW_AT_LEAST, SLOWER_THAN_BEFORE

_DURATION = select("django_health_check_duration_seconds")
_WORKS = f"min_over_time({select('django_health_check_status')}[5m]) == 1"
_TOOK = f"(avg_over_time({_DURATION}[5m]) and on (job, instance, check) {_WORKS})"
_TIMES = f"{_TOOK} / (quantile_over_time(0.5, {_DURATION}[1d] offset 1h) > 0)"

LATENCY = Row(
    "Latency",
    [
        graph(
            "Latency",
            "Seconds that the slowest target of each component took, on the slowest instance of "
            "the job. The dashed line is where an answer to Prometheus is about to be late; a "
            "line that jumps to a few seconds and stays there is a timeout.",
            over_time(f"max by (job, check) ({_DURATION})", "{{job}} {{check}}"),
            unit="s",
            colours=steps(SCRAPE_DURATION),
            least=None,
            log=True,
            width=14,
            height=11,
        ),
        bars(
            "Against its own past",
            "How many times as long as its median of the day before each component takes now. "
            f"From {SLOWER_THAN_BEFORE} on users wait as well: look what changed. What takes "
            f"less than {SLOW_AT_LEAST} s counts as 1 at most, what fails not at all.",
            now(
                "sort_desc(topk(15, max by (job, check) "
                f"(({_TIMES} and {_TOOK} > {SLOW_AT_LEAST}) or clamp_max({_TIMES}, 1))))",
                "{{job}} {{check}}",
            ),
            unit="none",
            colours=steps(warning=SLOWER_THAN_BEFORE),
            most=2 * SLOWER_THAN_BEFORE,
            decimals=1,
            width=10,
            height=11,
        ),
    ],
)
