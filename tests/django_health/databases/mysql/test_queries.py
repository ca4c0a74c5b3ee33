"""The statements for each version, and what MariaDB says to all that it can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from django_health.databases.figures import Figures
from django_health.databases.mysql import queries as mysql_queries
from django_health.databases.mysql.connection import open_session
from django_health.databases.mysql.options import mysql_options
from django_health.databases.mysql.queries import (
    FIRST,
    QUESTIONS,
    Question,
    replication_privilege,
    replication_statement,
)
from django_health.databases.mysql.session import Session
from django_health.databases.mysql.wire import Wire
from django_health.steps import completed
from django_health.targets import MySQLTarget, Secret
from live_servers import MariaDB


@pytest.fixture
def session(mariadb: MariaDB) -> Iterator[Session]:
    """A session of the shared server."""
    target = MySQLTarget(
        "default",
        "mysql",
        host=mariadb.host,
        port=mariadb.port,
        user=mariadb.user,
        password=Secret(mariadb.password),
    )
    with closing(open_session(mysql_options(target), None, Wire(), 5.0)) as session:
        yield session


@pytest.mark.parametrize(
    ("version", "statement", "privilege"),
    [
        ("8.0.21", "SHOW SLAVE STATUS", "REPLICATION CLIENT"),
        ("8.0.22", "SHOW REPLICA STATUS", "REPLICATION CLIENT"),
        ("8.4.3", "SHOW REPLICA STATUS", "REPLICATION CLIENT"),
        ("10.5.8-MariaDB", "SHOW ALL SLAVES STATUS", "REPLICATION CLIENT"),
        ("10.11.6-MariaDB", "SHOW ALL SLAVES STATUS", "SLAVE MONITOR"),
    ],
)
def test_replication(session: Session, version: str, statement: str, privilege: str) -> None:
    """Each version is asked in the words that it knows."""
    session.version = version
    assert replication_statement(session) == statement
    assert replication_privilege(session) == privilege


def test_both_names_run(session: Session) -> None:
    """MariaDB understands the new and the old statement, so that both are known to be right."""
    assert session.rows("SHOW REPLICA STATUS") == session.rows("SHOW SLAVE STATUS") == ()


def test_deadlocks(session: Session) -> None:
    """But for the name of one column, MariaDB understands the question for MySQL alone."""
    of_mysql = "status = 'enabled'"
    assert of_mysql in mysql_queries._DEADLOCKS
    assert len(session.rows(mysql_queries._DEADLOCKS.replace(of_mysql, "enabled = 1"))) == 1


def test_mysql_passes_over_the_comment() -> None:
    """What MariaDB alone has is in a comment that MySQL does not run."""
    before, _, after = mysql_queries.VARIABLES.partition("/*M!")
    assert "extra_port" not in before
    assert after.endswith("*/")


def test_missing(session: Session) -> None:
    """Each figure of a question is named with its grant."""
    assert QUESTIONS["deadlocks"].missing(session) == (
        "deadlocks_total: GRANT PROCESS ON *.* TO the user of this alias",
    )


def taken(session: Session, question: Question, sql: str) -> tuple[Question | None, set[str]]:
    """What is to be asked after an answer, and the names of the figures that it gave."""
    figures = Figures("default")
    (result,), *_ = completed(session.ask([sql], 5.0, "SYSTEM", session.late))
    further = question.take(session, figures, result)
    names = {
        one.family.name.removeprefix("django_health_database_") for one in figures.measurements
    }
    return further, names


@pytest.mark.parametrize(
    ("sql", "is_asked", "keeps_log"),
    [
        ("SELECT 0, 0", False, False),
        ("SELECT 0, 1", True, False),
        ("SELECT 1, 0", True, True),
        ("SELECT 'ON', 0", True, True),
    ],
)
def test_processes_are_asked_where_they_matter(
    session: Session, sql: str, *, is_asked: bool, keeps_log: bool
) -> None:
    """Without a transaction and a log all of their figures are known to be 0."""
    question = QUESTIONS["transactions"]
    further, names = taken(session, question, sql)
    assert (further is not None, session.keeps_log) == (is_asked, keeps_log)
    assert names == (set() if is_asked else set(question.figures))
    if further is not None:
        assert further.name == question.name
        whole = further.sql(session)
        assert taken(session, further, whole) == (None, set(question.figures))
        assert (question.sql(session) == whole) is keeps_log


@pytest.mark.parametrize(
    ("name", "is_asked"), [("Innodb_deadlocks", False), ("Innodb_row_lock_waits", True)]
)
def test_deadlocks_are_asked_where_the_status_lacks_them(
    session: Session, name: str, *, is_asked: bool
) -> None:
    """As that of MySQL does."""
    further, _ = taken(session, QUESTIONS["status"], f"SELECT '{name}', '3'")
    assert further is (QUESTIONS["deadlocks"] if is_asked else None)


def test_deadlocks_of_mysql(session: Session) -> None:
    """A row with their number."""
    assert taken(session, QUESTIONS["deadlocks"], "SELECT 5") == (None, {"deadlocks_total"})


def test_status_without_leave_to_fail() -> None:
    """Every user may ask for it, so that nothing excuses a failure."""
    assert [question.name for question in FIRST if question.privilege is None] == ["status"]
