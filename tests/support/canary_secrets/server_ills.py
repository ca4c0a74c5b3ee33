"""What can befall the real servers themselves, all of a kind at once, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial

import psycopg.sql
import pymysql

from canary_secrets.form import Kind
from canary_secrets.groups import FORMS
from canary_secrets.servers import Servers
from live_servers import MariaDB, free_port
from sample_checks import eventually


def _users(kind: Kind) -> dict[str, str]:
    """The passwords by user of all forms of a kind."""
    canaries = [form.canary for form in FORMS if form.kind is kind]
    return {canary.user: canary.password for canary in canaries}


@contextmanager
def full(servers: Servers) -> Iterator[None]:
    """Let nobody in whom the forms name: each server says so by the name of the user, if it can.

    Their own connections have to be closed before.
    """
    with ExitStack() as back:
        for fault in (_full_postgresql, _full_mysql, _full_redis, _full_amqp):
            back.enter_context(fault(servers))
        yield


@contextmanager
def _full_postgresql(servers: Servers) -> Iterator[None]:
    def limit(number: int) -> None:
        with servers.postgresql.connect() as admin:
            for user in _users(Kind.POSTGRESQL):
                role = psycopg.sql.Identifier(user)
                limited = psycopg.sql.SQL("ALTER ROLE {} CONNECTION LIMIT {}")
                admin.execute(limited.format(role, psycopg.sql.Literal(number)))

    limit(0)
    try:
        yield
    finally:
        limit(-1)


@contextmanager
def _full_mysql(servers: Servers) -> Iterator[None]:
    users = _users(Kind.MYSQL)
    with servers.mysql.connect() as owner, owner.cursor() as cursor:

        def limit(number: int) -> None:
            for user in users:
                cursor.execute("ALTER USER %s@'%%' WITH MAX_USER_CONNECTIONS %s", (user, number))

        limit(1)
        try:
            with ExitStack() as taken:
                for user, password in users.items():
                    eventually(partial(_takes, taken, servers.mysql, user, password))
                yield
        finally:
            limit(0)


def _takes(taken: ExitStack, server: MariaDB, user: str, password: str) -> bool:
    """Whether a user's only place is free, which is then taken."""
    with suppress(pymysql.err.OperationalError):
        host, port = server.host, server.port
        taken.enter_context(pymysql.connect(host=host, port=port, user=user, password=password))
        return True
    return False


@contextmanager
def _full_redis(servers: Servers) -> Iterator[None]:
    with servers.redis.connect() as admin:
        most = admin.config_get("maxclients")["maxclients"]
        admin.config_set("maxclients", 1)
        try:
            yield
        finally:
            admin.config_set("maxclients", most)


@contextmanager
def _full_amqp(servers: Servers) -> Iterator[None]:
    servers.amqp.control("set_vhost_limits", '{"max-connections": 0}')
    try:
        yield
    finally:
        servers.amqp.control("clear_vhost_limits")


@contextmanager
def read_only(servers: Servers) -> Iterator[None]:
    """Let them be read, and not written."""
    with ExitStack() as back:
        for fault in (_read_only_postgresql, _read_only_mysql, _read_only_redis):
            back.enter_context(fault(servers))
        yield


@contextmanager
def _read_only_postgresql(servers: Servers) -> Iterator[None]:
    def setting() -> object:
        with servers.postgresql.connect() as fresh:
            return (fresh.execute("SHOW default_transaction_read_only").fetchone() or (None,))[0]

    with servers.postgresql.connect() as admin:
        admin.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        admin.execute("SELECT pg_reload_conf()")
        eventually(lambda: setting() == "on")
        try:
            yield
        finally:
            admin.execute("SET default_transaction_read_only = off")
            admin.execute("ALTER SYSTEM RESET default_transaction_read_only")
            admin.execute("SELECT pg_reload_conf()")
            eventually(lambda: setting() == "off")


@contextmanager
def _read_only_mysql(servers: Servers) -> Iterator[None]:
    with servers.mysql.connect() as owner, owner.cursor() as cursor:
        cursor.execute("SET GLOBAL read_only = 1")
        try:
            yield
        finally:
            cursor.execute("SET GLOBAL read_only = 0")


@contextmanager
def _read_only_redis(servers: Servers) -> Iterator[None]:
    """It becomes the replica of one that is not there."""
    with servers.redis.connect() as admin:
        admin.replicaof("127.0.0.1", str(free_port()))
        try:
            yield
        finally:
            admin.replicaof("NO", "ONE")


@contextmanager
def frozen(servers: Servers) -> Iterator[None]:
    """Stop the processes of all that are processes of their own."""
    with ExitStack() as going_on:
        for server in (servers.postgresql, servers.mysql, servers.redis, servers.amqp):
            going_on.callback(server.resume)
            server.pause()
        yield
