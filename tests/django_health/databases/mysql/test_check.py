"""The MySQL check against real MariaDB servers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pymysql
import pytest
from pymysql.connections import Connection

from django_health.databases.mysql.check import MySQLCheck
from django_health.result import Reason, Status
from django_health.targets import MySQLTarget, Secret, TargetError
from live_servers import MariaDB, free_port, issue_certificate
from mysql_checks import CANARY, PREFIX, failure, figure, target_of, wait_until


@pytest.fixture
def admin(mariadb: MariaDB) -> Iterator[Connection]:
    """An administrator's connection to the shared server."""
    with mariadb.connect() as connection:
        yield connection


@pytest.fixture
def poor(mariadb: MariaDB, admin: Connection) -> MySQLTarget:
    """A user who has one database and no privilege of the server."""
    with admin.cursor() as cursor:
        cursor.execute(f"CREATE OR REPLACE USER poor@'127.0.0.1' IDENTIFIED BY '{CANARY}'")
        cursor.execute(f"GRANT SELECT ON {mariadb.database}.* TO poor@'127.0.0.1'")
    return target_of(mariadb, user="poor", password=Secret(CANARY))


def test_figures(mariadb: MariaDB) -> None:
    """An administrator gets every figure that a primary has."""
    with closing(MySQLCheck(target_of(mariadb), 5.0)) as check:
        outcome = check.check()
    assert outcome.status is Status.OK
    assert outcome.details["engine"] == "mariadb"
    assert outcome.details["role"] == "primary"
    assert outcome.details["read_only"] is False
    assert outcome.details["connections"] == figure(outcome, "connections")
    assert outcome.details["max_connections"] == figure(outcome, "max_connections")
    assert "missing_privileges" not in outcome.details
    names = {measurement.family.name.removeprefix(PREFIX) for measurement in outcome.measurements}
    assert names == {
        *("aborted_connects_total", "blocked_sessions", "buffer_hits_total", "buffer_pool_bytes"),
        *("buffer_pool_size_bytes", "buffer_reads_total", "commits_total", "connections"),
        *("connections_by_state", "deadlocks_total", "idle_in_transaction_sessions", "info"),
        *("is_replica", "max_connections", "missing_privileges", "oldest_transaction_age_seconds"),
        *(
            "read_only",
            "replicas",
            "reserved_connections",
            "rollbacks_total",
            "row_lock_waits_total",
        ),
        *("round_trip_seconds", "size_bytes", "slow_queries_total", "start_timestamp_seconds"),
    }


def test_connection_is_kept(mariadb: MariaDB, admin: Connection) -> None:
    """Fifty runs open one connection, by the server's own counter."""

    def opened() -> int:
        with admin.cursor() as cursor:
            cursor.execute("SHOW GLOBAL STATUS LIKE 'Connections'")
            return int(cursor.fetchall()[0][1])

    before = opened()
    with closing(MySQLCheck(target_of(mariadb), 5.0)) as check:
        for _ in range(50):
            check.check()
        assert opened() == before + 1


def test_start_time_does_not_move(mariadb: MariaDB) -> None:
    """The start of the server is the same in each run of a connection."""
    with closing(MySQLCheck(target_of(mariadb), 5.0)) as check:
        first = figure(check.check(), "start_timestamp_seconds")
        time.sleep(1.1)
        assert figure(check.check(), "start_timestamp_seconds") == first


def test_transactions(mariadb: MariaDB, admin: Connection) -> None:
    """Open transactions are counted by what they do, and the oldest one's age is told."""
    with admin.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE TABLE held (id INT PRIMARY KEY) ENGINE=InnoDB")
        cursor.execute("INSERT INTO held VALUES (1)")
    with (
        closing(MySQLCheck(target_of(mariadb), 5.0)) as check,
        mariadb.connect() as holder,
        mariadb.connect() as waiter,
    ):
        holder.begin()
        holder.cursor().execute("UPDATE held SET id = 2")
        blocked = threading.Thread(target=waiter.cursor().execute, args=("DELETE FROM held",))
        blocked.start()
        wait_until(lambda: figure(check.check(), "blocked_sessions") == 1)
        wait_until(lambda: (figure(check.check(), "oldest_transaction_age_seconds") or 0) >= 1)
        outcome = check.check()
        assert figure(outcome, "idle_in_transaction_sessions") == 1
        assert (figure(outcome, "oldest_transaction_age_seconds") or 0) < 60
        holder.rollback()
        blocked.join()


def test_age_in_another_time_zone(mariadb: MariaDB, admin: Connection) -> None:
    """The age of a transaction does not depend on the time zone that an init_command sets."""
    options = {"init_command": "SET time_zone = '+11:00'"}
    with admin.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE TABLE aged (id INT PRIMARY KEY) ENGINE=InnoDB")
    with (
        closing(MySQLCheck(target_of(mariadb, options=options), 5.0)) as check,
        mariadb.connect() as holder,
    ):
        holder.begin()
        holder.cursor().execute("INSERT INTO aged VALUES (1)")
        wait_until(lambda: figure(check.check(), "idle_in_transaction_sessions") == 1)
        assert (figure(check.check(), "oldest_transaction_age_seconds") or 0) < 60
        holder.rollback()


def test_session_is_read_only(mariadb: MariaDB) -> None:
    """The session cannot write and is limited in time."""
    with closing(MySQLCheck(target_of(mariadb), 5.0)) as check:
        check.check()
        session = check._kept.current
        assert session is not None
        with pytest.raises(pymysql.err.OperationalError, match="1792"):
            session.rows("CREATE TABLE forbidden (id INT)")
        limits = session.rows("SELECT @@max_statement_time, @@lock_wait_timeout")
        assert [float(limit) for limit in limits[0]] == [2.5, 1]


def test_session_is_named(tmp_path: Path) -> None:
    """The server's own list of sessions shows the program's name."""
    names = (
        "SELECT attr_value FROM performance_schema.session_connect_attrs "
        "WHERE attr_name = 'program_name'"
    )
    with (
        MariaDB(tmp_path, settings={"performance-schema": "ON"}) as server,
        closing(MySQLCheck(target_of(server), 10.0)) as check,
        server.connect() as connection,
        connection.cursor() as cursor,
    ):
        check.check()
        cursor.execute(names)
        assert cursor.fetchall() == (("django-health-exporter",),)


def test_missing_privileges(poor: MySQLTarget, admin: Connection) -> None:
    """A user without privileges is told the grants, once per connection, and the rest works."""

    def refusals() -> int:
        with admin.cursor() as cursor:
            cursor.execute("SHOW GLOBAL STATUS LIKE 'Access_denied_errors'")
            return int(cursor.fetchall()[0][1])

    with closing(MySQLCheck(poor, 5.0)) as check:
        outcome = check.check()
        before = refusals()
        again = check.check()
        assert refusals() == before
    assert outcome.status is Status.OK
    missing = outcome.details["missing_privileges"]
    assert missing == again.details["missing_privileges"]
    assert isinstance(missing, list)
    assert "blocked_sessions: GRANT PROCESS ON *.* TO the user of this alias" in missing
    assert "is_replica: GRANT SLAVE MONITOR ON *.* TO the user of this alias" in missing
    assert figure(outcome, "missing_privileges") == len(missing)
    assert figure(outcome, "blocked_sessions") is None
    assert figure(outcome, "replicas") is None
    assert figure(outcome, "connections") is not None


def test_slow_figure(mariadb: MariaDB, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure that takes too long is given up, is named, and is not asked for again."""
    slow = "SELECT DATABASE(), SLEEP(20)"
    monkeypatch.setattr("django_health.databases.mysql.queries._SIZE", slow)
    with closing(MySQLCheck(target_of(mariadb), 1.0)) as check:
        outcome = check.check()
        monkeypatch.setattr("django_health.databases.mysql.queries._SIZE", "no statement")
        again = check.check()
    for one in (outcome, again):
        assert one.status is Status.OK
        assert one.details["too_slow"] == ["size_bytes"]
        assert figure(one, "size_bytes") is None
        assert figure(one, "missing_privileges") == 0


def test_unix_socket_and_option_file(mariadb: MariaDB, tmp_path: Path) -> None:
    """An option file alone can name socket, user and password."""
    file = tmp_path / "my.cnf"
    file.write_text(
        f"[client]\nuser={mariadb.user}\npassword='{mariadb.password}'\n"
        f"socket={mariadb.unix_socket}\n"
    )
    options = {"read_default_file": str(file)}
    target = target_of(mariadb, host="", port=None, user="", password=Secret(""), options=options)
    with closing(MySQLCheck(target, 5.0)) as check:
        assert check.check().status is Status.OK


def test_tls(tmp_path: Path) -> None:
    """TLS is used where it is offered, and the certificate is checked as far as asked."""
    files = issue_certificate(tmp_path, "localhost")
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    other = issue_certificate(stranger, "localhost").authority
    with MariaDB(tmp_path, tls=files) as server:
        cipher = "SHOW SESSION STATUS LIKE 'Ssl_cipher'"
        encrypted: dict[str, bool] = {}
        for name, options in {
            "preferred": {},
            "disabled": {"ssl_mode": "DISABLED"},
            "required": {"ssl_mode": "REQUIRED"},
            "authority": {"ssl": {"ca": str(files.authority)}},
        }.items():
            with closing(MySQLCheck(target_of(server, options=options), 5.0)) as check:
                check.check()
                session = check._kept.current
                assert session is not None
                encrypted[name] = bool(session.rows(cipher)[0][1])
        assert encrypted == {
            "preferred": True,
            "disabled": False,
            "required": True,
            "authority": True,
        }
        strange = target_of(server, options={"ssl": {"ca": str(other)}})
        assert failure(strange).reason is Reason.TLS
        # the certificate is for localhost, and the address is 127.0.0.1
        named = {"ssl": {"ca": str(files.authority), "check_hostname": True}}
        assert failure(target_of(server, options=named)).reason is Reason.TLS


def test_read_only_server(tmp_path: Path) -> None:
    """A server that refuses writes works and says so; an extra port's places are counted."""
    settings = {"read-only": "ON", "extra-port": free_port(), "extra-max-connections": 3}
    with (
        MariaDB(tmp_path, settings=settings) as server,
        closing(MySQLCheck(target_of(server), 5.0)) as check,
    ):
        outcome = check.check()
    assert outcome.details["read_only"] is True
    assert figure(outcome, "read_only") == 1
    assert figure(outcome, "reserved_connections") == 4


def test_wrong_options(mariadb: MariaDB) -> None:
    """Options that cannot work are refused when the check is made, in words without values."""
    with pytest.raises(TargetError, match="ssl_mode has to be one of DISABLED, ") as caught:
        MySQLCheck(target_of(mariadb, options={"ssl_mode": CANARY}), 5.0)
    assert str(caught.value).startswith("DATABASES['default']['OPTIONS']: ")
    assert CANARY not in str(caught.value)
