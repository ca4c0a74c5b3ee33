"""PostgreSQL that has much to do, and whose clients forget what they began."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress

import psycopg
from psycopg import errors

from live_exporter import postgresql_entry
from mixin_stand.stand import Stand
from mixin_stand.strains.strain import Strain, fired

DEADLOCKS = 8
ROLLBACKS = 12_000
"""More than ten a second for the quarter of an hour that the alert looks back."""

ROWS, READINGS = 8_000, 45
"""Together more than a hundred pages a second for half an hour: each row fills a page, and the
table is larger than the memory for pages."""

_WANTED = b"SELECT pg_advisory_lock(100)"


@contextmanager
def _forgotten(stand: Stand) -> Iterator[None]:
    """A transaction that failed and was not ended, and one that waits for its lock."""
    server = stand.servers.postgresql
    with ExitStack() as inside:
        failed, holding, waiting = (
            inside.enter_context(closing(server.connect())) for _ in range(3)
        )
        failed.execute("BEGIN")
        with suppress(errors.DivisionByZero):
            failed.execute("SELECT 1 / 0")
        holding.execute(_WANTED)
        waiting.pgconn.send_query(_WANTED)
        inside.callback(holding.close)  # before who waits for it
        with stand.branch.watching("forgotten", postgresql_entry(server)):
            yield


@contextmanager
def _entangled(stand: Stand) -> Iterator[None]:
    """Transactions that lock the same in another order."""
    server = stand.servers.postgresql
    with server.connect() as one, server.connect() as other:
        for connection in (one, other):
            connection.execute("SET deadlock_timeout = '1ms'")
        for _ in range(DEADLOCKS):
            _entangle(one, other)
    yield


def _entangle(one: psycopg.Connection, other: psycopg.Connection) -> None:
    for number, connection in enumerate((one, other)):
        connection.execute("BEGIN")
        connection.execute("SELECT pg_advisory_xact_lock(%s::int)", (number,))
    one.pgconn.send_query(b"SELECT pg_advisory_xact_lock(1)")
    with suppress(errors.DeadlockDetected):
        other.execute("SELECT pg_advisory_xact_lock(0)")
    other.execute("ROLLBACK")
    while one.pgconn.get_result():
        pass
    one.execute("ROLLBACK")


@contextmanager
def _given_up(stand: Stand) -> Iterator[None]:
    """Transactions without an end to speak of."""
    with stand.servers.postgresql.connect() as admin:
        for _ in range(ROLLBACKS // 1000):
            admin.pgconn.exec_(b"BEGIN; ROLLBACK; " * 1000)
    yield


@contextmanager
def _read_through(stand: Stand) -> Iterator[None]:
    """Queries without an index, over more than fits into memory."""
    with stand.servers.postgresql.connect() as admin:
        admin.execute("CREATE UNLOGGED TABLE wide (filler text)")
        admin.execute("ALTER TABLE wide ALTER filler SET STORAGE PLAIN")
        filler = "SELECT repeat('x', 7000) FROM generate_series(1, %s)"
        admin.execute(f"INSERT INTO wide {filler}", (ROWS,))
        for _ in range(READINGS):
            admin.execute("SELECT count(*) FROM wide")
    yield
    with stand.servers.postgresql.connect() as admin:
        admin.execute("DROP TABLE wide")


@contextmanager
def _stranger(stand: Stand) -> Iterator[None]:
    """The daemon's user may see little."""
    server = stand.servers.postgresql
    with server.connect() as admin:
        admin.execute(f"CREATE ROLE stranger LOGIN PASSWORD '{server.password}'")
        with stand.branch.watching("hidden", postgresql_entry(server, USER="stranger")):
            yield
        admin.execute("DROP ROLE stranger")


STRAINS = (
    Strain(
        _forgotten,
        (
            fired("PostgreSQLAbortedTransactions"),
            fired("DatabaseBlockedSessions"),
        ),
    ),
    Strain(_entangled, (fired("DatabaseDeadlocks"),)),
    Strain(_given_up, (fired("PostgreSQLRollbackRatioHigh"),)),
    Strain(_read_through, (fired("PostgreSQLCacheHitLow"),)),
    Strain(_stranger, (fired("DatabaseMissingPrivileges"),)),
)
