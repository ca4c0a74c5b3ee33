"""The calls of a scrape alone, over the same drivers on kept connections: nothing is made of them.

What belongs to them: a statement is sent and its answer is read and taken apart as the driver does
it; a file of the kernel is opened, read and closed. What does not: deadlines, comparing, reckoning,
figures, text, HTTP.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pymysql
from psycopg.pq import ExecStatus, PGconn
from pymemcache.client.base import Client
from pymysql.constants import CLIENT
from redis.connection import Connection

from stand.servers import Servers
from stand.spied import Heard

if TYPE_CHECKING:
    from psycopg.pq.abc import PGresult

_PART = 1 << 16
"""Bytes that are read of a file at most."""

Calls = Callable[[], None]
"""All calls of a kind, one after the other."""


class RawCalls:
    """Something to ask like a daemon, which does the calls of its scrape in this process."""

    def __init__(self, name: str, parts: dict[str, Calls]) -> None:
        self.name = name
        self._parts = list(parts.values())

    def cpu_seconds(self) -> float:
        """CPU seconds of this process."""
        return time.process_time()

    def scrape(self) -> float:
        """Do all calls once."""
        started = time.perf_counter()
        for calls in self._parts:
            calls()
        return time.perf_counter() - started


def raw_calls(servers: Servers, asked: Heard, kept: ExitStack) -> dict[str, Calls]:
    """Return the calls to each server and to the kernel."""
    return {
        "PostgreSQL": _postgresql(servers, asked, kept),
        "MariaDB": _mariadb(servers, asked.mariadb, kept),
        "Redis": _redis(servers, asked.redis, kept),
        "Memcached": _memcached(servers, kept),
        "host": _host(kept),
    }


def _postgresql(servers: Servers, asked: Heard, kept: ExitStack) -> Calls:
    server = servers.postgresql
    login = f"user={server.user} password={server.password} dbname={server.database}"
    connection = PGconn.connect(f"host={server.host} port={server.port} {login}".encode())
    kept.callback(connection.finish)
    for message in asked.prepared:
        _require_answer(connection.exec_(message.text.encode()))
    messages = [(each.text.encode(), each.is_simple) for each in asked.postgresql]

    def ask() -> None:
        for text, is_simple in messages:
            result = connection.exec_(text) if is_simple else connection.exec_params(text, None)
            _require_answer(result)

    return ask


def _require_answer(result: PGresult) -> None:
    if result.status not in {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}:
        raise RuntimeError(result.error_message)


def _mariadb(servers: Servers, statements: list[str], kept: ExitStack) -> Calls:
    server = servers.mariadb
    connection = pymysql.connect(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password,
        database=server.database,
        ssl_disabled=True,
        autocommit=True,
        client_flag=CLIENT.MULTI_STATEMENTS,
    )
    kept.callback(connection.close)
    cursor = connection.cursor()

    def ask() -> None:
        for text in statements:
            cursor.execute(text)
            cursor.fetchall()
            while cursor.nextset():
                cursor.fetchall()

    return ask


def _redis(servers: Servers, commands: list[list[str]], kept: ExitStack) -> Calls:
    server = servers.redis
    connection: Any = Connection(host=server.host, port=server.port, protocol=2, socket_timeout=5)  # type: ignore[no-untyped-call]
    connection.connect()
    kept.callback(connection.disconnect)

    def ask() -> None:
        for command in commands:
            connection.send_command(*command)
            connection.read_response()

    return ask


def _memcached(servers: Servers, kept: ExitStack) -> Calls:
    server = servers.memcached
    client = Client((server.host, server.port), no_delay=True, timeout=5)
    line = socket.create_connection((server.host, server.port), timeout=5)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    kept.callback(client.close)
    kept.callback(line.close)

    def ask() -> None:
        line.sendall(b"stats\r\n")
        text = b""
        while not text.endswith(b"END\r\n"):
            text += line.recv(1 << 16)
        client.set(b"bench", b"value", expire=60, noreply=False)
        client.get(b"bench")
        client.delete(b"bench", noreply=False)

    return ask


def _host(kept: ExitStack) -> Calls:
    script = Path(__file__).with_name("host_reads.py")
    told = subprocess.run(  # noqa: S603
        [sys.executable, str(script)], check=True, stdout=subprocess.PIPE
    )
    held: dict[str, int] = {}
    steps: list[Callable[[], object]] = []
    for call, place, offset in json.loads(told.stdout):
        if call == "open":
            steps.append(partial(_read, place))
        elif call == "pread":
            if place not in held:
                held[place] = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
                kept.callback(os.close, held[place])
            steps.append(partial(os.pread, held[place], _PART, offset))
        else:
            steps.append(partial(getattr(os, call), *([place] if place else [])))

    def ask() -> None:
        for step in steps:
            step()

    return ask


def _read(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    os.read(descriptor, _PART)
    os.close(descriptor)
