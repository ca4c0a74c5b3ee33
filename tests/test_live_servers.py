"""The servers that the other tests stand on do what these tests trust them to do."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from live_servers import (
    LiveServer,
    MariaDB,
    Memcached,
    PostgreSQL,
    Prometheus,
    Redis,
    TLSFiles,
    free_port,
    issue_certificate,
)
from server_questions import (
    ask_memcached,
    ask_prometheus,
    ask_redis,
    is_alive,
    select_from_mariadb,
    select_from_postgresql,
)


def prometheus_alone(directory: Path) -> Prometheus:
    """Return a Prometheus that scrapes nothing."""
    return Prometheus(directory, targets=[])


EVERY_SERVER = pytest.mark.parametrize(
    ("make", "ask"),
    [
        pytest.param(PostgreSQL, select_from_postgresql, id="postgresql"),
        pytest.param(MariaDB, select_from_mariadb, id="mariadb"),
        pytest.param(Redis, ask_redis, id="redis"),
        pytest.param(Memcached, ask_memcached, id="memcached"),
        pytest.param(prometheus_alone, ask_prometheus, id="prometheus"),
    ],
)

Make = Callable[[Path], LiveServer]
Ask = Callable[[LiveServer], object]


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> TLSFiles:
    """A certificate for loopback."""
    return issue_certificate(tmp_path_factory.mktemp("tls"))


@EVERY_SERVER
def test_it_answers_stops_and_starts_again(make: Make, ask: Ask, tmp_path: Path) -> None:
    """It answers on its port, is gone after a stop, and comes back on the same port."""
    with make(tmp_path) as server:
        port, first_pid = server.port, server.pid
        assert ask(server) == port
        server.stop()
        assert not is_alive(first_pid)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((server.host, port), 5)
        server.start()
        assert ask(server) == port
        second_pid = server.pid
        server.restart()
        assert ask(server) == server.port == port
        assert len({first_pid, second_pid, server.pid}) == 3


@EVERY_SERVER
def test_its_pause_is_silence(make: Make, ask: Ask, tmp_path: Path) -> None:
    """While paused it takes connections and says nothing; afterwards it answers again."""
    with make(tmp_path) as server:
        server.pause()
        with socket.create_connection((server.host, server.port), 5) as connection:
            connection.settimeout(0.3)
            connection.sendall(b"version\r\n")
            with pytest.raises(TimeoutError):
                connection.recv(1)
        server.resume()
        assert ask(server) == server.port


@EVERY_SERVER
def test_nothing_is_left_of_it(make: Make, ask: Ask, tmp_path: Path) -> None:
    """Its end, even while it is paused, ends the process and removes the data."""
    with make(tmp_path) as server:
        assert ask(server) == server.port
        pid, directory = server.pid, server.directory
        assert directory.is_dir()
        server.pause()
    assert not is_alive(pid)
    assert not directory.exists()


def test_the_shared_servers_answer(
    postgresql: PostgreSQL, mariadb: MariaDB, redis_server: Redis, memcached: Memcached
) -> None:
    """The servers of the session are up."""
    assert select_from_postgresql(postgresql) == postgresql.port
    assert select_from_mariadb(mariadb) == mariadb.port
    assert ask_redis(redis_server) == redis_server.port
    assert ask_memcached(memcached) == memcached.port


def test_a_pause_freezes_open_sessions(tmp_path: Path) -> None:
    """A session that PostgreSQL serves in a process of its own is frozen with the rest."""
    with PostgreSQL(tmp_path) as server, server.connect() as connection:
        server.pause()
        connection.pgconn.send_query(b"SELECT 1")
        with socket.socket(fileno=os.dup(connection.pgconn.socket)) as wire:
            wire.settimeout(0.3)
            with pytest.raises(TimeoutError):
                wire.recv(1, socket.MSG_PEEK)
            server.resume()
            wire.settimeout(10)
            assert wire.recv(1, socket.MSG_PEEK)
        while connection.pgconn.get_result():
            """Read the answer, so that the session can end in order."""


def test_data_survives_a_restart(tmp_path: Path) -> None:
    """The databases keep what was written before a stop."""
    with PostgreSQL(tmp_path) as postgresql, MariaDB(tmp_path) as mariadb:
        with postgresql.connect() as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        with mariadb.connect() as other, other.cursor() as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 7 AS number")
        postgresql.restart()
        mariadb.restart()
        with postgresql.connect() as connection:
            assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]
        with mariadb.connect() as other, other.cursor() as cursor:
            cursor.execute("SELECT number FROM kept")
            assert cursor.fetchall() == ((7,),)


def test_settings_reach_the_servers(tmp_path: Path) -> None:
    """Options given to a server are in force."""
    with PostgreSQL(tmp_path, settings={"max_connections": 7}) as server, server.connect() as link:
        assert link.execute("SHOW max_connections").fetchone() == ("7",)
    with (
        MariaDB(tmp_path, settings={"max_connections": 12}) as other,
        other.connect() as session,
        session.cursor() as cursor,
    ):
        cursor.execute("SELECT @@max_connections")
        assert cursor.fetchone() == (12,)
    with Redis(tmp_path, arguments=["--maxclients", "9"]) as cache, cache.connect() as client:
        assert client.config_get("maxclients") == {"maxclients": "9"}
    with Memcached(tmp_path, arguments=["-m", "8"]) as small:
        settings: Any = small.connect()
        assert settings.stats("settings")[b"maxbytes"] == 8 * 1024 * 1024
        settings.close()


def test_databases_want_the_password(postgresql: PostgreSQL, mariadb: MariaDB) -> None:
    """A wrong password is refused, and PostgreSQL's is kept as SCRAM."""
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(
            host=postgresql.host,
            port=postgresql.port,
            user=postgresql.user,
            password="wrong",
            dbname=postgresql.database,
        )
    with postgresql.connect() as connection:
        query = "SELECT rolpassword FROM pg_authid WHERE rolname = 'admin'"
        row = connection.execute(query).fetchone()
    assert row is not None
    assert row[0].startswith("SCRAM-SHA-256$")
    with pytest.raises(pymysql.err.OperationalError, match="Access denied"):
        pymysql.connect(host=mariadb.host, port=mariadb.port, user=mariadb.user, password="wrong")


def test_redis_wants_its_password(tmp_path: Path) -> None:
    """A Redis with a password answers those who know it, and it is not in its command line."""
    with Redis(tmp_path, password="canary-of-redis") as server:
        assert ask_redis(server) == server.port
        stranger = redis.Redis(host=server.host, port=server.port, retry=Retry(NoBackoff(), 0))
        with stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        assert b"canary" not in Path(f"/proc/{server.pid}/cmdline").read_bytes()


def test_postgresql_on_its_unix_socket(postgresql: PostgreSQL) -> None:
    """PostgreSQL answers on its unix socket, with a password."""
    with psycopg.connect(
        host=str(postgresql.socket_directory),
        port=postgresql.port,
        user=postgresql.user,
        password=postgresql.password,
        dbname=postgresql.database,
    ) as connection:
        assert connection.execute("SELECT inet_server_addr()").fetchone() == (None,)


def test_mariadb_on_its_unix_socket(mariadb: MariaDB) -> None:
    """MariaDB answers on its unix socket, with a password."""
    with pymysql.connect(
        unix_socket=str(mariadb.unix_socket), user=mariadb.user, password=mariadb.password
    ) as session:
        session.ping(reconnect=False)


def test_redis_on_its_unix_socket(redis_server: Redis) -> None:
    """Redis answers on its unix socket."""
    with redis.Redis(unix_socket_path=str(redis_server.unix_socket)) as client:
        assert client.ping()


def test_tls(tmp_path: Path, tls: TLSFiles) -> None:
    """Given a certificate the servers speak TLS that a client with the authority can verify."""
    with (
        PostgreSQL(tmp_path, tls=tls) as postgresql,
        psycopg.connect(
            host=postgresql.host,
            port=postgresql.port,
            user=postgresql.user,
            password=postgresql.password,
            dbname=postgresql.database,
            sslmode="verify-full",
            sslrootcert=str(tls.authority),
        ) as connection,
    ):
        row = connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert row.fetchone() == (True,)
    with (
        MariaDB(tmp_path, tls=tls) as mariadb,
        pymysql.connect(
            host=mariadb.host,
            port=mariadb.port,
            user=mariadb.user,
            password=mariadb.password,
            ssl=ssl.create_default_context(cafile=str(tls.authority)),
        ) as session,
        session.cursor() as cursor,
    ):
        cursor.execute("SHOW STATUS LIKE 'Ssl_version'")
        assert cursor.fetchone() == ("Ssl_version", "TLSv1.3")
    with Redis(tmp_path, tls=tls) as server:
        with redis.Redis(
            host=server.host, port=server.tls_port, ssl=True, ssl_ca_certs=str(tls.authority)
        ) as client:
            assert client.ping()
        assert ask_redis(server) == server.port


def test_prometheus_scrapes(tmp_path: Path) -> None:
    """Prometheus scrapes its targets, and one can wait for what it finds."""
    with prometheus_alone(tmp_path) as target:
        there, absent = f"127.0.0.1:{target.port}", f"127.0.0.1:{free_port()}"
        with Prometheus(tmp_path, targets=[there, absent], scrape_interval="200ms") as server:
            found = server.wait_for("up", lambda samples: len(samples) == 2)
            assert {s["metric"]["instance"]: s["value"][1] for s in found} == {
                there: "1",
                absent: "0",
            }
            with pytest.raises(TimeoutError, match="is still"):
                server.wait_for("up", lambda samples: len(samples) == 3, timeout=0.3)
            with pytest.raises(ValueError, match="scalar, not a vector"):
                server.query("1")
