"""Databases that answer and are not at ease."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mixin_stand.stand import Stand
from mixin_stand.strains import (
    migrations,
    mysql,
    mysql_memory,
    network,
    postgresql,
    replication,
    sqlite,
)
from mixin_stand.strains.strain import Strain


@contextmanager
def _come_and_gone(stand: Stand) -> Iterator[None]:
    """At the end the branch has its own database alone again."""
    yield
    branch = stand.branch.exporter.address
    others = f'django_health_database_up{{instance="{branch}",database!="default"}}'
    stand.prometheus.wait_for(others, lambda found: not found, 60)


STRAINS = (
    Strain(_come_and_gone, ()),
    *network.STRAINS,
    *replication.STRAINS,
    *postgresql.STRAINS,
    *mysql.STRAINS,
    *mysql_memory.STRAINS,
    *sqlite.STRAINS,
    *migrations.STRAINS,
)
