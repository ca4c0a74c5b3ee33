"""The statements for each version, and what MariaDB says to all that it can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from django_health.databases.mysql import queries as mysql_queries
from django_health.databases.mysql.connection import Session, open_session
from django_health.databases.mysql.options import mysql_options
from django_health.databases.mysql.queries import (
    QUESTIONS,
    replication_privilege,
    replication_statement,
)
from django_health.databases.mysql.wire import Wire
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
