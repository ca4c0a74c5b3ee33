"""Caches."""

from __future__ import annotations

from mixin.dashboards.board import Board
from mixin.dashboards.links import CACHES

BOARD = Board(uid=CACHES, title="Django health / Caches", description="", rows=[])
