"""The check of a database's migrations, whose question is on its way while others are asked."""

from __future__ import annotations

from contextlib import closing

import pytest

import mysql_checks
import postgresql_checks
from django_health.checks.migrations.check import MigrationsCheck
from django_health.databases.mysql.check import MySQLCheck
from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.result import Status
from django_health.steps import completed
from lenders import LendingDatabase, LendingSQLite
from live_servers import MariaDB, PostgreSQL
from migrated import create_table, record
from walked_steps import walked

pytestmark = pytest.mark.usefixtures("shop")

ALL = ("orders.0001_initial", "archive.0001_initial", "archive.0002_archivedorder_note")


def test_a_run_with_its_wait_finds_the_same(lender: LendingDatabase) -> None:
    """It waits once, for an answer that comes soon; a file is read without waiting."""
    create_table(lender)
    record(lender, *ALL)
    check = MigrationsCheck(lender, 10.0)
    found = check.check()
    assert found.status is Status.OK
    for _ in range(2):
        outcome, waits = walked(check.run_in_steps())
        assert outcome is found
        assert [wait.is_soon for wait in waits] == [True] * (not isinstance(lender, LendingSQLite))


def test_a_table_that_is_not_there(lender: LendingDatabase) -> None:
    """What the server says then is heard in steps too."""
    outcome, _ = walked(MigrationsCheck(lender, 10.0).run_in_steps())
    assert outcome.message.startswith("there is no table django_migrations that this user sees")


def test_checks_of_two_databases_wait_at_the_same_time(
    postgresql: PostgreSQL, mariadb: MariaDB
) -> None:
    """Each on its own line, and in any order."""
    with (
        closing(PostgreSQLCheck(postgresql_checks.target_of(postgresql), 10.0)) as first,
        closing(MySQLCheck(mysql_checks.target_of(mariadb), 10.0)) as second,
    ):
        checks = MigrationsCheck(first, 10.0), MigrationsCheck(second, 10.0)
        assert [check.line for check in checks] == [first, second]
        runs = [check.run_in_steps() for check in checks]
        assert len({next(run).descriptor for run in runs}) == 2
        for run in runs:
            assert completed(run).details["pending_migrations"] == 3
