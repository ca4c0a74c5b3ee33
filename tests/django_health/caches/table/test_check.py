"""Caches in a database table."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.db import connections

from django_health.caches.table.check import DatabaseCacheCheck
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from django_health.targets import DatabaseCacheTarget
from django_projects import TABLE, create_cache_table, database, postgresql_settings
from live_servers import MariaDB, PostgreSQL

KEY = "shop:1:django-health-exporter:test"


def check_of(alias: str, table: str = TABLE, timeout: float = 2.0) -> DatabaseCacheCheck:
    """The check of a table in the database of an alias."""
    return DatabaseCacheCheck(DatabaseCacheTarget("cache", "b", table, alias, KEY), timeout)


def figures(outcome: Outcome) -> dict[str, float]:
    """The values by name and last label."""
    return {f"{m.family.name[20:]} {m.labels[-1]}".strip(): m.value for m in outcome.measurements}


def failure_of(check: DatabaseCacheCheck) -> CheckFailed:
    """Run a check that must fail, and return how."""
    with pytest.raises(CheckFailed) as caught:
        check.check()
    return caught.value


@pytest.fixture
def file(django_project: Path, tmp_path: Path) -> Iterator[Path]:
    """An SQLite file under the alias ``file``, with a cache table."""
    assert django_project.is_dir()
    path = tmp_path / "db.sqlite3"
    with database("file", ENGINE="django.db.backends.sqlite3", NAME=path):
        create_cache_table("file")
        yield path


@pytest.fixture
def pg(django_project: Path, postgresql: PostgreSQL) -> Iterator[PostgreSQL]:
    """A PostgreSQL server under the alias ``pg``, with a cache table."""
    assert django_project.is_dir()
    with database("pg", **postgresql_settings(postgresql)):
        create_cache_table("pg")
        yield postgresql
        with postgresql.connect() as admin:
            admin.execute("DROP TABLE cache_table")


def filled(path: Path) -> None:
    """Put two live rows and an expired one into a table."""
    rows = [("a", "x", "2999-01-01"), ("b", "y", "2999-01-01"), ("c", "z", "2001-01-01")]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany("INSERT INTO cache_table VALUES (?, ?, ?)", rows)


def rows_of(path: Path) -> list[tuple[str, ...]]:
    """The rows of a table."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM cache_table ORDER BY 1").fetchall()


def test_rows_are_counted_and_left_alone(file: Path) -> None:
    """Also the expired ones, which Django's own set() might throw out; our own row is gone."""
    filled(file)
    before = rows_of(file)
    found = check_of("file").check()
    assert rows_of(file) == before
    assert (found.status, found.details["keys"], found.details["expired_rows"]) == (
        Status.OK,
        3,
        1,
    )
    values = figures(found)
    assert (values["keys"], values["expired_rows"]) == (3, 1)
    for operation in ("set", "get", "delete"):
        assert 0 < values[f"operation_seconds {operation}"] < 60


def test_a_row_that_a_killed_run_left_is_no_hindrance(file: Path) -> None:
    """It is deleted first."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO cache_table VALUES (?, 'x', '2999-01-01')", [KEY])
    assert check_of("file").check().details["keys"] == 0


def test_a_missing_table_says_how_to_make_it(file: Path) -> None:
    """The command of Django that does."""
    assert file.exists()
    failure = failure_of(check_of("file", "nothing"))
    assert failure.reason is Reason.MISCONFIGURED
    assert "run manage.py createcachetable" in str(failure)


def test_a_locked_file_is_unavailable_and_soon_told(file: Path) -> None:
    """Before the run's own time is over; and all is well once the lock is gone."""
    check = check_of("file", timeout=1.0)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        failure = failure_of(check)
    assert failure.reason is Reason.UNAVAILABLE
    assert str(failure) == "another connection holds the database's lock"
    assert check.check().status is Status.OK


def test_a_changed_value_is_a_wrong_answer(file: Path) -> None:
    """As from a table whose triggers rewrite it."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "CREATE TRIGGER t AFTER INSERT ON cache_table"
            " BEGIN UPDATE cache_table SET value = ''; END"
        )
    assert failure_of(check_of("file")).reason is Reason.WRONG_ANSWER
    assert rows_of(file) == []


def test_a_postgresql_table_works_and_keeps_its_entries(pg: PostgreSQL) -> None:
    """What Django stored is there afterwards; nothing of ours is."""
    with pg.connect() as admin:
        admin.execute("INSERT INTO cache_table VALUES ('a', 'x', now() - interval '1 day')")
        check = check_of("pg")
        found = check.check()
        assert (found.details["keys"], found.details["expired_rows"]) == (1, 1)
        info = found.measurements[0]
        assert info.labels[:3] == ("cache", "", "database")
        assert admin.execute("SELECT cache_key FROM cache_table").fetchall() == [("a",)]
        check.close()


def test_what_we_write_is_what_django_writes(
    pg: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django's own cache works with the same table under the same settings."""
    assert pg.port
    monkeypatch.setattr("django.db.router.db_for_write", lambda *_, **__: "pg")
    monkeypatch.setattr("django.db.router.db_for_read", lambda *_, **__: "pg")
    cache = DatabaseCache(TABLE, {})
    cache.set("k", "v")
    check = check_of("pg")
    assert check.check().details["keys"] == 1
    assert cache.get("k") == "v"
    check.close()
    connections["pg"].close()


def test_a_lock_in_postgresql_ends_by_the_servers_own_limit(pg: PostgreSQL) -> None:
    """So that no session of ours waits on behind a closed connection."""
    check = check_of("pg", timeout=1.0)
    with pg.connect() as admin, admin.transaction():
        admin.execute("LOCK TABLE cache_table IN ACCESS EXCLUSIVE MODE")
        failure = failure_of(check)
    assert failure.reason is Reason.TIMEOUT
    assert check.check().status is Status.OK
    check.close()


def test_a_cancelled_run_ends(pg: PostgreSQL) -> None:
    """Long before the server's limit."""
    check = check_of("pg", timeout=60.0)
    with pg.connect() as admin, admin.transaction():
        admin.execute("LOCK TABLE cache_table IN ACCESS EXCLUSIVE MODE")
        threading.Timer(0.2, check.cancel).start()
        begun = time.monotonic()
        assert failure_of(check).reason is Reason.TIMEOUT
        assert time.monotonic() - begun < 15
    check.close()


def test_a_role_that_may_not_write_is_refused(pg: PostgreSQL) -> None:
    """As it would be for the application."""
    with pg.connect() as admin:
        admin.execute("CREATE ROLE reader LOGIN PASSWORD 'canary-5d'")
        admin.execute("GRANT SELECT ON cache_table TO reader")
        reader = {**postgresql_settings(pg), "USER": "reader", "PASSWORD": "canary-5d"}
        with database("reader", **reader):
            failure = failure_of(check_of("reader"))
        admin.execute("DROP OWNED BY reader")
        admin.execute("DROP ROLE reader")
    assert failure.reason is Reason.PERMISSION
    assert "canary" not in repr(failure.outcome())


MYSQL = """
import json, os, pymysql
pymysql.install_as_MySQLdb()
import django
from django.conf import settings
server = json.loads(os.environ["SERVER"])
backend = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_table"}
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.mysql", **server}},
    CACHES={"default": backend},
)
from django_health.caches.table.check import DatabaseCacheCheck
from django_health.failure import CheckFailed
from django_health.sources.django_settings import targets_from_django

check = DatabaseCacheCheck(targets_from_django()[1], 2.0)
try:
    check.check()
except CheckFailed as failure:
    print(failure.reason, failure)
django.setup()
from django.core.management import call_command
call_command("createcachetable", verbosity=0)
found = check.check()
print(found.status, found.details["engine"], found.details["keys"])
with pymysql.connect(host=server["HOST"], port=server["PORT"], user=server["USER"],
                     password=server["PASSWORD"], database=server["NAME"]) as admin:
    admin.cursor().execute("LOCK TABLES cache_table WRITE")
    try:
        check.check()
    except CheckFailed as failure:
        print(failure.reason)
    admin.cursor().execute("UNLOCK TABLES")
    print(check.check().status)
    admin.cursor().execute("DROP TABLE cache_table")
check.close()
"""


def test_a_table_in_mariadb_works_without_loaded_applications(mariadb: MariaDB) -> None:
    """With PyMySQL in mysqlclient's place; a lock is a timeout by the server's own limit."""
    server = {
        "NAME": mariadb.database,
        "USER": mariadb.user,
        "PASSWORD": mariadb.password,
        "HOST": mariadb.host,
        "PORT": mariadb.port,
    }
    answer = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", MYSQL],
        env={**os.environ, "SERVER": json.dumps(server)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert answer.stderr == ""
    assert answer.stdout.splitlines() == [
        "misconfigured the cache table does not exist: run manage.py createcachetable",
        "ok mysql 0",
        "timeout",
        "ok",
    ]
