"""Celery & migrations."""

from __future__ import annotations

from mixin.dashboards.board import Board
from mixin.dashboards.links import DJANGO

BOARD = Board(uid=DJANGO, title="Django health / Celery & migrations", description="", rows=[])
