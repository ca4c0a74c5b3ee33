"""The dashboard of the databases."""

from __future__ import annotations

from mixin.dashboards.board import Board
from mixin.dashboards.databases.health import HEALTH
from mixin.dashboards.databases.mysql import MYSQL
from mixin.dashboards.databases.postgresql import POSTGRESQL
from mixin.dashboards.databases.problems import PROBLEMS
from mixin.dashboards.databases.space import SPACE
from mixin.dashboards.databases.sqlite import SQLITE
from mixin.dashboards.databases.throughput import THROUGHPUT
from mixin.dashboards.links import DATABASES

BOARD = Board(
    uid=DATABASES,
    title="Django health / Databases",
    description="Which database is down, full, slow, blocked or behind, and why.",
    alias=("django_health_database_up", "database"),
    alias_name="Database",
    rows=[HEALTH, PROBLEMS, THROUGHPUT, SPACE, POSTGRESQL, MYSQL, SQLITE],
)
