"""Migrations that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mixin_stand.stand import Stand
from mixin_stand.strains.strain import Strain, fired


@contextmanager
def _parted(stand: Stand) -> Iterator[None]:
    """Two branches of the code were merged, and each has the last migration."""
    with stand.branch.migrations_beside("0002_racks", "0002_shelves"):
        yield


@contextmanager
def _forgotten(stand: Stand) -> Iterator[None]:
    """A database does not know that it has a migration on which others are built."""
    with stand.servers.postgresql.connect() as admin:
        ((applied,),) = admin.execute(
            "DELETE FROM django_migrations "
            "WHERE app = 'contenttypes' AND name = '0001_initial' RETURNING applied"
        ).fetchall()
        yield
        admin.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('contenttypes', '0001_initial', %s)",
            (applied,),
        )


STRAINS = (
    Strain(_parted, (fired("MigrationsConflict"),)),
    Strain(
        _forgotten,
        (
            fired("MigrationsInconsistent"),
            fired("MigrationsDiffer"),
        ),
    ),
)
