"""Databases of which a user sees a part."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing

import pymysql
import pytest

from django_health.databases.mysql.check import MySQLCheck
from django_health.doctor.sizes import sees_all, size_findings
from django_health.targets import MySQLTarget, Secret, SQLiteTarget
from live_servers import MariaDB, free_port
from mysql_checks import target_of
from sample_checks import Sample

PASSWORD = secrets.token_hex(8)
EVERYWHERE = "TO `monitor`@`%`"


@pytest.fixture
def admin(mariadb: MariaDB) -> Iterator[pymysql.cursors.Cursor]:
    """An administrator, and a user without privileges."""
    with mariadb.connect() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE USER monitor@'%%' IDENTIFIED BY %s", (PASSWORD,))
        cursor.execute("CREATE TABLE partly_seen (id INT)")
        yield cursor
        cursor.execute("DROP TABLE partly_seen")
        cursor.execute("DROP USER monitor@'%'")


def found(target: MySQLTarget) -> int:
    """How many databases are told."""
    with closing(MySQLCheck(target, 10.0)) as check:
        return len(list(size_findings([target], [check], 10.0)))


@pytest.mark.parametrize(
    ("grant", "count"),
    [
        ("SELECT ON app.partly_seen", 1),
        ("SHOW VIEW ON app.*", 0),
        ("SELECT ON `ap_`.*", 0),
        ("SELECT ON *.*", 0),
        ("EXECUTE ON app.*", 1),
    ],
)
def test_real_privileges(
    mariadb: MariaDB, admin: pymysql.cursors.Cursor, grant: str, count: int
) -> None:
    """As the server tells them."""
    admin.execute(f"GRANT {grant} TO monitor@'%'")
    assert found(target_of(mariadb, user="monitor", password=Secret(PASSWORD))) == count


def test_servers_that_do_not_answer(mariadb: MariaDB) -> None:
    """They are told elsewhere."""
    assert found(target_of(mariadb, port=free_port())) == 0
    assert found(target_of(mariadb, name="")) == 0


def test_other_databases_are_not_asked() -> None:
    """Nor those that are switched off."""
    assert list(size_findings([SQLiteTarget("a", "b")], [Sample("database", "a")], 1.0)) == []
    assert list(size_findings([MySQLTarget("a", "b", name="x")], [], 1.0)) == []


@pytest.mark.parametrize(
    ("grants", "database", "sees"),
    [
        ([f"GRANT ALL PRIVILEGES ON `shop`.* {EVERYWHERE}"], "shop", True),
        ([f"GRANT PROCESS, SELECT (`a`, `b`) ON *.* {EVERYWHERE}"], "shop", True),
        (
            [f"GRANT USAGE ON *.* {EVERYWHERE}", f"GRANT SELECT ON `a`.* {EVERYWHERE}"],
            "shop",
            False,
        ),
        ([f"GRANT SHOW VIEW ON `sh\\_op`.* {EVERYWHERE}"], "sh_op", True),
        ([f"GRANT SHOW VIEW ON `sh\\_op`.* {EVERYWHERE}"], "shXop", False),
        ([f"GRANT SHOW VIEW ON `sh_op`.* {EVERYWHERE}"], "shXop", True),
        ([f"GRANT SHOW VIEW ON `sh%`.* {EVERYWHERE}"], "shop", True),
        ([f"GRANT SHOW VIEW ON `s``p`.* {EVERYWHERE}"], "s`p", True),
        ([f"GRANT CREATE TEMPORARY TABLES, CREATE ROUTINE ON *.* {EVERYWHERE}"], "shop", False),
        ([f"GRANT CREATE ROLE, PROCESS ON *.* {EVERYWHERE}"], "shop", False),
        ([f"GRANT `readers`@`%` {EVERYWHERE}"], "shop", True),
        (["something else"], "shop", False),
    ],
)
def test_what_servers_say(grants: list[str], database: str, *, sees: bool) -> None:
    """A role is taken for one that lets, as nobody told what it may."""
    assert sees_all(grants, database) is sees
