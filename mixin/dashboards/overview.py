"""The fleet: what is failing now, where and why."""

from __future__ import annotations

from mixin.dashboards.board import Board, Row
from mixin.dashboards.links import OVERVIEW
from mixin.dashboards.looks import UP_OR_DOWN, steps
from mixin.dashboards.panels import number, timeline
from mixin.dashboards.queries import now, over_time, select

BOARD = Board(
    uid=OVERVIEW,
    title="Django health / Overview",
    description="For who is on call: what is failing now, since when, and why.",
    alias=("django_health_exporter_check_success", "target"),
    alias_name="Target",
    rows=[
        Row(
            "Now",
            [
                number(
                    "Failing components",
                    "Components that do not work, of all instances. See below which and why.",
                    now(f"count({select('django_health_check_status')} == 0) or vector(0)"),
                    unit="none",
                    colours=steps(critical=1),
                ),
                timeline(
                    "Components",
                    "Each component of each instance over time; red is an error.",
                    over_time(select("django_health_check_status"), "{{instance}} {{check}}"),
                    meanings=[UP_OR_DOWN],
                    colours=steps(critical=1, low=True),
                ),
            ],
        )
    ],
)
