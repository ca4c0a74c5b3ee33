"""Sessions whose every wait ends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from django_health.databases.postgresql.errors import ConnectionLost
from django_health.databases.postgresql.parameters import connection_strings
from django_health.databases.postgresql.session import Session, StatementFailed, open_session
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason
from live_servers import PostgreSQL, SilentListener, free_port, issue_certificate
from postgresql_checks import target_of

LONG = 30.0
"""Seconds that no test may come near to."""


def opened(server: PostgreSQL, seconds: float = LONG, **changes: object) -> Session:
    """Open a session on a server."""
    return open_session(connection_strings(target_of(server, **changes)), Deadline(seconds))


def reason(server: PostgreSQL, seconds: float = LONG, **changes: object) -> Reason:
    """Return why no session can be opened on a server."""
    with pytest.raises(CheckFailed) as caught:
        opened(server, seconds, **changes)
    assert server.password not in str(caught.value)
    return caught.value.reason


@pytest.fixture
def session(postgresql: PostgreSQL) -> Iterator[Session]:
    """An open session."""
    session = opened(postgresql)
    yield session
    session.close()


def test_each_statement_has_its_result(session: Session) -> None:
    """Statements in one message are answered one by one."""
    results = session.query(b"SELECT 1; SELECT 2, 3", Deadline(LONG))

    assert [result.nfields for result in results] == [1, 2]


def test_one_statement_is_one(session: Session) -> None:
    """Where one is sent, the server refuses several, whatever they are."""
    assert session.query_one(b"SELECT 1;", Deadline(LONG)).get_value(0, 0) == b"1"
    with pytest.raises(StatementFailed) as caught:
        session.query_one(b"SELECT 1; SELECT 2", Deadline(LONG))
    assert caught.value.sqlstate == "42601"


@pytest.mark.parametrize("sql", [b"COPY (SELECT 1) TO STDOUT", b"SELECT 1; COPY t FROM STDIN"])
def test_a_copy_is_a_wrong_answer(session: Session, sql: bytes) -> None:
    """A server that begins to copy would do so for ever; nobody asked for that."""
    session.query(b"CREATE TEMPORARY TABLE t (a int)", Deadline(LONG))
    with pytest.raises(CheckFailed) as caught:
        session.query(sql, Deadline(LONG))
    assert caught.value.reason is Reason.WRONG_ANSWER


def test_statements_are_counted(session: Session) -> None:
    """Those that were run, one by one."""
    session.query(b"SELECT 1; SELECT 2", Deadline(LONG))
    session.query_one(b"SELECT 3", Deadline(LONG))
    assert session.statements == 3


def test_it_knows_the_server(session: Session) -> None:
    """The version is given without what the packager adds to it."""
    assert session.version_number >= 100000
    assert session.version.replace(".", "").isdecimal()


def test_a_refused_statement_keeps_the_answers_before_it(session: Session) -> None:
    """An error has its code and what was answered, and the session goes on."""
    with pytest.raises(StatementFailed) as caught:
        session.query(b"SELECT 1; SELECT 1 / 0; SELECT 2", Deadline(LONG))

    assert caught.value.sqlstate == "22012"
    assert len(caught.value.answered) == 1
    assert len(session.query(b"SELECT 1", Deadline(LONG))) == 1


def test_a_slow_statement_ends_at_the_deadline(session: Session) -> None:
    """The client does not wait longer than its deadline."""
    started = time.monotonic()

    with pytest.raises(CheckFailed) as caught:
        session.query(b"SELECT pg_sleep(20)", Deadline(0.2))

    assert caught.value.reason is Reason.TIMEOUT
    assert time.monotonic() - started < 5


def test_a_session_that_is_ended_by_the_server_is_lost(postgresql: PostgreSQL) -> None:
    """A session that an administrator ended is told from one whose statement failed."""
    session = opened(postgresql)
    with postgresql.connect() as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 10000)", [session.pid])

    with pytest.raises(ConnectionLost) as caught:
        session.query(b"SELECT 1", Deadline(LONG))

    session.close()
    assert caught.value.reason is Reason.UNAVAILABLE


def test_a_large_answer_arrives_whole(session: Session) -> None:
    """An answer of many packets is put together."""
    (result,) = session.query(b"SELECT repeat('x', 100000)", Deadline(LONG))

    assert len(result.get_value(0, 0) or b"") == 100000


def test_a_unix_socket_is_a_folder(postgresql: PostgreSQL) -> None:
    """HOST may be the folder of a unix socket."""
    opened(postgresql, host=str(postgresql.socket_directory)).close()


def test_the_next_host_is_tried(postgresql: PostgreSQL) -> None:
    """A refused first host leads to the second."""
    ports = f"{free_port()},{postgresql.port}"

    opened(postgresql, host="127.0.0.1,127.0.0.1", port=None, options={"port": ports}).close()


def test_a_silent_host_leaves_time_for_the_next(postgresql: PostgreSQL) -> None:
    """A first host that says nothing gets its share of the time only."""
    with SilentListener() as silent:
        ports = f"{silent.port},{postgresql.port}"
        changes = {"host": "127.0.0.1,127.0.0.1", "port": None, "options": {"port": ports}}
        opened(postgresql, 4.0, **changes).close()

        assert silent.accepted == 1


def test_a_silent_server_is_a_timeout(postgresql: PostgreSQL) -> None:
    """A listener that accepts and stays silent ends at the deadline."""
    started = time.monotonic()

    with SilentListener() as silent:
        assert reason(postgresql, 0.3, port=silent.port) is Reason.TIMEOUT

    assert time.monotonic() - started < 5


def test_the_users_connect_timeout_holds(postgresql: PostgreSQL) -> None:
    """OPTIONS may give less time to connecting than the run has."""
    started = time.monotonic()

    with SilentListener() as silent:
        options = {"connect_timeout": 1}
        assert reason(postgresql, LONG, port=silent.port, options=options) is Reason.TIMEOUT

    assert time.monotonic() - started < LONG / 2


def test_connecting_can_be_cancelled(postgresql: PostgreSQL) -> None:
    """A connection that is still being made ends soon when it is cancelled."""
    deadline = Deadline(LONG)
    started = time.monotonic()
    with SilentListener() as silent:
        timer = threading.Timer(0.1, deadline.cancel)
        timer.start()
        with pytest.raises(CheckFailed):
            open_session(connection_strings(target_of(postgresql, port=silent.port)), deadline)
        timer.join()

    assert time.monotonic() - started < LONG / 2


def test_a_closed_port_is_refused(postgresql: PostgreSQL) -> None:
    """Nobody listening is told as refused, also for a unix socket."""
    assert reason(postgresql, port=free_port()) is Reason.REFUSED
    assert reason(postgresql, host="/nonexistent") is Reason.REFUSED


def test_a_wrong_password_is_auth(postgresql: PostgreSQL) -> None:
    """The server's code says that the password is wrong."""
    from django_health.targets import NO_SECRET, Secret

    with pytest.raises(CheckFailed) as caught:
        opened(postgresql, password=Secret("canary-wrong"))
    assert caught.value.reason is Reason.AUTH
    assert "28P01" in str(caught.value)
    assert "canary" not in repr(caught.value)

    options = {"passfile": "/nonexistent"}
    assert reason(postgresql, password=NO_SECRET, options=options) is Reason.AUTH


def test_an_unknown_database_is_misconfigured(postgresql: PostgreSQL) -> None:
    """A database that does not exist is a mistake in the settings."""
    assert reason(postgresql, name="nobody") is Reason.MISCONFIGURED


def test_an_unknown_user_is_auth(postgresql: PostgreSQL) -> None:
    """A user that does not exist is refused as one with a wrong password is."""
    assert reason(postgresql, user="nobody") is Reason.AUTH


def test_an_unknown_service_is_misconfigured(postgresql: PostgreSQL) -> None:
    """A connection service that no file has is a mistake in the settings."""
    assert reason(postgresql, options={"service": "nobody"}) is Reason.MISCONFIGURED


def test_a_server_without_tls_is_tls(postgresql: PostgreSQL) -> None:
    """TLS that is required and not spoken is told as such."""
    assert reason(postgresql, options={"sslmode": "require"}) is Reason.TLS


def test_tls_is_verified_by_name(tmp_path: Path) -> None:
    """The certificate must be of the trusted authority and for the name in the settings."""
    files = issue_certificate(tmp_path, "localhost")
    (tmp_path / "other").mkdir()
    stranger = issue_certificate(tmp_path / "other", "localhost")
    trusting = {"sslmode": "verify-full", "sslrootcert": str(files.authority)}
    with PostgreSQL(tls=files) as server:
        opened(server, host="localhost", options=trusting).close()

        assert reason(server, host="127.0.0.1", options=trusting) is Reason.TLS
        wrong = trusting | {"sslrootcert": str(stranger.authority)}
        assert reason(server, host="localhost", options=wrong) is Reason.TLS
        assert reason(server, user="nobody", options={"sslmode": "require"}) is Reason.AUTH


@pytest.mark.parametrize("user", ["admin", "plain"])
def test_a_full_server_is_too_many_connections(user: str) -> None:
    """No slot at all, and none but the reserved ones, are told alike."""
    settings = {"max_connections": 4, "superuser_reserved_connections": 1, "max_wal_senders": 0}
    with PostgreSQL(settings=settings) as server:
        admin = server.connect()
        admin.execute(f"CREATE ROLE plain LOGIN PASSWORD '{server.password}'")
        sessions = [opened(server, user="plain") for _ in range(2)]
        if user == "admin":
            sessions.append(opened(server))
        try:
            assert reason(server, user=user) is Reason.TOO_MANY_CONNECTIONS
        finally:
            admin.close()
            for session in sessions:
                session.close()


def test_a_stranger_is_a_wrong_answer(postgresql: PostgreSQL) -> None:
    """A server that speaks something else is no database."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        talker = threading.Thread(target=talk)
        talker.start()
        port = listening.getsockname()[1]
        assert reason(postgresql, port=port) is Reason.WRONG_ANSWER
        talker.join()


def test_a_full_send_buffer_is_waited_for(postgresql: PostgreSQL) -> None:
    """A message larger than the socket's buffers arrives whole."""
    session = opened(postgresql)
    text = b"x" * 20_000_000

    (result,) = session.query(b"SELECT length('" + text + b"')", Deadline(LONG))

    session.close()
    assert result.get_value(0, 0) == b"20000000"
