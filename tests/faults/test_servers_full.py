"""A server whose connections are all taken, by others than the daemon."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress

import psycopg
import pymysql
import pytest
from pymemcache.client.base import Client

from live_servers import MariaDB, Memcached, PostgreSQL, Redis
from sample_checks import eventually
from server_faults import PASSWORD, WATCHER, Fault, Ground, borne, everywhere

PATIENCE = 20.0
"""Seconds that a server may take to answer."""


@contextmanager
def _full_postgresql(server: PostgreSQL) -> Iterator[None]:
    conninfo = f"host={server.host} port={server.port} user={WATCHER} dbname={server.database}"
    with server.connect() as admin:  # in a place that is kept for administrators
        with ExitStack() as taken:
            admin.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = %s",
                [WATCHER],
            )
            with suppress(psycopg.OperationalError):
                while True:
                    taken.enter_context(psycopg.connect(conninfo, password=PASSWORD))
            yield
        eventually(lambda: _sessions(admin) == 0)


def _sessions(admin: psycopg.Connection) -> int:
    row = admin.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = %s", [WATCHER])
    return int((row.fetchone() or (-1,))[0])


@contextmanager
def _full_mariadb(server: MariaDB) -> Iterator[None]:
    with server.connect() as admin, admin.cursor() as cursor:
        with ExitStack() as taken:
            cursor.execute(f"KILL USER {WATCHER}@'127.0.0.1'")
            with suppress(pymysql.err.OperationalError):
                while True:
                    taken.enter_context(
                        pymysql.connect(
                            host=server.host, port=server.port, user=WATCHER, password=PASSWORD
                        )
                    )
            yield
        eventually(lambda: cursor.execute("SHOW PROCESSLIST") == 1)


@contextmanager
def _full_redis(server: Redis) -> Iterator[None]:
    with server.connect() as admin:
        most = admin.config_get("maxclients")["maxclients"]
        admin.config_set("maxclients", 1)
        admin.client_kill_filter(user=WATCHER)
        try:
            yield
        finally:
            admin.config_set("maxclients", most)


@contextmanager
def _full_memcached(server: Memcached) -> Iterator[None]:
    server.restart()  # nothing else cuts the connection of a client
    place = (server.host, server.port)
    with closing(server.connect()) as client:
        alone = _connections(client)
        with ExitStack() as taken:
            while _is_let_in(taken.enter_context(socket.create_connection(place))):
                pass
            yield
        eventually(lambda: _connections(client) == alone)


def _connections(client: Client) -> int:
    return int(client.stats()[b"curr_connections"])  # type: ignore[no-untyped-call]


def _is_let_in(client: socket.socket) -> bool:
    client.settimeout(PATIENCE)
    client.sendall(b"version\r\n")
    return client.recv(100).startswith(b"VERSION")


FAULTS: dict[str, Fault] = {
    "database/postgresql": lambda ground: _full_postgresql(ground.postgresql),
    "database/mariadb": lambda ground: _full_mariadb(ground.mariadb),
    "cache/redis": lambda ground: _full_redis(ground.redis),
    "cache/memcached": lambda ground: _full_memcached(ground.memcached),
    "celery/workers": lambda ground: _full_redis(ground.broker),
}
"""Each takes all places, that of the daemon's kept connection too, and gives them back."""


@pytest.mark.parametrize("target", FAULTS)
def test_no_place_left(ground: Ground, target: str) -> None:
    """It is ``too_many_connections`` until a place is free."""
    borne(ground.watch, FAULTS[target](ground), {target: "too_many_connections"})


def test_no_place_left_anywhere(ground: Ground) -> None:
    """Each of them is told so, and all are back at once."""
    borne(ground.watch, everywhere(FAULTS, ground), dict.fromkeys(FAULTS, "too_many_connections"))


@pytest.mark.parametrize("target", ["database/postgresql", "database/mariadb"])
def test_places_taken_beside_the_kept_connection(ground: Ground, target: str) -> None:
    """The daemon has its place, and tells how many others are taken."""
    server = ground.servers[target]
    assert isinstance(server, PostgreSQL | MariaDB)
    with ExitStack() as taken:
        for _ in range(2):
            taken.enter_context(server.connect())
        samples = ground.watch.expect()
    connections = samples("django_health_database_connections", database=target.split("/")[1])
    assert connections is not None
    assert connections >= 3
