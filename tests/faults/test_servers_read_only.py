"""A server that fails over to one that can only be read, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from live_exporter import mariadb_entry, postgresql_entry
from live_servers import MariaDB, PostgreSQL, Redis
from sample_checks import eventually
from server_faults import PASSWORD, WATCHER, Ground, Watch, borne, watched

DATABASE, TABLE = "database/default", "cache/table"

PYMYSQL = "import pymysql\npymysql.install_as_MySQLdb()\n"
"""What a project does that uses PyMySQL with Django."""

GRANTS = (
    f"CREATE USER {WATCHER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'",
    f"GRANT ALL ON app.* TO {WATCHER}@'127.0.0.1'",
)


@contextmanager
def _watch(directory: Path, entry: dict[str, object]) -> Iterator[Watch]:
    """A daemon on one database, in which there is a cache too."""
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings = {
        "DATABASES": {"default": entry},
        "CACHES": {"table": {"BACKEND": backend, "LOCATION": "cache_table"}},
    }
    with watched(
        directory, {DATABASE, TABLE}, settings, command=["createcachetable"], lines=PYMYSQL
    ) as watch:
        yield watch


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PostgreSQL, Watch]]:
    """A PostgreSQL and the daemon that watches it."""
    with PostgreSQL() as server:
        with server.connect() as admin:
            admin.execute(f"CREATE ROLE {WATCHER} LOGIN PASSWORD '{PASSWORD}'")
            admin.execute(f"GRANT CREATE ON SCHEMA public TO {WATCHER}")
        entry = postgresql_entry(server, USER=WATCHER, PASSWORD=PASSWORD)
        with _watch(tmp_path_factory.mktemp("postgresql"), entry) as watch:
            yield server, watch


@pytest.fixture(scope="module")
def on_mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[MariaDB, Watch]]:
    """A MariaDB and the daemon that watches it."""
    with MariaDB() as server:
        with server.connect() as connection, connection.cursor() as cursor:
            for grant in GRANTS:
                cursor.execute(grant)
        entry = mariadb_entry(server, USER=WATCHER, PASSWORD=PASSWORD)
        with _watch(tmp_path_factory.mktemp("mariadb"), entry) as watch:
            yield server, watch


@contextmanager
def _read_only_by_setting(server: PostgreSQL) -> Iterator[None]:
    with server.connect() as admin:
        admin.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        admin.execute("SELECT pg_reload_conf()")
        eventually(lambda: _setting(server) == "on")
        try:
            yield
        finally:
            admin.execute("SET default_transaction_read_only = off")
            admin.execute("ALTER SYSTEM RESET default_transaction_read_only")
            admin.execute("SELECT pg_reload_conf()")
            eventually(lambda: _setting(server) == "off")


def _setting(server: PostgreSQL) -> object:
    with server.connect() as fresh:
        return (fresh.execute("SHOW default_transaction_read_only").fetchone() or (None,))[0]


@contextmanager
def _demoted(server: PostgreSQL) -> Iterator[None]:
    """A standby takes the place of the primary, and is promoted in the end."""
    server.stop()
    (server.directory / "data" / "standby.signal").touch()
    server.start()
    try:
        yield
    finally:
        with server.connect() as admin:
            admin.execute("SELECT pg_promote()")


@contextmanager
def _read_only_mariadb(server: MariaDB) -> Iterator[None]:
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SET GLOBAL read_only = 1")
        try:
            yield
        finally:
            cursor.execute("SET GLOBAL read_only = 0")


def _read_only(watch: Watch) -> float | None:
    return watch.exporter.scrape()("django_health_database_read_only", database="default")


@contextmanager
def _told(watch: Watch, fault: AbstractContextManager[object]) -> Iterator[None]:
    """The fault, and that the database tells it, at its beginning and after its end."""
    assert _read_only(watch) == 0
    with fault:
        assert _read_only(watch) == 1
        yield
    assert _read_only(watch) == 0


@pytest.mark.parametrize("fault", [_read_only_by_setting, _demoted])
def test_postgresql_can_only_be_read(
    on_postgresql: tuple[PostgreSQL, Watch],
    fault: Callable[[PostgreSQL], AbstractContextManager[object]],
) -> None:
    """The database is up and says so; the cache in it has to be written: ``read_only``."""
    server, watch = on_postgresql
    borne(watch, _told(watch, fault(server)), {TABLE: "read_only"})


def test_mariadb_can_only_be_read(on_mariadb: tuple[MariaDB, Watch]) -> None:
    """The database is up and says so; the cache in it has to be written: ``read_only``."""
    server, watch = on_mariadb
    borne(watch, _told(watch, _read_only_mariadb(server)), {TABLE: "read_only"})


@contextmanager
def _replica(server: Redis, master: Redis) -> Iterator[None]:
    with server.connect() as admin:
        admin.replicaof(master.host, master.port)
        eventually(lambda: admin.info("replication").get("master_link_status") == "up")
        try:
            yield
        finally:
            admin.replicaof("NO", "ONE")


def test_redis_becomes_a_replica(ground: Ground) -> None:
    """It can still be read: a warning for ``read_only``, and its role is told."""
    with Redis(arguments=["--repl-diskless-sync-delay", "0"]) as master:
        borne(
            ground.watch,
            _told_by_redis(ground, _replica(ground.redis, master)),
            warned={"cache/redis": "read_only"},
        )


@contextmanager
def _told_by_redis(ground: Ground, fault: AbstractContextManager[object]) -> Iterator[None]:
    def is_replica() -> float | None:
        server = f"{ground.redis.host}:{ground.redis.port}"
        samples = ground.watch.exporter.scrape()
        return samples("django_health_cache_is_replica", cache="redis", server=server)

    assert is_replica() == 0
    with fault:
        assert is_replica() == 1
        yield
    assert is_replica() == 0
