"""What a scrape of a daemon asks the servers, heard at the servers from the daemon's start on."""

from __future__ import annotations

import re
import shlex
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

from live_servers import MariaDB, PostgreSQL, Redis
from stand.program import Program
from stand.servers import Servers

OUR_NAME = "django-health-exporter"
"""What our connections call themselves at Redis."""

_WARM_UP = 10
_BEGIN, _END = "begin-of-a-scrape", "end-of-a-scrape"
_STATEMENT = re.compile(
    r"^\S+ \S+ \S+ \[\d+\] LOG:  (statement|execute <unnamed>): (.*(?:\n\t.*)*)", re.MULTILINE
)


class Message(NamedTuple):
    """What PostgreSQL was sent, and whether in the form that may be several statements."""

    text: str
    is_simple: bool


class Heard(NamedTuple):
    """Statements and commands of one scrape, in the order of asking.

    Attributes:
        prepared: What was prepared at PostgreSQL before, and is used by the messages.
        postgresql: Messages.
        mariadb: Texts; one may be several statements.
        redis: Commands as words.
    """

    prepared: list[Message]
    postgresql: list[Message]
    mariadb: list[str]
    redis: list[list[str]]


def heard(servers: Servers, program: Program) -> Heard:
    """Start a daemon, and return what one scrape of it asks; nobody else may ask meanwhile."""
    commands: list[tuple[str, list[str]]] = []
    listener = threading.Thread(target=_listen, args=(servers.redis, commands), daemon=True)
    listener.start()
    _wait_for(lambda: _monitors(servers.redis) == 1)
    with closing(servers.redis.connect()) as redis, _statements_told(servers) as cursor:
        from_start = len(servers.postgresql.log)
        program.start()
        program.wait()
        for _ in range(_WARM_UP):
            program.scraper.scrape()
        cursor.execute("TRUNCATE mysql.general_log")
        begun = len(servers.postgresql.log)
        redis.echo(_BEGIN)
        program.scraper.scrape()
        ours = {entry["addr"] for entry in redis.client_list() if entry["name"] == OUR_NAME}
        redis.echo(_END)
        listener.join(10)
        log = servers.postgresql.log
        prepared = [each for each in _messages(log[from_start:begun]) if "PREPARE" in each.text]
        at_mariadb = _of_mariadb(servers.mariadb, cursor)
    at_redis = [words for address, words in commands if address in ours]
    return Heard(prepared, _messages(log[begun:]), at_mariadb, at_redis)


@contextmanager
def _statements_told(servers: Servers) -> Iterator[Any]:
    """Have both databases log all statements; give a cursor of MariaDB, whose log is a table."""
    with closing(servers.mariadb.connect()) as mariadb, mariadb.cursor() as cursor:
        cursor.execute("SET GLOBAL log_output = 'TABLE'")
        cursor.execute("SET GLOBAL general_log = 1")
        _log_statements(servers.postgresql, "all")
        try:
            yield cursor
        finally:
            cursor.execute("SET GLOBAL general_log = 0")
            _log_statements(servers.postgresql, "none")


def _log_statements(server: PostgreSQL, which: str) -> None:
    length = len(server.log)
    with server.connect() as connection:
        connection.execute(f"ALTER SYSTEM SET log_statement = '{which}'".encode())
        connection.execute("SELECT pg_reload_conf()")
    _wait_for(lambda: f'"log_statement" changed to "{which}"' in server.log[length:])


def _messages(log: str) -> list[Message]:
    return [
        Message(found[2].replace("\n\t", "\n"), found[1] == "statement")
        for found in _STATEMENT.finditer(log)
    ]


def _of_mariadb(server: MariaDB, cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT CONVERT(argument USING utf8mb4), user_host FROM mysql.general_log"
        " WHERE command_type = 'Query' AND thread_id <> CONNECTION_ID() ORDER BY event_time"
    )
    return [str(text) for text, who in cursor.fetchall() if server.user in who]


def _listen(server: Redis, asked: list[tuple[str, list[str]]]) -> None:
    """Take down the commands from the one marker to the other, with who sent them."""
    with closing(server.connect()) as client:
        monitor: Any = client.monitor()  # type: ignore[no-untyped-call]
        with monitor as listening:
            for command in listening.listen():
                words = shlex.split(command["command"])
                if words == ["ECHO", _BEGIN]:
                    asked.clear()
                elif words == ["ECHO", _END]:
                    return
                else:
                    place = f"{command['client_address']}:{command['client_port']}"
                    asked.append((place, words))


def _monitors(server: Redis) -> int:
    with closing(server.connect()) as client:
        return sum(entry["cmd"] == "monitor" for entry in client.client_list())


def _wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 10
    while not condition():
        if time.monotonic() > limit:
            raise RuntimeError("the servers do not tell what they are asked")
        time.sleep(0.01)
