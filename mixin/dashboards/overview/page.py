"""The dashboard of the fleet."""

from __future__ import annotations

from mixin.dashboards.board import Board, Row
from mixin.dashboards.links import OVERVIEW
from mixin.dashboards.overview.endpoints import ENDPOINTS
from mixin.dashboards.overview.failing import FAILING
from mixin.dashboards.overview.history import HISTORY
from mixin.dashboards.overview.latency import LATENCY
from mixin.dashboards.overview.numbers import NUMBERS
from mixin.dashboards.overview.reasons import REASONS
from mixin.dashboards.overview.watched import WATCHED

BOARD = Board(
    uid=OVERVIEW,
    title="Django health / Overview",
    description="What is failing now, where, since when and why; begin here.",
    alias=("django_health_exporter_check_success", "target"),
    alias_name="Target",
    rows=[Row("Now", [FAILING, *NUMBERS]), HISTORY, WATCHED, LATENCY, REASONS, ENDPOINTS],
)
