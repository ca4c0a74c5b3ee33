"""Databases that answer and are not at ease."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mixin_stand.stand import Stand
from mixin_stand.strains.strain import Strain


@contextmanager
def _read_only(stand: Stand) -> Iterator[None]:
    with stand.servers.mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute("SET GLOBAL read_only = 1")
        try:
            yield
        finally:
            cursor.execute("SET GLOBAL read_only = 0")


STRAINS = (Strain(_read_only, ('django_health_database_read_only{database="reporting"} == 1',)),)
