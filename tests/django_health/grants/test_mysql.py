"""A user with these privileges and no others, at a real MariaDB."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing

import pymysql
import pytest

from django_health.databases.mysql.check import MySQLCheck
from django_health.failure import CheckFailed
from django_health.grants.mysql import mysql_grants, replication_privilege
from django_health.grants.needs import CACHE, READ, Needs
from django_health.grants.script import Account, Script
from django_health.result import Outcome
from django_health.targets import MySQLTarget, Secret
from live_servers import MariaDB
from mysql_checks import target_of

USER, PASSWORD, DATABASE = "mo'n\\x", secrets.token_hex(8), "sh_op`s"
NEEDS = Needs({"django_migrations": READ, "cached": CACHE})
QUERY = "SELECT COUNT(*) FROM django_migrations"

Cursor = pymysql.cursors.Cursor


def script(version: str) -> Script:
    """What is typed."""
    return mysql_grants(
        "database/default", version, DATABASE, Account(USER), NEEDS, is_mariadb=True
    )


@pytest.fixture
def admin(mariadb: MariaDB) -> Iterator[Cursor]:
    """An administrator, a user without privileges, and two databases with names that are alike."""
    with mariadb.connect() as connection, connection.cursor() as cursor:
        for name in ("sh_op``s", "shXop``s"):
            cursor.execute(f"CREATE DATABASE `{name}`")
            cursor.execute(f"CREATE TABLE `{name}`.django_migrations (id INT, app TEXT, name TEXT)")
        cursor.execute("CREATE TABLE `sh_op``s`.cached (cache_key TEXT, value TEXT)")
        cursor.execute("CREATE TABLE `sh_op``s`.orders (id INT)")
        cursor.execute("CREATE USER %s@'%%' IDENTIFIED BY %s", (USER, PASSWORD))
        yield cursor
        cursor.execute("DROP USER %s@'%%'", (USER,))
        for name in ("sh_op``s", "shXop``s"):
            cursor.execute(f"DROP DATABASE `{name}`")


def version_of(admin: Cursor) -> str:
    """The server's."""
    admin.execute("SELECT @@version")
    return str((admin.fetchone() or [""])[0])


def grant(admin: Cursor, typed: Sequence[str]) -> None:
    """Type it."""
    for statement in typed:
        admin.execute(statement)


def target(server: MariaDB, name: str = DATABASE) -> MySQLTarget:
    """The database, asked by the user."""
    return target_of(server, name=name, user=USER, password=Secret(PASSWORD))


def asked(target: MySQLTarget) -> Outcome:
    """Run every query of the exporter, and one of its borrowers'."""
    with closing(MySQLCheck(target, 20.0)) as check:
        outcome = check.check()
        check.ask(QUERY, limit=1, timeout=20.0, borrower=None)
        return outcome


def families(outcome: Outcome) -> set[str]:
    """What was measured."""
    return {measurement.family.name for measurement in outcome.measurements}


def test_every_figure_is_had(mariadb: MariaDB, admin: Cursor) -> None:
    """All that an administrator is told, with the same size."""
    grant(admin, script(version_of(admin)).statements)
    outcome, administrator = asked(target(mariadb)), asked(target_of(mariadb, name=DATABASE))
    assert "missing_privileges" not in outcome.details
    assert families(outcome) == families(administrator)
    assert outcome.details["size_bytes"] == administrator.details["size_bytes"] != 0


def test_a_cache_in_a_table_can_be_used(mariadb: MariaDB, admin: Cursor) -> None:
    """Its rows can be put and deleted; no other table can be read."""
    grant(admin, script(version_of(admin)).statements)
    place = target(mariadb)
    with (
        pymysql.connect(
            host=place.host, port=mariadb.port, user=USER, password=PASSWORD, database=DATABASE
        ) as connection,
        connection.cursor() as user,
    ):
        user.execute("INSERT INTO cached VALUES ('k', 'v')")
        assert user.execute("DELETE FROM cached") == 1
        with pytest.raises(pymysql.err.OperationalError, match="1142"):
            user.execute("SELECT * FROM orders")


def test_another_database_of_a_similar_name_is_closed(mariadb: MariaDB, admin: Cursor) -> None:
    """An underscore is no pattern."""
    grant(admin, script(version_of(admin)).statements)
    with pytest.raises(CheckFailed, match="1044"):
        asked(target(mariadb, "shXop`s"))


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [("PROCESS, ", "oldest_transaction_age_seconds"), (", SLAVE MONITOR", "is_replica")],
)
def test_no_global_privilege_is_too_much(
    mariadb: MariaDB, admin: Cursor, left_out: str, missing: str
) -> None:
    """Without any one of them a figure is missing, and is told."""
    typed = [each.replace(left_out, "") for each in script(version_of(admin)).statements]
    grant(admin, typed)
    assert missing in str(asked(target(mariadb)).details.get("missing_privileges"))


def test_a_table_that_may_not_be_read_is_told(mariadb: MariaDB, admin: Cursor) -> None:
    """Where the privilege on the migrations is missing."""
    typed = script(version_of(admin)).statements
    grant(admin, [each for each in typed if "django_migrations" not in each])
    with pytest.raises(CheckFailed) as caught:
        asked(target(mariadb))
    assert caught.value.reason == "permission"


def test_without_show_view_the_size_is_too_small(mariadb: MariaDB, admin: Cursor) -> None:
    """That is why it is granted: what a user may not know of is not in the sum."""
    typed = script(version_of(admin)).statements
    grant(admin, [each for each in typed if "SHOW VIEW" not in each])
    size, whole = (
        asked(each).details["size_bytes"]
        for each in (target(mariadb), target_of(mariadb, name=DATABASE))
    )
    assert size != whole


@pytest.mark.parametrize(
    ("version", "is_mariadb", "privilege"),
    [
        ("10.11.6-MariaDB", True, "SLAVE MONITOR"),
        ("10.5.9", True, "SLAVE MONITOR"),
        ("10.4.32", True, "REPLICATION CLIENT"),
        ("8.4.3", False, "REPLICATION CLIENT"),
        ("", False, "REPLICATION CLIENT"),
        ("", True, "SLAVE MONITOR"),
    ],
)
def test_privilege_of_replication(version: str, is_mariadb: bool, privilege: str) -> None:
    """MariaDB has one of its own from a version on."""
    assert replication_privilege(version, is_mariadb=is_mariadb) == privilege


def test_own_queries_are_left_to_their_owner() -> None:
    """Nobody else knows what they read."""
    needs = Needs(queries=("orders",))
    told = mysql_grants("database/a", "9.1", "b", Account(), needs, is_mariadb=False)
    assert told.server == "MySQL 9.1"
    assert "own queries read: orders" in told.notes[-1]
