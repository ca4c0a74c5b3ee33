"""Sessions of MariaDB."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pymysql
import pytest

from django_health.databases.mysql.connection import Session, open_session
from django_health.databases.mysql.options import mysql_options
from django_health.databases.mysql.wire import Wire
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.targets import MySQLTarget, Secret
from live_servers import MariaDB


def opened(
    server: MariaDB, password: str = "", options: dict[str, object] | None = None
) -> Session:
    """A session of the administrator."""
    target = MySQLTarget(
        "default",
        "mysql",
        host=server.host,
        port=server.port,
        name=server.database,
        user=server.user,
        password=Secret(password or server.password),
        options=options or {},
    )
    return open_session(mysql_options(target), None, Wire(), 5.0)


@pytest.fixture
def session(mariadb: MariaDB) -> Iterator[Session]:
    """A session of the shared server."""
    with closing(opened(mariadb)) as session:
        yield session


def test_version(session: Session) -> None:
    """The server is known by its version."""
    assert session.is_mariadb
    assert len(session.version_numbers) == 3
    assert session.version_numbers >= (10, 5, 0)


@pytest.mark.parametrize(
    ("version", "numbers", "is_mariadb"),
    [
        ("8.4.3", (8, 4, 3), False),
        ("8.0.22-13", (8, 0, 22), False),
        ("11.4.2-MariaDB-ubu2404", (11, 4, 2), True),
        ("unknown", (), False),
    ],
)
def test_versions(
    session: Session, version: str, numbers: tuple[int, ...], *, is_mariadb: bool
) -> None:
    """The forms of versions that servers tell are understood."""
    session.version = version
    assert session.version_numbers == numbers
    assert session.is_mariadb is is_mariadb


def test_mappings(session: Session) -> None:
    """Rows are given by the names of their columns."""
    assert session.mappings("SELECT 1 AS a, 'x' AS b") == [{"a": 1, "b": "x"}]
    assert session.mappings("SELECT 1 AS a FROM DUAL WHERE FALSE") == []


def test_started(session: Session) -> None:
    """The rounding of the uptime does not move the start; a restart does."""
    assert session.started(100, 1000.4) == 900
    assert session.started(101, 1001.9) == 900
    assert session.started(0, 1050.0) == 1050


def test_init_command_of_several(mariadb: MariaDB) -> None:
    """An init_command may be several statements, and ours come after it."""
    command = "SET @first = 1; SET @second = 2; SET SESSION TRANSACTION READ WRITE"
    with closing(opened(mariadb, options={"init_command": command})) as session:
        assert session.rows("SELECT @first, @second, @@tx_read_only") == ((1, 2, 1),)


def test_several_statements(mariadb: MariaDB) -> None:
    """They are refused: always, or from the time on when that is wanted."""
    command = "SET @first = 1; SET @second = 2"
    with closing(opened(mariadb, options={"init_command": command})) as session:
        assert session.rows("SELECT 1; SELECT 2") == ((1,),)
        session.refuse_several()
        session.refuse_several()
        with pytest.raises(pymysql.err.ProgrammingError, match="1064"):
            session.rows("SELECT 1; SELECT 2")
        assert session.rows("SELECT @second") == ((2,),)
    with (
        closing(opened(mariadb)) as session,
        pytest.raises(pymysql.err.ProgrammingError, match="1064"),
    ):
        session.rows("SELECT 1; SELECT 2")


def test_limits(session: Session) -> None:
    """They are set when they change, and not else."""
    asked = "SELECT @@max_statement_time, @@time_zone"
    session.limit(2.5, "SYSTEM")
    assert session.rows(asked) == ((2.5, "SYSTEM"),)
    before = session.statements
    session.limit(2.5, "SYSTEM")
    assert session.statements == before
    session.limit(0.45, "+03:00")
    assert session.rows(asked) == ((0.45, "+03:00"),)


def test_limits_of_mysql(session: Session) -> None:
    """MySQL has another name for them, in milliseconds."""
    session.version = "8.4.3"
    with pytest.raises(pymysql.err.OperationalError, match="max_execution_time"):
        session.limit(2.5, "SYSTEM")


def test_failure_leaves_nothing_open(mariadb: MariaDB) -> None:
    """A refused log-in leaves no descriptor behind."""
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir()))
    for _ in range(3):
        with pytest.raises(pymysql.err.OperationalError):
            opened(mariadb, "wrong")
    assert len(list(descriptors.iterdir())) == before


def test_bytes_of_an_option_file(mariadb: MariaDB, tmp_path: Path) -> None:
    """A password that is no UTF-8 reaches the server as it is in the file."""
    with mariadb.connect() as admin, admin.cursor() as cursor:
        # The hash of the bytes themselves, whatever the connection's charset makes of them.
        cursor.execute(
            "SELECT CONCAT('*', UPPER(SHA1(UNHEX(SHA1(UNHEX('636166e9'))))))"  # b"caf\xe9"
        )
        (found,) = cursor.fetchall()
        cursor.execute(
            f"CREATE OR REPLACE USER cafe@'127.0.0.1' IDENTIFIED BY PASSWORD '{found[0]}'"
        )
    file = tmp_path / "my.cnf"
    file.write_bytes(b"[client]\nuser=cafe\npassword=caf\xe9\n")
    target = MySQLTarget(
        "default",
        "mysql",
        host=mariadb.host,
        port=mariadb.port,
        options={"read_default_file": str(file)},
    )
    with closing(open_session(mysql_options(target), None, Wire(), 5.0)) as session:
        assert str(session.rows("SELECT CURRENT_USER()")[0][0]).startswith("cafe@")


@pytest.mark.parametrize("sql", ["SELECT 1 WHERE 1 = 0", "SELECT 1 UNION SELECT 2"])
def test_another_number_of_rows_is_a_wrong_answer(session: Session, sql: str) -> None:
    """Where one row always comes, none or two are no server's that we know."""
    with pytest.raises(CheckFailed) as caught:
        session.row(sql)
    assert caught.value.reason is Reason.WRONG_ANSWER
