"""What MySQL and MariaDB are asked, and the privilege that each question needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from django_health.databases import families
from django_health.databases.figures import Figures
from django_health.databases.mysql.figures import (
    STATUS_NAMES,
    UPTIME,
    add_deadlocks,
    add_replication,
    add_size,
    add_status,
    add_transactions,
    is_on,
)
from django_health.databases.mysql.results import Result
from django_health.databases.mysql.session import Session, only_row

# MySQL takes a comment that begins with M! for a comment, MariaDB runs it.
VARIABLES = (
    "SELECT @@global.max_connections, @@global.read_only, @@global.innodb_buffer_pool_size"
    "/*M!100000 , IF(@@extra_port > 0, @@extra_max_connections, 0)*/"
)
"""The probe: needs no privilege and no table."""

_NAMES = ", ".join(f"'{name.decode()}'" for name in STATUS_NAMES)
STATUS = f"SHOW GLOBAL STATUS WHERE Variable_name IN ({_NAMES})"
"""Needs no privilege either."""

# In a query of an empty table itself MariaDB takes log_bin for 0.
_OPEN_TRANSACTIONS = "SELECT @@global.log_bin, (SELECT COUNT(*) FROM information_schema.innodb_trx)"
"""Mostly there are none, and without a log nobody reads it: then the list of processes need not be
asked, which MariaDB writes into a table on disk, whatever is wanted of it."""

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
    """A statement, whose failure may cost only its own figures.

    Attributes:
        name: What it is about.
        sql: The statement for a session.
        take: Adds what it gave to the figures, and returns what there is to ask then, if anything.
        figures: The metrics that it gives, without their prefix.
        privilege: The global privilege that it needs; ``None`` where nobody is refused it.
    """

    name: str
    sql: Callable[[Session], str]
    take: Callable[[Session, Figures, Result], Question | None]
    figures: tuple[str, ...] = ()
    privilege: Callable[[Session], str] | None = None

    def missing(self, session: Session) -> tuple[str, ...]:
        """Return for each figure the grant that would give it."""
        privilege = self.privilege(session) if self.privilege else ""
        grant = f"GRANT {privilege} ON *.* TO the user of this alias"
        return tuple(f"{figure}: {grant}" for figure in self.figures)


def _take_status(session: Session, figures: Figures, result: Result) -> Question | None:
    status = result.named()
    add_status(figures, status)
    if uptime := status.get(UPTIME):
        figures.add(families.START_TIME, session.started(int(uptime), time.time()))
    # MariaDB and Percona have it in their status.
    return None if figures.has(families.DEADLOCKS) else QUESTIONS["deadlocks"]


def _take_open_transactions(session: Session, figures: Figures, result: Result) -> Question | None:
    row = only_row(result)
    if len(row) > _GLANCE:
        add_transactions(figures, row)
        return None
    log, number = row
    session.keeps_log = is_on(log)
    if session.keeps_log or number != "0":
        return replace(QUESTIONS["transactions"], sql=lambda _: _TRANSACTIONS)
    add_transactions(figures, (None, 0, 0, 0))
    return None


def _take_deadlocks(_: Session, figures: Figures, result: Result) -> None:
    add_deadlocks(figures, result.texts())


def _take_size(_: Session, figures: Figures, result: Result) -> None:
    add_size(figures, only_row(result))


def _take_replication(_: Session, figures: Figures, result: Result) -> None:
    add_replication(figures, result.mappings())


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


_GLANCE = 2
"""Values of the row that tells whether there is a transaction at all."""

_ALL = (
    Question("status", lambda _: STATUS, _take_status),
    Question(
        "transactions",
        lambda session: _TRANSACTIONS if session.keeps_log else _OPEN_TRANSACTIONS,
        _take_open_transactions,
        (
            "oldest_transaction_age_seconds",
            "idle_in_transaction_sessions",
            "blocked_sessions",
            "replicas",
        ),
        lambda _: "PROCESS",
    ),
    Question(
        "replication",
        replication_statement,
        _take_replication,
        ("is_replica", "replication_lag_seconds", "replica_io_running", "replica_sql_running"),
        replication_privilege,
    ),
    Question("size", lambda _: _SIZE, _take_size, ("size_bytes",), lambda _: "SELECT"),
    Question(
        "deadlocks",
        lambda _: _DEADLOCKS,
        _take_deadlocks,
        ("deadlocks_total",),
        lambda _: "PROCESS",
    ),
)
QUESTIONS = {question.name: question for question in _ALL}
"""All questions, by their names."""

FIRST = tuple(question for question in _ALL if question.name != "deadlocks")
"""What is asked at each run, in this order."""
