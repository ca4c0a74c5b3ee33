"""The dashboard of the objective and of the exporter itself."""

from __future__ import annotations

from mixin.dashboards.board import Board
from mixin.dashboards.exporter.burning import BURNING
from mixin.dashboards.exporter.checks import CHECKS
from mixin.dashboards.exporter.installed import INSTALLED
from mixin.dashboards.exporter.objective import OBJECTIVES
from mixin.dashboards.exporter.process import PROCESS
from mixin.dashboards.exporter.serving import SERVING
from mixin.dashboards.links import EXPORTER

BOARD = Board(
    uid=EXPORTER,
    title="Django health / Exporter & SLO",
    description="How much of the month things worked, and whether the exporter itself is well.",
    alias=("django_health_exporter_check_duration_seconds", "target"),
    alias_name="Target",
    rows=[OBJECTIVES, BURNING, CHECKS, INSTALLED, SERVING, PROCESS],
)
