"""Limits for the connections of Django's backends."""

from __future__ import annotations

import pytest

from django_health.databases.django.limits import (
    NAME_TAG,
    begin_reading,
    begin_statement,
    limited_options,
    session_statement,
)


@pytest.mark.parametrize(
    ("vendor", "driver", "limits"),
    [
        ("postgresql", "psycopg", {"connect_timeout": 3, "application_name": NAME_TAG}),
        ("mysql", "MySQLdb", {"connect_timeout": 3, "read_timeout": 3, "write_timeout": 3}),
        (
            "mysql",
            "pymysql",
            {"connect_timeout": 3, "read_timeout": 3, "write_timeout": 3, "program_name": NAME_TAG},
        ),
        ("mysql", "mysql.connector", {}),
        ("sqlite", "sqlite3.dbapi2", {"timeout": 1.25}),
        ("microsoft", "pyodbc", {"connection_timeout": 3, "query_timeout": 3}),
        ("unknown", "unknown", {}),
    ],
)
def test_limits_are_those_that_the_driver_has(
    vendor: str, driver: str, limits: dict[str, object]
) -> None:
    """They win over the project's own, the rest of which stays; pools are not used."""
    project = {"sslmode": "require", "connect_timeout": 60, "pool": {"max_size": 2}}
    before = dict(project)
    found = limited_options(vendor, driver, project, 2.5)
    assert found == {"sslmode": "require", "connect_timeout": 60, **limits}
    assert project == before


def test_a_session_of_mysql_is_limited_by_the_server() -> None:
    """MariaDB and MySQL call the limit of a statement by different names."""
    assert session_statement("mysql", 5.0, is_mariadb=True) == (
        "SET SESSION innodb_lock_wait_timeout = 2, lock_wait_timeout = 2, max_statement_time = 2"
    )
    assert session_statement("mysql", 0.5, is_mariadb=False).endswith("max_execution_time = 1000")
    assert session_statement("postgresql", 5.0, is_mariadb=False) == ""


def test_the_limit_of_postgresql_ends_with_the_transaction() -> None:
    """Nothing stays behind in a session that a pooler lends to the next client."""
    begin = begin_statement("postgresql", 5.0, writes=False)
    assert begin == "BEGIN; SET LOCAL statement_timeout = 2500"


def test_only_writing_locks() -> None:
    """SQLite takes its lock at once, and not at all for reading."""
    assert begin_statement("sqlite", 5.0, writes=True) == "BEGIN IMMEDIATE"
    assert begin_statement("sqlite", 5.0, writes=False) == ""
    assert begin_statement("mysql", 5.0, writes=True) == "START TRANSACTION"
    assert begin_statement("oracle", 5.0, writes=True) == ""


def test_reading_is_begun_as_the_engine_wants() -> None:
    """Each statement alone; where the engine is not known, Django begins the transaction."""
    limited = ["BEGIN READ ONLY", "SET LOCAL statement_timeout = 450"]
    assert begin_reading("postgresql", 0.45) == begin_reading("cockroachdb", 0.45) == limited
    assert begin_reading("mysql", 0.45) == ["START TRANSACTION READ ONLY"]
    assert begin_reading("sqlite", 0.45) == ["PRAGMA query_only = ON", "BEGIN"]
    assert begin_reading("oracle", 0.45) == begin_reading("microsoft", 0.45) == []
