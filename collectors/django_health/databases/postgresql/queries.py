"""What PostgreSQL is asked, and what becomes of each answer.

The statements hold for every version from 10 on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django_health.databases import families
from django_health.databases.postgresql.figures import Figures
from django_health.result import Family

if TYPE_CHECKING:
    from psycopg.pq.abc import PGresult

Row = Sequence[bytes | None]

STATES = (
    "active",
    "idle",
    "idle in transaction",
    "idle in transaction (aborted)",
    "fastpath function call",
    "disabled",
)
"""The states of a session that are reported also when no session is in them."""

_PREPARED = "django_health_"
"""With which the names of prepared statements begin."""

_STARTING = ("starting",)  # PostgreSQL 18 shows sessions that authenticate


class Question(NamedTuple):
    """One statement.

    Attributes:
        name: What it is about.
        sql: The statement.
        take: Adds what its rows say to the figures.
        gives: The families that depend on it.
        grant: What gives the right to ask it, should that have been taken from everybody.
        may_take_long: Whether to do without the answer when the server's time for it is up.
    """

    name: str
    sql: str
    take: Callable[[list[Row], Figures], None]
    gives: tuple[Family, ...]
    grant: str
    may_take_long: bool = False


def rows_of(result: PGresult) -> list[Row]:
    """Return the rows of a result as they came: text or ``None``."""
    columns = range(result.nfields)
    return [[result.get_value(row, column) for column in columns] for row in range(result.ntuples)]


def _take_server(rows: list[Row], figures: Figures) -> None:
    (recovering, read_only, most, for_superusers, for_role, started, reads_all, pid), *_ = rows
    is_replica = recovering == b"t"
    figures.details["role"] = "replica" if is_replica else "primary"
    figures.add(families.IS_REPLICA, is_replica)
    is_read_only = is_replica or read_only == b"on"
    figures.add(families.READ_ONLY, is_read_only)
    figures.details["read_only"] = is_read_only
    figures.tell(families.MAX_CONNECTIONS, int(most or 0))
    reserved = int(for_superusers or 0) + int(for_role or 0)
    figures.tell(families.RESERVED_CONNECTIONS, reserved)
    figures.add(families.START_TIME, float(started or 0))
    figures.reads_all_stats = reads_all == b"t"
    figures.pid = int(pid or 0)


def _take_activity(rows: list[Row], figures: Figures) -> None:
    """Take all sessions as one number, and the rest only if no session hides its state from us."""
    counts = {(state or b"").decode(): int(count or 0) for state, count, _, _ in rows}
    figures.tell(families.CONNECTIONS, sum(counts.values()))
    if not figures.reads_all_stats:
        figures.miss(HIDDEN, "GRANT pg_monitor")
        return
    known = STATES + _STARTING if figures.version_number >= 180000 else STATES
    states = dict.fromkeys(known, 0) | {state: n for state, n in counts.items() if state}
    for state, number in states.items():
        figures.add(families.CONNECTIONS_BY_STATE, number, state)
    figures.details["states"] = states
    idle = states["idle in transaction"] + states["idle in transaction (aborted)"]
    figures.tell(families.IDLE_IN_TRANSACTION, idle)
    oldest = max((float(age or 0) for _, _, age, _ in rows), default=0.0)
    figures.tell(families.OLDEST_TRANSACTION_AGE, max(0.0, oldest))
    blocked = sum(int(waiting or 0) for _, _, _, waiting in rows)
    figures.tell(families.BLOCKED_SESSIONS, blocked)


def _take_statistics(rows: list[Row], figures: Figures) -> None:
    for row in rows:
        for family, value in zip(_STATISTICS, row, strict=True):
            figures.add(family, int(value or 0))


def _take_replication(rows: list[Row], figures: Figures) -> None:
    (lag, replicas), *_ = rows
    if lag is not None:
        figures.tell(families.REPLICATION_LAG, max(0.0, float(lag)))
    figures.tell(families.REPLICAS, int(replicas or 0))


def _take_size(rows: list[Row], figures: Figures) -> None:
    (size,), *_ = rows
    figures.size = int(size or 0)


HIDDEN = (
    families.CONNECTIONS_BY_STATE,
    families.OLDEST_TRANSACTION_AGE,
    families.IDLE_IN_TRANSACTION,
    families.BLOCKED_SESSIONS,
)
"""Figures for which the sessions of other users must be visible."""

_STATISTICS = (
    families.COMMITS,
    families.ROLLBACKS,
    families.BUFFER_HITS,
    families.BUFFER_READS,
    families.DEADLOCKS,
)

QUESTIONS = (
    Question(
        "server",
        "SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only'),"
        " current_setting('max_connections'),"
        " current_setting('superuser_reserved_connections'),"
        " current_setting('reserved_connections', true),"  # from 16 on, else NULL
        " extract(epoch FROM pg_postmaster_start_time()),"
        " pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'),"
        " pg_backend_pid()",
        _take_server,
        (
            families.IS_REPLICA,
            families.READ_ONLY,
            families.MAX_CONNECTIONS,
            families.RESERVED_CONNECTIONS,
            families.START_TIME,
        ),
        "GRANT EXECUTE ON FUNCTION pg_is_in_recovery(), pg_postmaster_start_time()",
    ),
    Question(
        "activity",
        # What the view pg_stat_activity reads: the names that it adds cost more than all the rest.
        # Of other users' sessions an unprivileged user sees no type: there a user and a database
        # tell clients from the server's own processes, though not from a query's parallel workers.
        "SELECT state, count(*),"
        " max(extract(epoch FROM clock_timestamp() - xact_start))"
        " FILTER (WHERE pid <> pg_backend_pid()),"
        " count(*) FILTER (WHERE wait_event_type = 'Lock')"
        " FROM pg_stat_get_activity(NULL) WHERE backend_type = 'client backend'"
        " OR (backend_type IS NULL AND datid IS NOT NULL AND usesysid IS NOT NULL)"
        " GROUP BY state",
        _take_activity,
        (families.CONNECTIONS, *HIDDEN),
        "GRANT EXECUTE ON FUNCTION pg_stat_get_activity(integer)",
    ),
    Question(
        "statistics",
        "SELECT xact_commit, xact_rollback, blks_hit, blks_read, deadlocks"
        " FROM pg_stat_database WHERE datname = current_database()",
        _take_statistics,
        _STATISTICS,
        "GRANT SELECT ON pg_catalog.pg_stat_database",
    ),
    Question(
        "replication",
        # Without a receiver nobody knows what is missing: then the age of what is there counts.
        # The functions are those of the views pg_stat_wal_receiver and pg_stat_replication.
        "SELECT CASE WHEN NOT pg_is_in_recovery() THEN NULL"
        " WHEN pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn()"
        " AND EXISTS (SELECT FROM pg_stat_get_wal_receiver() WHERE pid IS NOT NULL) THEN 0"
        " ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END,"
        " (SELECT count(*) FROM pg_stat_get_wal_senders()"
        " WHERE state IS DISTINCT FROM 'backup')",
        _take_replication,
        (families.REPLICATION_LAG, families.REPLICAS),
        "GRANT EXECUTE ON FUNCTION pg_stat_get_wal_senders(), pg_stat_get_wal_receiver()",
    ),
    # The last, so that all others are answered when its time is up: it looks at every file.
    Question(
        "size",
        "SELECT pg_database_size(current_database())",
        _take_size,
        (families.SIZE,),
        "GRANT CONNECT ON DATABASE <this database>",
        may_take_long=True,
    ),
)
"""All questions, in the order of asking."""


def as_message(
    prefix: Sequence[str], questions: Sequence[Question], prepared: Collection[str] = ()
) -> bytes:
    """Return statements as the text of one message: the server runs it as one transaction.

    It begins and ends on the server with the message, whatever happens: no transaction can stay
    open, and what is set for it alone never reaches the next client of a transaction pooler.

    Args:
        prefix: What comes first.
        questions: What comes then.
        prepared: Names of those questions that the session has prepared.
    """
    asked = (
        f"EXECUTE {_PREPARED}{question.name}" if question.name in prepared else question.sql
        for question in questions
    )
    return "; ".join([*prefix, *asked]).encode()


def as_preparation(prefix: Sequence[str], questions: Sequence[Question]) -> bytes:
    """Return the message that prepares questions for a session, settings as when they are asked."""
    prepared = (f"PREPARE {_PREPARED}{question.name} AS {question.sql}" for question in questions)
    return "; ".join([*prefix, *prepared]).encode()


def transaction_settings(role: object, milliseconds: int) -> list[str]:
    """Return the statements that bound the transaction.

    Args:
        role: The role that Django assumes on this connection, if any.
        milliseconds: What each statement may take; half of it waiting for locks.
    """
    return [
        "SET TRANSACTION READ ONLY",
        "SET LOCAL search_path = pg_catalog",  # nobody's own functions are to be called
        f"SET LOCAL statement_timeout = {milliseconds}",
        f"SET LOCAL lock_timeout = {max(1, milliseconds // 2)}",
        *role_settings(role),
    ]


def role_settings(role: object) -> list[str]:
    """Return the statement that assumes a role for the transaction; none without a role."""
    if not role:
        return []
    name = str(role).replace('"', '""')
    return [f'SET LOCAL ROLE "{name}"']
