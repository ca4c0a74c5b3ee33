"""A password that becomes wrong at the server, and right again, while the daemon runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis

from live_servers import MariaDB, PostgreSQL, Redis
from server_faults import PASSWORD, WATCHER, Fault, Ground, Website, borne, everywhere, silent

OTHER = "canary-of-another"
"""The password that the daemon does not know."""


@contextmanager
def _other_in_postgresql(server: PostgreSQL) -> Iterator[None]:
    with server.connect() as admin:
        admin.execute(f"ALTER ROLE {WATCHER} PASSWORD '{OTHER}'")
        admin.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = %s",
            [WATCHER],
        )
        try:
            yield
        finally:
            admin.execute(f"ALTER ROLE {WATCHER} PASSWORD '{PASSWORD}'")


@contextmanager
def _other_in_mariadb(server: MariaDB) -> Iterator[None]:
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute(f"ALTER USER {WATCHER}@'127.0.0.1' IDENTIFIED BY '{OTHER}'")
        cursor.execute(f"KILL USER {WATCHER}@'127.0.0.1'")
        try:
            yield
        finally:
            cursor.execute(f"ALTER USER {WATCHER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'")


@contextmanager
def _other_in_redis(server: Redis) -> Iterator[None]:
    with server.connect() as admin:
        _give(admin, OTHER)
        admin.client_kill_filter(user=WATCHER)
        try:
            yield
        finally:
            _give(admin, PASSWORD)


def _give(admin: redis.Redis, password: str) -> None:
    admin.acl_setuser(WATCHER, enabled=True, reset_passwords=True, passwords=[f"+{password}"])


@contextmanager
def _other_in_website(server: Website) -> Iterator[None]:
    server.demand(OTHER)
    try:
        yield
    finally:
        server.demand(PASSWORD)


FAULTS: dict[str, Fault] = {
    "database/postgresql": lambda ground: _other_in_postgresql(ground.postgresql),
    "database/mariadb": lambda ground: _other_in_mariadb(ground.mariadb),
    "cache/redis": lambda ground: _other_in_redis(ground.redis),
    "celery/workers": lambda ground: _other_in_redis(ground.broker),
    "http/website": lambda ground: _other_in_website(ground.website),
}
"""Each changes the password, and cuts the connections that were let in with the old one."""


@pytest.mark.parametrize("target", FAULTS)
def test_another_password(ground: Ground, target: str) -> None:
    """It is ``auth`` from the first new connection on, until the old password is back."""
    borne(ground.watch, FAULTS[target](ground), {target: "auth"})


def test_other_passwords_everywhere(ground: Ground) -> None:
    """Each of them is ``auth`` at once, and all come back at once."""
    borne(ground.watch, everywhere(FAULTS, ground), dict.fromkeys(FAULTS, "auth"))


def test_password_changed_under_a_kept_connection(ground: Ground) -> None:
    """What was let in stays in, as the application's own connections do: nothing is told."""
    with silent(ground.watch), ground.postgresql.connect() as admin:
        admin.execute(f"ALTER ROLE {WATCHER} PASSWORD '{OTHER}'")
        ground.watch.expect()
        admin.execute(f"ALTER ROLE {WATCHER} PASSWORD '{PASSWORD}'")
