"""The checks of real databases, which lend their connection to other checks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import mysql_checks
import postgresql_checks
from django_health.databases.lending import Rows
from django_health.databases.mysql.check import MySQLCheck
from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.databases.sqlite.check import SQLiteCheck
from django_health.steps import Steps
from django_health.targets import SQLiteTarget
from live_servers import MariaDB, PostgreSQL

ALIAS = "lending"


class LendingDatabase(Protocol):
    """A lender whose database a test may change."""

    target: str

    @property
    def vendor(self) -> str:
        """Django's name of the kind of database."""

    def ask(self, sql: str, *, limit: int, timeout: float, borrower: object) -> Rows:
        """As a lender does."""

    def ask_in_steps(
        self, sql: str, *, limit: int, timeout: float, borrower: object
    ) -> Steps[Rows]:
        """As a lender does."""

    def cancel_for(self, borrower: object) -> None:
        """As a lender does."""

    def close(self) -> None:
        """Close the kept connection."""

    def execute(self, sql: str) -> None:
        """Run a statement as the administrator."""

    def set_time_zone(self, offset: str) -> None:
        """Give the server another zone, like ``+05:45``; no effect on SQLite."""


class LendingPostgreSQL(PostgreSQLCheck):
    """PostgreSQL."""

    def __init__(self, server: PostgreSQL) -> None:
        super().__init__(postgresql_checks.target_of(server, alias=ALIAS), 10.0)
        self._server = server

    def execute(self, sql: str) -> None:
        """See :class:`LendingDatabase`."""
        with self._server.connect() as connection:
            connection.execute(sql.encode())

    def set_time_zone(self, offset: str) -> None:
        """See :class:`LendingDatabase`."""
        posix = offset.translate(str.maketrans("+-", "-+"))  # in POSIX's form, east is negative
        self.execute(f"ALTER DATABASE {self._server.database} SET timezone = '<{offset}>{posix}'")
        self.close()

    def restore(self) -> None:
        """Give the server its own zone again."""
        self.execute(f"ALTER DATABASE {self._server.database} RESET timezone")
        self.close()


class LendingMariaDB(MySQLCheck):
    """MariaDB."""

    def __init__(self, server: MariaDB) -> None:
        super().__init__(mysql_checks.target_of(server, alias=ALIAS), 10.0)
        self._server = server

    def execute(self, sql: str) -> None:
        """See :class:`LendingDatabase`."""
        with self._server.connect() as connection, connection.cursor() as cursor:
            cursor.execute(sql)

    def set_time_zone(self, offset: str) -> None:
        """See :class:`LendingDatabase`."""
        self.execute(f"SET GLOBAL time_zone = '{offset}'")

    def restore(self) -> None:
        """Give the server its own zone again."""
        self.set_time_zone("SYSTEM")
        self.close()


class LendingSQLite(SQLiteCheck):
    """An SQLite file."""

    def __init__(self, path: Path) -> None:
        super().__init__(SQLiteTarget(ALIAS, "sqlite3", name=str(path)), 10.0)
        self._path = path

    def execute(self, sql: str) -> None:
        """See :class:`LendingDatabase`."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.execute(sql)

    def set_time_zone(self, offset: str) -> None:
        """See :class:`LendingDatabase`."""

    def restore(self) -> None:
        """Close it."""
        self.close()


def lending(kind: str, place: Any) -> LendingPostgreSQL | LendingMariaDB | LendingSQLite:
    """Return the lender of a kind at a server or a path."""
    kinds: dict[str, Any] = {
        "postgresql": LendingPostgreSQL,
        "mariadb": LendingMariaDB,
        "sqlite": LendingSQLite,
    }
    lender: LendingPostgreSQL | LendingMariaDB | LendingSQLite = kinds[kind](place)
    return lender
