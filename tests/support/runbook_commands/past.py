"""What has happened on the servers, so that their logs and lists have something to tell."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress

import psycopg
import pymysql
import redis

from live_celery import app_of
from live_celery import closing as closing_app
from live_servers import MariaDB, PostgreSQL, Redis
from runbook_commands.stage import Stage

QUEUE = "waiting"
"""A queue that no worker looks at."""

_NAMES = ("monitor", "REPL")
_UPDATE = "UPDATE past SET id = id WHERE id = %s"


@contextmanager
def past_of(stage: Stage) -> Iterator[None]:
    """Make the past; some of it lasts until the end."""
    servers = stage.servers
    _in_postgresql(servers.postgresql)
    _in_mariadb(servers.mariadb)
    _in_celery(servers.broker)
    with ExitStack() as held:
        for server in (servers.redis, servers.broker):
            _in_redis(server)
        blocked = socket.create_connection((servers.redis.host, servers.redis.port))
        held.enter_context(blocked)
        blocked.sendall(b"BLPOP nothing 0\r\n")
        cached = servers.cached[0]
        with socket.create_connection((cached.host, cached.port)) as client:
            client.sendall(b"set past 0 0 1\r\nx\r\n")
            client.recv(100)
        yield


def _in_postgresql(server: PostgreSQL) -> None:
    """A deadlock, and a transaction that goes on after an error."""
    with closing(server.connect()) as one, closing(server.connect()) as other:
        one.execute("CREATE TABLE past (id integer PRIMARY KEY)")
        one.execute("INSERT INTO past VALUES (1), (2)")
        one.execute("CREATE ROLE monitor LOGIN")
        one.execute("CREATE EXTENSION pg_stat_statements")
        for connection, row in ((one, 1), (other, 2)):
            connection.execute("BEGIN")
            connection.execute(_UPDATE, [row])
        waiting = threading.Thread(target=_update, args=(one, 2))
        waiting.start()
        _update(other, 1)
        waiting.join()
        for connection in (one, other):
            with suppress(psycopg.Error):
                connection.execute("SELECT 1 / 0")
            with suppress(psycopg.Error):
                connection.execute("SELECT 1")


def _update(connection: psycopg.Connection, row: int) -> None:
    with suppress(psycopg.errors.DeadlockDetected):
        connection.execute(_UPDATE, [row])


def _in_mariadb(server: MariaDB) -> None:
    """A slow statement, and somebody with a wrong password."""
    with closing(server.connect()) as admin, admin.cursor() as cursor:
        for name in _NAMES:
            cursor.execute(f"CREATE USER '{name}'@'%'")
        cursor.execute("SET GLOBAL slow_query_log_file = 'slow.log'")
        cursor.execute("SET GLOBAL slow_query_log = ON")
        cursor.execute("SET long_query_time = 0")
        cursor.execute("SELECT SLEEP(0.01)")
    with suppress(pymysql.err.OperationalError):
        pymysql.connect(host=server.host, port=server.port, user="monitor", password="canary-x")


def _in_redis(server: Redis) -> None:
    """Commands that count as slow, an account, and a login that failed."""
    with server.connect() as client:
        client.config_set("slowlog-log-slower-than", 0)
        client.acl_setuser("monitor", enabled=True, passwords=["+canary-of-monitor"])
        client.set("past", 1)
        with suppress(redis.AuthenticationError):
            client.execute_command("AUTH", "monitor", "canary-x")


def _in_celery(broker: Redis) -> None:
    """A message that waits, and one that a worker has taken and keeps for later."""
    with closing_app(app_of(f"redis://{broker.host}:{broker.port}/0")) as app:
        app.send_task("canary.sleep", (0,), queue=QUEUE)
        app.send_task("canary.sleep", (0,), countdown=3600)
