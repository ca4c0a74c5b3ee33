"""What makes a real Redis uneasy while it goes on answering."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from live_servers import Redis

GUEST = "guest"
"""Who may not see all."""

_MANY = 150_000

SLOW_COMMAND = 0.15
"""Seconds that each of the commands takes which come one after the other."""


def fill(server: Redis, share: float) -> None:
    """Use this share of the memory that it may use, and let it drop nothing."""
    with server.connect() as client:
        client.mset({f"kept:{number}": "x" * 1000 for number in range(8000)})
        used = int(client.info("memory")["used_memory"])
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", int(used / share))


def evict(server: Redis, count: int) -> None:
    """Have it drop so many keys at least."""
    with server.connect() as client, client.pipeline(transaction=False) as pipe:
        client.config_set("maxmemory-policy", "allkeys-lru")
        client.config_set("maxmemory", "4mb")
        for number in range(count + 5000):
            pipe.set(f"dropped:{number}", "x" * 1000)
        pipe.execute()


def miss(server: Redis, count: int) -> None:
    """Ask for so many keys that are not there."""
    with server.connect() as client, client.pipeline(transaction=False) as pipe:
        for number in range(count):
            pipe.get(f"missing:{number}")
        pipe.execute()


def fail_to_save(server: Redis) -> None:
    """Have it try to save where a folder is in its way."""
    (server.directory / "dump.rdb").mkdir()
    with server.connect() as client:
        client.bgsave()


def restrict(server: Redis) -> None:
    """Let it have a user who may not see its figures."""
    with server.connect() as client:
        client.acl_setuser(GUEST, True, nopass=True, keys="*", commands=["+@all", "-info"])


@contextmanager
def loading() -> Iterator[Redis]:
    """One that was started anew with keys that take it minutes to load."""
    with Redis() as server:
        with server.connect() as client:
            client.mset({f"kept:{number}": "x" for number in range(_MANY)})
            client.save()
        server.arguments += ["--key-load-delay", "3000"]
        server.arguments += ["--loading-process-events-interval-bytes", "1024"]
        server.restart()
        yield server


@contextmanager
def left_alone() -> Iterator[Redis]:
    """One whose master is silent since it began to follow it."""
    with Redis() as master:
        follow = ["--replicaof", master.host, str(master.port), "--repl-timeout", "3600"]
        with Redis(arguments=follow) as replica:
            with replica.connect() as client:
                while client.info("replication")["master_link_status"] != "up":
                    time.sleep(0.05)
            master.pause()
            yield replica


@contextmanager
def busy(server: Redis) -> Iterator[None]:
    """Give it slow commands one after the other; it has to take those for debugging."""
    is_over = threading.Event()

    def go_on() -> None:
        with server.connect() as client:
            while not is_over.is_set():
                client.execute_command("DEBUG", "SLEEP", SLOW_COMMAND)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


@contextmanager
def blocked(server: Redis, count: int) -> Iterator[None]:
    """Have so many clients wait for what does not come."""
    with ExitStack() as inside:
        for _ in range(count):
            client = inside.enter_context(server.connect())
            connection = client.connection_pool.get_connection()
            connection.send_command("BLPOP", "never", 0)
            inside.callback(connection.disconnect)
        yield
