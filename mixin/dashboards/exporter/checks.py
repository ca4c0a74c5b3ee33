"""Checks that are slow, old or stuck."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.links import OVERVIEW, to
from mixin.dashboards.looks import GREEN, steps, words
from mixin.dashboards.panels import bars, graph, number
from mixin.dashboards.queries import now, over_time, select
from mixin.dashboards.reach import REACHED, SILENT
from mixin.thresholds import CHECK_STALE, SCRAPE_DURATION

_PREFIX = "django_health_exporter_"
_TOOK = select(f"{_PREFIX}check_duration_seconds", "target")
_AGE = select(f"{_PREFIX}check_age_seconds", "target")
_STUCK = select(f"{_PREFIX}stuck_checks")
_KEPT = select(f"{_PREFIX}connections", "target")
_WHAT = "{{check}} {{target}} {{part}}"
_UNKNOWN = "unknown"
_NONE = words({0: ("none", GREEN)})

CHECKS = Row(
    "Checks",
    [
        number(
            "Exporters down",
            "Exporters that Prometheus cannot scrape and that it could within a day. See whether "
            "the process runs, then the error on Prometheus' page of targets.",
            now(f"count({SILENT}) or 0 * count({REACHED})"),
            unit="none",
            colours=steps(critical=1),
            meanings=[_NONE],
            links=[to(OVERVIEW, "Overview")],
            none=_UNKNOWN,
        ),
        number(
            "Stuck checks",
            "Checks that overran their timeout and have not ended. Each holds a thread and is not "
            "asked again before it ends: see in /health/detailed/ which it is; a restart of the "
            "exporter frees them.",
            now(f"sum({_STUCK})"),
            unit="none",
            colours=steps(1),
            meanings=[_NONE],
            none=_UNKNOWN,
        ),
        number(
            "Oldest result",
            f"Age of the oldest result of all checks. Beyond {CHECK_STALE} s what is shown of it "
            "says little of now: the check hangs, or its min_interval is that long.",
            now(f"max({_AGE})"),
            unit="s",
            colours=steps(CHECK_STALE),
            decimals=0,
            none=_UNKNOWN,
        ),
        number(
            "Slowest check",
            f"Seconds of the slowest check of all. Near {SCRAPE_DURATION} s its result comes a "
            "scrape late: see beside which it is, and the dashboard of what it asks.",
            now(f"max({_TOOK})"),
            unit="s",
            colours=steps(SCRAPE_DURATION),
            none=_UNKNOWN,
        ),
        number(
            "Checks",
            "Parts that are asked, each instance's own. If it falls without a change of the "
            "configuration, see what the exporter found when it started: its log tells.",
            now(f"count({_TOOK})"),
            unit="none",
            none=_UNKNOWN,
        ),
        number(
            "Connections kept",
            "Connections to servers that are kept open between scrapes. That is one for each "
            "database and cache server of each instance; many more are a defect, please report it.",
            now(f"sum({_KEPT})"),
            unit="none",
            none=_UNKNOWN,
        ),
        graph(
            "Duration",
            "Seconds that each check took, on the slowest instance. What lies at 1, 2, 5 or 10 s "
            "for long has run into its timeout; the dashed line is where answers to Prometheus "
            "come too late.",
            over_time(f"max by (check, target, part) ({_TOOK})", _WHAT),
            unit="s",
            colours=steps(SCRAPE_DURATION),
            least=None,
            log=True,
            width=14,
            height=10,
        ),
        bars(
            "Slowest checks now",
            "The twelve that took longest, each instance's own. One that is slow on one instance "
            "alone has its cause there or on the way; else look at the server that it asks.",
            now(f"sort_desc(topk(12, {_TOOK}))", f"{{{{instance}}}} {_WHAT}"),
            unit="s",
            colours=steps(SCRAPE_DURATION),
            width=10,
            height=10,
        ),
        graph(
            "Age of results",
            "How old the oldest result of each component is. Zero is from the last scrape; teeth "
            "are a min_interval; a slope without end is a check that hangs.",
            over_time(
                f"max by (instance, check) ({select('django_health_check_age_seconds')})",
                "{{instance}} {{check}}",
            ),
            unit="s",
            colours=steps(CHECK_STALE),
        ),
        graph(
            "Stuck checks over time",
            "Checks of each instance that overran their timeout and have not ended. Steps that "
            "never come down use up threads: restart the exporter, and see what they asked.",
            over_time(_STUCK, "{{instance}}"),
            unit="none",
            colours=steps(1),
        ),
        graph(
            "Connections and threads",
            "Connections to servers that are kept, and threads that run checks. Both grow with "
            "what is watched and then stay; steady growth is a leak, which a restart ends: please "
            "report it.",
            over_time(f"sum by (instance) ({_KEPT})", "{{instance}} connections"),
            over_time(select(f"{_PREFIX}threads"), "{{instance}} threads"),
            unit="none",
        ),
    ],
)
