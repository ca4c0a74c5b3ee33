"""A query that writes changes nothing, whatever the words it writes with."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health.checks.sql import check as sql_module
from django_health.databases import lending_check
from django_health.failure import CheckFailed
from django_health.targets import TargetError
from live_servers import MariaDB, PostgreSQL
from sql_checks import Shop, mariadb_shop, postgresql_shop, sql_check, sqlite_shop

EVERYWHERE = (
    "INSERT INTO orders VALUES ('new', 1)",
    "DELETE FROM orders",
    "UPDATE orders SET number = 0",
    "DROP TABLE orders",
    "CREATE TABLE other (a INT)",
    "ALTER TABLE orders ADD COLUMN a INT",
    "SELECT 1 AS a; DELETE FROM orders",
    "SELECT 1 AS a; COMMIT; DELETE FROM orders",
    "COMMIT; DELETE FROM orders",
    "ROLLBACK; DELETE FROM orders",
    "COMMIT",
)
POSTGRESQL = (
    "WITH x AS (DELETE FROM orders RETURNING number) SELECT number FROM x",
    "WITH x AS (INSERT INTO orders VALUES ('new', 1) RETURNING number) SELECT number FROM x",
    "SELECT * INTO other FROM orders",
    "SELECT nextval('counted') AS a",
    "SELECT * FROM orders FOR UPDATE",
    "TRUNCATE orders",
    "SET default_transaction_read_only = off",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "SET TRANSACTION READ WRITE; DELETE FROM orders",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT set_config('default_transaction_read_only', 'off', false)",
    "DO $$ BEGIN SET TRANSACTION READ WRITE; DELETE FROM orders; END $$",
    "DO $$ BEGIN COMMIT; DELETE FROM orders; END $$",
    "COPY orders FROM PROGRAM 'echo x'",
    "COPY (SELECT 1) TO STDOUT",
    "PREPARE x AS DELETE FROM orders",
    "EXECUTE x",
)
MARIADB = (
    "SET SESSION TRANSACTION READ WRITE",
    "SET SESSION tx_read_only = 0; DELETE FROM orders",
    "START TRANSACTION READ WRITE",
    "SELECT 1 AS a; COMMIT; START TRANSACTION READ WRITE; DELETE FROM orders; COMMIT",
    "CALL write_orders()",
    "SELECT write_order() AS a",
    "SELECT NEXTVAL(counted) AS a",
    "SELECT * FROM orders FOR UPDATE",
    "/*! DELETE */ FROM orders",
    "EXECUTE IMMEDIATE 'DELETE FROM orders'",
    "TRUNCATE orders",
)
SQLITE = (
    "WITH x AS (SELECT 1) DELETE FROM orders",
    "REPLACE INTO orders VALUES ('new', 1)",
    "PRAGMA query_only = OFF",
    "PRAGMA user_version = 7",
    "PRAGMA journal_mode = WAL",
    "ATTACH DATABASE 'other.db' AS other",
    "VACUUM",
    "VACUUM INTO 'other.db'",
)


@pytest.fixture(params=["as it is", "without a look at its words"])
def words(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What begins unlike a question is not asked; the servers' own refusal holds without that."""
    if request.param != "as it is":
        for module in (lending_check, sql_module):
            monkeypatch.setattr(module, "require_question", lambda _: None)
    return str(request.param)


def leaves_all_as_it_is(shop: Shop, sql: str) -> None:
    """Ask twice: the first may have changed the session."""
    before = shop.contents()
    for asked in (sql, sql, "SELECT COUNT(*) AS a FROM orders"):
        try:
            sql_check(shop.lender, asked).check()
        except (CheckFailed, TargetError):
            assert asked == sql
    assert shop.contents() == before


@pytest.mark.parametrize("sql", EVERYWHERE + POSTGRESQL)
def test_postgresql(postgresql: PostgreSQL, words: str, sql: str) -> None:
    """By the transaction, which can only read, and because one statement is one."""
    assert words
    with postgresql_shop(postgresql) as shop:
        leaves_all_as_it_is(shop, sql)


@pytest.mark.parametrize("several", [False, True], ids=["", "several-allowed"])
@pytest.mark.parametrize("sql", EVERYWHERE + MARIADB)
def test_mariadb(mariadb: MariaDB, sql: str, *, several: bool) -> None:
    """Likewise, also where init_command is several statements."""
    options = {"init_command": "SET @a = 1; SET @b = 2"} if several else {}
    with mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE PROCEDURE write_orders() BEGIN"
            " START TRANSACTION READ WRITE; DELETE FROM orders; COMMIT; END"
        )
        cursor.execute(
            "CREATE OR REPLACE FUNCTION write_order() RETURNS INT BEGIN"
            " DELETE FROM orders; RETURN 1; END"
        )
    with mariadb_shop(mariadb, options=options) as shop:
        leaves_all_as_it_is(shop, sql)


@pytest.mark.parametrize("how", ["OUTFILE", "DUMPFILE"])
def test_mariadb_writes_no_file(mariadb: MariaDB, how: str) -> None:
    """Which its user may, and which a transaction that can only read does not forbid."""
    file = mariadb.directory / f"written-{how}"
    with mariadb_shop(mariadb) as shop:
        for sql in (
            f"SELECT 1 AS a INTO {how} '{file}'",
            f"SELECT 1 AS a INTO /**/ {how.lower()} '{file}'",
            f"(SELECT 1 AS a /*! INTO {how} '{file}' */)",
        ):
            leaves_all_as_it_is(shop, sql)
    assert not file.exists()


@pytest.mark.parametrize("sql", EVERYWHERE + SQLITE)
def test_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    """By its connection, which can only read, and because no other database is attached to it."""
    monkeypatch.chdir(tmp_path)
    with sqlite_shop(tmp_path) as shop:
        leaves_all_as_it_is(shop, sql)
