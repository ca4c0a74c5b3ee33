"""Asking a live server on its own protocol, and whether a process is alive."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from live_servers import (
    LiveServer,
    MariaDB,
    Memcached,
    PostgreSQL,
    Prometheus,
    Redis,
)


def select_from_postgresql(server: LiveServer) -> object:
    """Return the port that the server says it has."""
    assert isinstance(server, PostgreSQL)
    with server.connect() as connection:
        row = connection.execute("SELECT inet_server_port()").fetchone()
    return row[0] if row else None


def select_from_mariadb(server: LiveServer) -> object:
    """Return the port that the server says it has."""
    assert isinstance(server, MariaDB)
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT @@port")
        row = cursor.fetchone()
    return row[0] if row else None


def ask_redis(server: LiveServer) -> object:
    """Return the port that the server says it has."""
    assert isinstance(server, Redis)
    with server.connect() as client:
        return client.info("server")["tcp_port"]


def ask_memcached(server: LiveServer) -> object:
    """Return the port that the server says it has."""
    assert isinstance(server, Memcached)
    client: Any = server.connect()
    try:
        return int(client.stats("settings")[b"tcpport"])
    finally:
        client.close()


def ask_prometheus(server: LiveServer) -> object:
    """Return the result of a sum that comes out as the server's port."""
    assert isinstance(server, Prometheus)
    return int(server.query(f"vector({server.port})")[0]["value"][1])


def is_alive(pid: int) -> bool:
    """Whether a process runs, be it frozen; not when it is dead and only not yet reaped."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def ends(pid: int) -> bool:
    """Whether a process ends within ten seconds."""
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(pid)
