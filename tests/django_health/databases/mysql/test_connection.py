"""How sessions of MariaDB begin."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pymysql
import pytest

from django_health.databases.mysql.connection import open_session
from django_health.databases.mysql.options import mysql_options
from django_health.databases.mysql.wire import Wire
from django_health.targets import MySQLTarget
from live_servers import MariaDB
from mysql_checks import opened


def test_init_command_of_several(mariadb: MariaDB) -> None:
    """An init_command may be several statements, and ours come after it."""
    command = "SET @first = 1; SET @second = 2; SET SESSION TRANSACTION READ WRITE"
    with closing(opened(mariadb, options={"init_command": command})) as session:
        assert session.rows("SELECT @first, @second, @@tx_read_only") == ((1, 2, 1),)


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
