"""Databases with a table, each of which lends its connection to a query."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import mysql_checks
import postgresql_checks
import sqlite_checks
from django_health.checks.sql.check import OwnLender, SqlCheck
from django_health.databases.mysql.check import MySQLCheck
from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.settings.declarations import SqlQuery
from live_servers import MariaDB, PostgreSQL

LONG = 30.0

_TABLE = "CREATE TABLE orders (state VARCHAR(20), number INT)"
_ROWS = "INSERT INTO orders VALUES ('paid', 3), ('open', 5)"


class Shop(NamedTuple):
    """A database with the table ``orders``: two rows, of a state and a number each.

    Attributes:
        lender: Its check.
        contents: Returns all that is in it: names of tables, and the rows of ``orders``.
    """

    lender: OwnLender
    contents: Callable[[], object]


@contextmanager
def postgresql_shop(server: PostgreSQL) -> Iterator[Shop]:
    """One on PostgreSQL."""
    with server.connect() as admin:
        admin.execute("DROP TABLE IF EXISTS orders")
        admin.execute(_TABLE)
        admin.execute(_ROWS)
        admin.execute("CREATE SEQUENCE IF NOT EXISTS counted")

        def contents() -> object:
            tables = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            return (
                sorted(admin.execute(tables).fetchall()),
                admin.execute("SELECT * FROM orders ORDER BY number").fetchall(),
                admin.execute("SELECT is_called FROM counted").fetchone(),
            )

        with closing(PostgreSQLCheck(postgresql_checks.target_of(server), LONG)) as lender:
            yield Shop(lender, contents)


@contextmanager
def mariadb_shop(server: MariaDB, **changes: object) -> Iterator[Shop]:
    """One on MariaDB; with changes of the target."""
    with server.connect() as admin, admin.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS orders")
        cursor.execute(_TABLE)
        cursor.execute(_ROWS)
        cursor.execute("CREATE OR REPLACE SEQUENCE counted")

        def contents() -> object:
            found = []
            for sql in (
                "SHOW TABLES",
                "SELECT * FROM orders ORDER BY number",
                "SELECT next_not_cached_value FROM counted",
            ):
                cursor.execute(sql)
                found.append(cursor.fetchall())
            return found

        with closing(MySQLCheck(mysql_checks.target_of(server, **changes), LONG)) as lender:
            yield Shop(lender, contents)


@contextmanager
def sqlite_shop(folder: Path) -> Iterator[Shop]:
    """One in a file of SQLite."""
    path = folder / "shop.db"
    with closing(sqlite3.connect(path)) as writer:
        writer.execute(_TABLE)
        writer.execute(_ROWS)
        writer.commit()

    def contents() -> object:
        with closing(sqlite3.connect(path)) as reader:
            tables = reader.execute("SELECT name FROM sqlite_master").fetchall()
            rows = reader.execute("SELECT * FROM orders ORDER BY number").fetchall()
        return tables, rows, sorted(file.name for file in folder.iterdir())

    with closing(sqlite_checks.check_of(path, LONG)) as lender:
        yield Shop(lender, contents)


def sql_check(lender: OwnLender, sql: str, **declared: object) -> SqlCheck:
    """The check of a query."""
    return SqlCheck("shop", SqlQuery(query=sql, **declared), lender, LONG)  # type: ignore[arg-type]
