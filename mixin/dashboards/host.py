"""Host & container."""

from __future__ import annotations

from mixin.dashboards.board import Board
from mixin.dashboards.links import HOST

BOARD = Board(uid=HOST, title="Django health / Host & container", description="", rows=[])
