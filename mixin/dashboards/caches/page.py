"""The dashboard of the caches."""

from __future__ import annotations

from mixin.dashboards.board import Board
from mixin.dashboards.caches.health import HEALTH
from mixin.dashboards.caches.memcached import MEMCACHED
from mixin.dashboards.caches.problems import PROBLEMS
from mixin.dashboards.caches.redis import REDIS
from mixin.dashboards.caches.space import SPACE
from mixin.dashboards.caches.stores import STORES
from mixin.dashboards.caches.throughput import THROUGHPUT
from mixin.dashboards.links import CACHES

BOARD = Board(
    uid=CACHES,
    title="Django health / Caches",
    description="Which cache is down, full, slow or of no use, and why.",
    alias=("django_health_cache_up", "cache"),
    alias_name="Cache",
    rows=[HEALTH, PROBLEMS, THROUGHPUT, SPACE, REDIS, MEMCACHED, STORES],
)
