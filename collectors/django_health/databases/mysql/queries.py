"""What MySQL and MariaDB are asked, and the privilege that each question needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django_health.databases import families
from django_health.databases.figures import Figures
from django_health.databases.mysql.connection import Session
from django_health.databases.mysql.figures import (
    STATUS_NAMES,
    add_deadlocks,
    add_replication,
    add_size,
    add_transactions,
)

# MySQL takes a comment that begins with M! for a comment, MariaDB runs it.
VARIABLES = (
    "SELECT @@global.max_connections, @@global.read_only, @@global.innodb_buffer_pool_size"
    "/*M!100000 , IF(@@extra_port > 0, @@extra_max_connections, 0)*/"
)
"""The probe: needs no privilege and no table."""

_NAMES = ", ".join(f"'{name}'" for name in STATUS_NAMES)
STATUS = f"SHOW GLOBAL STATUS WHERE Variable_name IN ({_NAMES})"
"""Needs no privilege either."""

# InnoDB renews innodb_trx only if nobody has read it for 0.1 s: who asks faster hears old news.
# The age is reckoned in Unix time, so that a change to or from summer time is none of it.
_TRANSACTIONS = """
SELECT MAX(UNIX_TIMESTAMP() - UNIX_TIMESTAMP(trx.trx_started)),
       COUNT(CASE WHEN thread.command = 'Sleep' THEN 1 END),
       COUNT(CASE WHEN trx.trx_state = 'LOCK WAIT' THEN 1 END),
       (SELECT COUNT(*) FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%')
  FROM information_schema.innodb_trx AS trx
  JOIN information_schema.processlist AS thread ON thread.id = trx.trx_mysql_thread_id
 WHERE thread.user NOT IN ('system user', 'event_scheduler')
"""
_DEADLOCKS = """
SELECT `count`
  FROM information_schema.innodb_metrics
 WHERE name = 'lock_deadlocks' AND status = 'enabled'
"""

_SIZE = """
SELECT DATABASE(), SUM(data_length + index_length)
  FROM information_schema.tables
 WHERE table_schema = DATABASE()
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A statement whose failure costs only its own figures.

    Attributes:
        figures: The metrics that it gives, without their prefix.
        ask: Runs it and adds the figures.
        privilege: The global privilege that it needs.
    """

    figures: tuple[str, ...]
    ask: Callable[[Session, Figures], None]
    privilege: Callable[[Session], str]

    def missing(self, session: Session) -> tuple[str, ...]:
        """Return for each figure the grant that would give it."""
        grant = f"GRANT {self.privilege(session)} ON *.* TO the user of this alias"
        return tuple(f"{figure}: {grant}" for figure in self.figures)


def _ask_transactions(session: Session, figures: Figures) -> None:
    add_transactions(figures, session.row(_TRANSACTIONS))


def _ask_deadlocks(session: Session, figures: Figures) -> None:
    if not figures.has(families.DEADLOCKS):  # MariaDB and Percona have it in their status
        add_deadlocks(figures, session.rows(_DEADLOCKS))


def _ask_size(session: Session, figures: Figures) -> None:
    add_size(figures, session.row(_SIZE))


def _ask_replication(session: Session, figures: Figures) -> None:
    add_replication(figures, session.mappings(replication_statement(session)))


def replication_statement(session: Session) -> str:
    """Return the statement of this version; MariaDB's tells of all sources, as MySQL's does."""
    if session.is_mariadb:
        return "SHOW ALL SLAVES STATUS"
    return "SHOW REPLICA STATUS" if session.version_numbers >= (8, 0, 22) else "SHOW SLAVE STATUS"


def replication_privilege(session: Session) -> str:
    """Return the privilege that the statement needs."""
    if session.is_mariadb and session.version_numbers >= (10, 5, 9):
        return "SLAVE MONITOR"
    return "REPLICATION CLIENT"


QUESTIONS = {
    "transactions": Question(
        (
            "oldest_transaction_age_seconds",
            "idle_in_transaction_sessions",
            "blocked_sessions",
            "replicas",
        ),
        _ask_transactions,
        lambda _: "PROCESS",
    ),
    "deadlocks": Question(("deadlocks_total",), _ask_deadlocks, lambda _: "PROCESS"),
    "replication": Question(
        ("is_replica", "replication_lag_seconds", "replica_io_running", "replica_sql_running"),
        _ask_replication,
        replication_privilege,
    ),
    "size": Question(("size_bytes",), _ask_size, lambda _: "SELECT"),
}
