"""Why things failed, and how much of the time they worked."""

from __future__ import annotations

from mixin.dashboards.availability import LEFT_OUT, worked
from mixin.dashboards.board import Row
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import bars, graph
from mixin.dashboards.queries import now, over_time, select
from mixin.thresholds import OBJECTIVE

_ERROR = select("django_health_check_error")
_EVER = f"max by (reason) (max_over_time({_ERROR}[$__range] @ end())) > 0"

REASONS = Row(
    "Reasons and availability",
    [
        graph(
            "Reasons",
            "How many components are not well, by reason, warnings included. A reason that rises "
            "on many at once has one cause: dns and refused a host or the network, "
            "too_many_connections a pool, tls a certificate.",
            over_time(f"sum by (reason) ({_ERROR}) and on (reason) {_EVER}", "{{reason}}"),
            over_time(f"0 * count({_ERROR}) unless on () ({_EVER})", "none"),
            unit="none",
            stacked=True,
            width=12,
            height=11,
        ).axis_soft_max(4),
        bars(
            "Availability of components",
            "Share of the dashboard's time in which each component worked, on all of the job's "
            f"instances, the worst fifteen. The objective is {OBJECTIVE * 100} % of 30 days; "
            f"times in which an exporter did not answer do not count. {LEFT_OUT}",
            now(f"sort(bottomk(15, {worked('$__range')}))", "{{job}} {{check}}"),
            unit="percentunit",
            colours=steps(critical=OBJECTIVE, low=True),
            least=0.9,
            most=1,
            decimals=2,
            width=12,
            height=11,
        ),
    ],
)
