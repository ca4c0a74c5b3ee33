"""Replicas that lost their primary, and stand still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import psycopg
from psycopg import sql

from live_exporter import mariadb_entry, postgresql_entry
from live_servers import MariaDB, free_port
from mixin_stand.stand import Stand
from mixin_stand.strains.strain import Strain, Then, fired

BEHIND = -30.0
"""Seconds by which the standby's clock is put back at first; it is looked at once a minute."""

AHEAD = 7200.0
"""And forward then: since what was before that, hours have gone by."""


@contextmanager
def _lost(stand: Stand) -> Iterator[Then]:
    """The standby follows nobody, and a session of it has had a transaction open for hours."""
    standby = stand.servers.standby
    with ExitStack() as inside, ExitStack() as until_then:
        admin, idle = (inside.enter_context(closing(standby.connect())) for _ in range(2))
        ((primary,),) = admin.execute("SHOW primary_conninfo").fetchall()
        inside.callback(_follow, admin, primary)
        _follow(admin, f"host=127.0.0.1 port={free_port()}")
        inside.callback(standby.clock.put, 0)
        standby.clock.put(BEHIND)
        until_then.enter_context(stand.branch.watching("late", postgresql_entry(standby)))
        idle.execute("BEGIN")
        idle.execute("SELECT 1")

        def let_hours_go_by() -> None:
            skew = 'django_health_database_clock_skew_seconds{database="late"} < 0'
            stand.prometheus.wait_for(skew, bool, 60)
            until_then.close()
            standby.clock.put(AHEAD)
            inside.enter_context(stand.branch.watching("lost", postgresql_entry(standby)))

        yield let_hours_go_by


def _follow(admin: psycopg.Connection, primary: str) -> None:
    admin.execute(sql.SQL("ALTER SYSTEM SET primary_conninfo = {}").format(sql.Literal(primary)))
    admin.execute("SELECT pg_reload_conf()")


@contextmanager
def _broken(stand: Stand) -> Iterator[None]:
    """MariaDB that follows another, stopped."""
    primary = stand.servers.mariadb
    with MariaDB(settings={"server-id": 2}) as mirror, mirror.connect() as connection:
        with primary.connect() as there, there.cursor() as asking:
            asking.execute("SHOW MASTER STATUS")
            log, position = asking.fetchall()[0][:2]
        with connection.cursor() as cursor:
            cursor.execute(
                f"CHANGE MASTER TO master_host='{primary.host}', master_port={primary.port}, "
                f"master_user='{primary.user}', master_password='{primary.password}', "
                f"master_log_file='{log}', master_log_pos={position}"
            )
            cursor.execute("START SLAVE")
            cursor.execute("STOP SLAVE")
        with stand.branch.watching("mirror", mariadb_entry(mirror)):
            yield


STRAINS = (
    Strain(
        _lost,
        (
            fired("DatabaseReplicationLag", severity="critical"),
            fired("DatabaseReplicaCountDropped"),
            fired("DatabaseIdleInTransaction"),
            fired("DatabaseClockSkew", database="lost"),
        ),
    ),
    Strain(
        _broken,
        (
            fired("MySQLReplicaIONotRunning"),
            fired("MySQLReplicaSQLNotRunning"),
        ),
    ),
)
