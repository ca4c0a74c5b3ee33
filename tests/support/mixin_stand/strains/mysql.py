"""MariaDB that has much to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from pymysql.cursors import Cursor

from live_exporter import mariadb_entry
from mixin_stand.stand import Stand
from mixin_stand.strains.strain import Strain, fired

SLOW = 200
"""Statements: more than one in ten seconds, for the ten minutes that alerts look back."""

CALLERS = 250
"""More than one in five seconds."""

WAITS = 8_000
"""More than ten a second."""

SESSIONS, CHANGES = 6, 1_000
"""Sessions that change the same row so often at a time; most changes wait for another's."""


@contextmanager
def _read_only(stand: Stand) -> Iterator[None]:
    """It refuses writes that it took before; another asker never knew it otherwise."""
    server = stand.servers.mariadb
    with server.connect() as admin, admin.cursor() as cursor:
        cursor.execute("SET GLOBAL read_only = 1")
        try:
            elsewhere = mariadb_entry(server, TIME_ZONE="Europe/Berlin")
            with stand.branch.watching("ledger", elsewhere):
                yield
        finally:
            cursor.execute("SET GLOBAL read_only = 0")


@contextmanager
def _slow(stand: Stand) -> Iterator[None]:
    """To a session that calls everything slow, all is."""
    with stand.servers.mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute("SET long_query_time = 0")
        for _ in range(SLOW):
            cursor.execute("DO 0")
    yield


@contextmanager
def _called(stand: Stand) -> Iterator[None]:
    """Clients that leave before they have said who they are."""
    server = stand.servers.mariadb
    for _ in range(CALLERS):
        with socket.create_connection((server.host, server.port), timeout=10) as caller:
            caller.recv(200)
    yield


@contextmanager
def _contended(stand: Stand) -> Iterator[None]:
    """Sessions that all want the same row."""
    server = stand.servers.mariadb

    def change(_: int) -> None:
        with server.connect() as session, session.cursor() as cursor:
            cursor.execute(
                "BEGIN NOT ATOMIC FOR i IN 1..%s DO "
                "UPDATE counted SET number = number + 1; END FOR; END",
                (CHANGES,),
            )

    with server.connect() as admin, admin.cursor() as cursor:
        cursor.execute("CREATE TABLE counted (number INT) ENGINE=InnoDB")
        cursor.execute("INSERT INTO counted VALUES (0)")
        enough = _waits(cursor) + WAITS
        with ThreadPoolExecutor(SESSIONS) as pool:
            while _waits(cursor) < enough:
                list(pool.map(change, range(SESSIONS)))
        cursor.execute("DROP TABLE counted")
    yield


def _waits(cursor: Cursor) -> int:
    cursor.execute("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_waits'")
    ((_, number),) = cursor.fetchall()
    return int(number)


STRAINS = (
    Strain(
        _read_only,
        (
            fired("DatabaseReadOnly", severity="critical"),
            fired("DatabaseReadOnly", database="ledger"),
            fired("DatabaseTimeZone"),
        ),
    ),
    Strain(_slow, (fired("MySQLSlowQueries"),)),
    Strain(_called, (fired("MySQLAbortedConnects"),)),
    Strain(_contended, (fired("MySQLRowLockWaits"),)),
)
