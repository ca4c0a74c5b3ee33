"""The dashboard of what Django itself needs."""

from __future__ import annotations

from mixin.dashboards.board import Board
from mixin.dashboards.django.migrations import MIGRATIONS
from mixin.dashboards.django.now import NOW
from mixin.dashboards.django.queues import QUEUES
from mixin.dashboards.django.settings import CONFIGURATION
from mixin.dashboards.links import DJANGO

BOARD = Board(
    uid=DJANGO,
    title="Django health / Celery & migrations",
    description="Celery's workers and queues, what of the code the databases have, and settings.",
    alias=("django_health_migrations_up", "database"),
    alias_name="Database",
    rows=[NOW, QUEUES, MIGRATIONS, CONFIGURATION],
)
