"""Databases as plain dictionaries, from real servers."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from asking_applications import asking, asking_checks, database_target
from django_health.checkers import DatabaseHealthChecker
from django_health.errors import UnknownAliasError
from django_health.targets import (
    DjangoDatabaseTarget,
    MySQLTarget,
    PostgreSQLTarget,
    Secret,
    SQLiteTarget,
)
from live_servers import MariaDB, PostgreSQL, SilentListener

CANARY = "canary-hunter2"
KEYS = {"status", "engine", "response_time", "connection_count", "max_connections"}


@pytest.fixture
def file(tmp_path: Path) -> SQLiteTarget:
    """A database in a file."""
    path = tmp_path / "db.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    return SQLiteTarget("file", "django.db.backends.sqlite3", name=str(path))


def test_all_databases(postgresql: PostgreSQL, mariadb: MariaDB, file: SQLiteTarget) -> None:
    """By alias, in the order of the settings; what a kind has not is ``None``."""
    targets = (database_target("default", postgresql), database_target("other", mariadb), file)
    with asking(*targets) as asked:
        found = DatabaseHealthChecker(asked).check_all_databases()
    assert list(found) == ["default", "other", "file"]
    for health in found.values():
        assert set(health) == KEYS
        assert health["status"] == "ok"
        assert isinstance(health["response_time"], float)
    engines = [health["engine"] for health in found.values()]
    assert engines[0] == "postgresql"
    assert engines[1] in ("mysql", "mariadb")
    assert engines[2] == "sqlite"
    for alias in ("default", "other"):
        connections, limit = found[alias]["connection_count"], found[alias]["max_connections"]
        assert type(connections) is int
        assert type(limit) is int
        assert 1 <= connections <= limit
    assert (found["file"]["connection_count"], found["file"]["max_connections"]) == (None, None)


def test_one_database(postgresql: PostgreSQL, mariadb: MariaDB) -> None:
    """What it took and where it is, and nothing of who asks."""
    for server in (postgresql, mariadb):
        with asking(database_target("default", server)) as asked:
            report = DatabaseHealthChecker(asked).check_database("default")
        executed = report["queries_executed"]
        assert set(report) == {"status", "response_time", "queries_executed", "connection_info"}
        assert report["status"] == "ok"
        assert type(executed) is int
        assert executed >= 1
        assert report["connection_info"] == {
            "host": server.host,
            "port": server.port,
            "database": server.database,
        }
        assert server.user not in report["connection_info"].values()


def test_a_file(file: SQLiteTarget) -> None:
    """It has neither host nor port."""
    with asking(file) as asked:
        report = DatabaseHealthChecker(asked).check_database("file")
    assert report["status"] == "ok"
    assert report["connection_info"] == {"host": None, "port": None, "database": file.name}
    assert type(report["queries_executed"]) is int


def test_one_that_is_silent() -> None:
    """An error with its time; the password is nowhere."""
    with SilentListener() as listener:
        target = PostgreSQLTarget(
            "default",
            "django.db.backends.postgresql",
            host=listener.host,
            port=listener.port,
            name="shop",
            user=CANARY,
            password=Secret(CANARY),
        )
        with asking(target, timeouts={"database": 0.3}) as asked:
            checker = DatabaseHealthChecker(asked)
            report, found = checker.check_database(), checker.check_all_databases()
    assert report["status"] == found["default"]["status"] == "error"
    assert found["default"]["engine"] == "postgresql"
    assert report["response_time"] is not None
    assert report["queries_executed"] is None
    assert found["default"]["connection_count"] is None
    assert CANARY not in repr((report, found))


def test_unknown_alias(file: SQLiteTarget) -> None:
    """The valid ones are told."""
    with asking(file) as asked, pytest.raises(UnknownAliasError, match="there are file"):
        DatabaseHealthChecker(asked).check_database("default")


def test_component_that_is_off(file: SQLiteTarget) -> None:
    """Its databases are there, and skipped."""
    with asking(file, checks={"database": False}) as asked:
        checker = DatabaseHealthChecker(asked)
        assert checker.check_database("file")["status"] == "skipped"
        assert checker.check_all_databases()["file"] == {
            "status": "skipped",
            "engine": "sqlite",
            "response_time": None,
            "connection_count": None,
            "max_connections": None,
        }


def test_a_url_in_the_place_of_a_host_is_not_told() -> None:
    """Nor are the parameters of a file's name."""
    url, name = f"postgres://u:{CANARY}@h", f"file:a.sqlite3?key={CANARY}"
    with asking(PostgreSQLTarget("a", "x", host=url, name=name)) as asked:
        told = DatabaseHealthChecker(asked).check_database("a")["connection_info"]
    assert told == {"host": "***", "port": 5432, "database": "***"}


@pytest.mark.parametrize(
    ("target", "engine", "host", "port"),
    [
        (PostgreSQLTarget("a", "x", host="db", name="n"), "postgresql", "db", 5432),
        (MySQLTarget("a", "x", host="db", port=7, name="n"), "mysql", "db", 7),
        (PostgreSQLTarget("a", "x", host="/run/pg", name="n"), "postgresql", "/run/pg", None),
        (MySQLTarget("a", "x", name="n"), "mysql", None, None),
        (DjangoDatabaseTarget("a", "django.db.backends.oracle", name="n"), "oracle", None, None),
    ],
)
def test_what_the_settings_leave_to_the_driver(
    target: PostgreSQLTarget, engine: str, host: str | None, port: int | None
) -> None:
    """The port of the protocol is known; a socket has none."""
    with asking_checks([], [target]) as asked:
        checker = DatabaseHealthChecker(asked)
        info = checker.check_database("a")["connection_info"]
        assert info == {"host": host, "port": port, "database": "n"}
        assert checker.check_all_databases()["a"]["engine"] == engine
