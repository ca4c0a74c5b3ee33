"""Databases."""

from __future__ import annotations

from mixin.dashboards.board import Board
from mixin.dashboards.links import DATABASES

BOARD = Board(uid=DATABASES, title="Django health / Databases", description="", rows=[])
