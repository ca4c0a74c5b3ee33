"""The MySQL check when something is wrong: reasons, deadlines, cancelling and recovery."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from django_health.databases.mysql.check import MySQLCheck
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.targets import Secret
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
