"""The MySQL check when something is wrong: reasons, deadlines, cancelling and recovery."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

import mysql_floods
from django_health.databases.mysql.check import MySQLCheck
from django_health.databases.mysql.wire import MAX_BYTES
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.targets import Secret
from flood_listener import SYSTEM_BUFFERS, FloodListener
from live_servers import MariaDB, SilentListener, free_port
from mysql_checks import CANARY, failure, target_of, wait_until, works


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"password": Secret(CANARY)}, Reason.AUTH),
        ({"name": "absent"}, Reason.MISCONFIGURED),
        ({"options": {"ssl_mode": "REQUIRED"}}, Reason.TLS),
        ({"options": {"init_command": "SET no_such = 1"}}, Reason.MISCONFIGURED),
        ({"options": {"read_default_file": "/absent.cnf"}}, Reason.MISCONFIGURED),
        ({"options": {"ssl": {"ca": "/absent.pem"}}}, Reason.MISCONFIGURED),
        ({"host": "no-such-host.invalid"}, Reason.DNS),
        ({"host": "/absent.sock"}, Reason.REFUSED),
    ],
)
def test_failures(mariadb: MariaDB, changes: dict[str, object], reason: Reason) -> None:
    """Each fault has its reason, and no text of driver or server, nor a password, is told."""
    failed = failure(target_of(mariadb, **changes))
    assert failed.reason is reason
    told = f"{failed!r} {failed.outcome()!r}"
    for secret in (CANARY, mariadb.password, mariadb.user, str(mariadb.port), "absent"):
        assert secret not in told


def test_refused(mariadb: MariaDB) -> None:
    """A port on which nobody listens refuses."""
    assert failure(target_of(mariadb, port=free_port())).reason is Reason.REFUSED


def test_wrong_greeting(mariadb: MariaDB) -> None:
    """A server of another protocol answers wrongly."""
    with socket.create_server(("127.0.0.1", 0)) as other:

        def greet() -> None:
            accepted, _ = other.accept()
            with accepted:
                accepted.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")

        greeter = threading.Thread(target=greet)
        greeter.start()
        failed = failure(target_of(mariadb, port=other.getsockname()[1]))
        greeter.join()
    assert failed.reason is Reason.WRONG_ANSWER


@pytest.mark.parametrize(
    ("openings", "flood"),
    [
        ((), mysql_floods.greeting),
        (mysql_floods.OPENINGS, mysql_floods.long_packet),
        (mysql_floods.OPENINGS, mysql_floods.rows),
    ],
    ids=["greeting", "long-packet", "rows"],
)
def test_endless_answer(
    mariadb: MariaDB, openings: tuple[bytes, ...], flood: Callable[[], Iterable[bytes]]
) -> None:
    """An answer without end is cut off, and is a wrong one."""
    with FloodListener(openings, flood) as listener:
        failed = failure(target_of(mariadb, port=listener.port), timeout=30.0)
    assert failed.reason is Reason.WRONG_ANSWER
    assert 0 <= listener.sent < MAX_BYTES + SYSTEM_BUFFERS


def test_allowance_is_for_each_run(mariadb: MariaDB) -> None:
    """What earlier runs on a kept connection heard is not held against the next."""
    with closing(MySQLCheck(target_of(mariadb), 5.0)) as check:
        check.check()
        check._wire._left = 1
        assert check.check().status is Status.OK


@pytest.mark.parametrize(
    "changes",
    [
        {"password": Secret(f"{CANARY}\ud800")},
        {"user": f"{CANARY}\ud800"},
        {"name": f"{CANARY}\ud800"},
        {"user": f"{CANARY}\u0142", "options": {"charset": "latin1"}},
        {"options": {"init_command": f"SET @a = '{CANARY}\ud800'"}},
    ],
    ids=["password", "user", "name", "charset", "init_command"],
)
def test_text_that_does_not_encode(mariadb: MariaDB, changes: dict[str, object]) -> None:
    """It is a mistake of the settings, not of a host's name, and is not repeated."""
    failed = failure(target_of(mariadb, **changes))
    assert failed.reason is Reason.MISCONFIGURED
    assert CANARY not in f"{failed!r} {failed.outcome()!r} {failed.__context__!r}"


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".invalid"])
def test_host_that_does_not_encode(mariadb: MariaDB, host: str) -> None:
    """It is a name that does not resolve."""
    assert failure(target_of(mariadb, host=host)).reason is Reason.DNS


def test_too_many_connections(tmp_path: Path) -> None:
    """A server without a free connection is told from one that is down."""
    with MariaDB(tmp_path, settings={"max-connections": 10}) as server:
        with server.connect() as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE USER poor@'127.0.0.1' IDENTIFIED BY '{CANARY}'")
            cursor.execute(f"GRANT SELECT ON {server.database}.* TO poor@'127.0.0.1'")
        target = target_of(server, user="poor", password=Secret(CANARY))
        held = [server.connect() for _ in range(10)]
        assert failure(target).reason is Reason.TOO_MANY_CONNECTIONS
        held.pop().close()
        with closing(MySQLCheck(target, 5.0)) as check:
            wait_until(lambda: works(check))
        for connection in held:
            connection.close()


def test_silent_server(mariadb: MariaDB) -> None:
    """A listener that accepts and stays silent is a timeout, in time."""
    with SilentListener() as listener:
        started = time.monotonic()
        failed = failure(target_of(mariadb, port=listener.port), timeout=0.5)
    assert failed.reason is Reason.TIMEOUT
    assert time.monotonic() - started < 5


def test_cancel_while_connecting(mariadb: MariaDB) -> None:
    """A run that waits for the greeting ends at once when cancelled, and does not connect anew."""
    with SilentListener() as listener:
        check = MySQLCheck(target_of(mariadb, port=listener.port), 60.0)
        ended = run_cancelled(check, lambda: listener.accepted == 1)
        assert ended < 10
        assert listener.accepted == 1


def run_cancelled(check: MySQLCheck, is_waiting: Callable[[], bool]) -> float:
    """Run a check, cancel it when it waits, and return the seconds until it ended after that."""
    failures: list[CheckFailed] = []

    def run() -> None:
        try:
            check.check()
        except CheckFailed as failed:
            failures.append(failed)

    thread = threading.Thread(target=run)
    thread.start()
    wait_until(is_waiting)
    time.sleep(0.2)
    started = time.monotonic()
    check.cancel()
    thread.join()
    assert failures
    return time.monotonic() - started


def test_pause_cancel_and_return(tmp_path: Path) -> None:
    """A frozen server's run ends at cancel(), opens nothing more, and works once it goes on."""
    with MariaDB(tmp_path) as server, closing(MySQLCheck(target_of(server), 60.0)) as check:
        check.check()
        server.pause()
        assert run_cancelled(check, lambda: True) < 10
        server.resume()
        assert check.check().status is Status.OK


def test_restart(tmp_path: Path) -> None:
    """A kept connection that the server's restart has broken is replaced within the run."""
    with MariaDB(tmp_path) as server, closing(MySQLCheck(target_of(server), 10.0)) as check:
        check.check()
        server.restart()
        assert check.check().status is Status.OK
        server.stop()
        with pytest.raises(CheckFailed) as caught:
            check.check()
        assert caught.value.reason is Reason.REFUSED


def test_killed_session(mariadb: MariaDB) -> None:
    """A session that an administrator kills is replaced within the run."""
    with closing(MySQLCheck(target_of(mariadb), 5.0)) as check:
        check.check()
        session = check._kept.current
        assert session is not None
        number = session.rows("SELECT CONNECTION_ID()")[0][0]
        with mariadb.connect() as admin, admin.cursor() as cursor:
            cursor.execute(f"KILL {number}")
        assert check.check().status is Status.OK
        assert check._kept.current is not session
