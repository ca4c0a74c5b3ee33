"""Exporter & SLO."""

from __future__ import annotations

from mixin.dashboards.board import Board
from mixin.dashboards.links import EXPORTER

BOARD = Board(uid=EXPORTER, title="Django health / Exporter & SLO", description="", rows=[])
