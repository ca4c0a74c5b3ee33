"""Each fault has its reason, and leaves everything else as it was."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from live_exporter import (
    Exporter,
    mariadb_entry,
    memcached_entry,
    postgresql_entry,
    redis_entry,
    sqlite_entry,
    write_settings,
)
from live_servers import MariaDB, Memcached, PostgreSQL, Redis, SilentListener

CANARY = "canary-wrong-password"


def _exporter(
    directory: Path,
    databases: dict[str, dict[str, object]],
    caches: dict[str, dict[str, object]] | None = None,
    **environ: str,
) -> Exporter:
    """The daemon on a project with these databases and caches, and a healthy SQLite beside."""
    databases = {"archive": sqlite_entry(directory / "archive.sqlite3"), **databases}
    write_settings(directory, "faulty", DATABASES=databases, CACHES=caches or {})
    return Exporter(directory, ["--django.settings=faulty"], environ)


def _assert_only_fault(exporter: Exporter, component: str, alias: str, reason: str) -> None:
    """The alias is down for the reason, all others are up, and no password is told anywhere."""
    samples = exporter.scrape()
    for kind in ("database", "cache"):
        for other, value in samples.labelled(f"django_health_{kind}_up", kind).items():
            assert value == ((kind, other) != (component, alias)), (kind, other)
    error = f"django_health_{component}_error"
    assert samples(error, **{component: alias, "reason": reason}) == 1
    assert samples("django_health_check_error", check=component, reason=reason) == 1
    detailed = exporter.get("/health/detailed/")
    assert detailed.status == 503
    assert detailed.json()["checks"][component]["targets"][alias]["reason"] == reason
    for text in (exporter.log, detailed.body.decode(), exporter.get("/metrics").body.decode()):
        assert "canary" not in text


@pytest.mark.parametrize("make_entry", [postgresql_entry, mariadb_entry])
def test_wrong_password(
    make_entry: Callable[..., dict[str, object]],
    postgresql: PostgreSQL,
    mariadb: MariaDB,
    tmp_path: Path,
) -> None:
    """A wrong password is ``auth``, on PostgreSQL and on MariaDB."""
    server = postgresql if make_entry is postgresql_entry else mariadb
    entry = make_entry(server, PASSWORD=CANARY)
    with _exporter(tmp_path, {"default": entry}) as exporter:
        _assert_only_fault(exporter, "database", "default", "auth")


def test_wrong_redis_password(tmp_path: Path) -> None:
    """A wrong password is ``auth`` on Redis, whether in the URL or in OPTIONS."""
    with Redis(password="canary-right") as server:
        url = f"redis://:{CANARY}@{server.host}:{server.port}/0"
        with _exporter(tmp_path, {}, {"default": redis_entry(server, LOCATION=url)}) as exporter:
            _assert_only_fault(exporter, "cache", "default", "auth")


def test_unknown_host(postgresql: PostgreSQL, redis_server: Redis, tmp_path: Path) -> None:
    """A name that does not resolve is ``dns``."""
    entry = postgresql_entry(postgresql, HOST="no-such-host.invalid")
    caches = {"default": redis_entry(redis_server)}
    with _exporter(tmp_path, {"default": entry}, caches) as exporter:
        _assert_only_fault(exporter, "database", "default", "dns")


def test_tls_expected_and_not_spoken(
    postgresql: PostgreSQL, redis_server: Redis, memcached: Memcached, tmp_path: Path
) -> None:
    """A server without TLS where TLS is asked for is ``tls``, on PostgreSQL and on Redis."""
    entry = postgresql_entry(postgresql, OPTIONS={"sslmode": "require"})
    caches = {"default": redis_entry(redis_server), "sessions": memcached_entry(memcached)}
    with _exporter(tmp_path, {"default": entry}, caches) as exporter:
        _assert_only_fault(exporter, "database", "default", "tls")
    rediss = redis_entry(redis_server, LOCATION=f"rediss://127.0.0.1:{redis_server.port}/0")
    with _exporter(tmp_path, {}, caches | {"default": rediss}) as exporter:
        _assert_only_fault(exporter, "cache", "default", "tls")


def test_tls_expected_of_mariadb(mariadb: MariaDB, tmp_path: Path) -> None:
    """A MariaDB without TLS where TLS is asked for is ``tls``."""
    entry = mariadb_entry(mariadb, OPTIONS={"ssl_mode": "REQUIRED"})
    with _exporter(tmp_path, {"default": entry}) as exporter:
        _assert_only_fault(exporter, "database", "default", "tls")


def test_connection_limit(tmp_path: Path) -> None:
    """A server whose connections are all taken is ``too_many_connections``, until one is free."""
    settings = {"max_connections": 5, "superuser_reserved_connections": 0, "max_wal_senders": 0}
    with PostgreSQL(settings=settings) as server:
        taken: list[psycopg.Connection] = []
        with _exporter(tmp_path, {"default": postgresql_entry(server)}) as exporter:
            try:
                taken += [server.connect() for _ in range(5)]
                _assert_only_fault(exporter, "database", "default", "too_many_connections")
            finally:
                for connection in taken:
                    connection.close()
            _wait_until_up(exporter, "default")


def _wait_until_up(exporter: Exporter, alias: str) -> None:
    """Scrape until the database is up: the server counts a connection out after it was closed."""
    deadline = time.monotonic() + 10
    while exporter.scrape()("django_health_database_up", database=alias) != 1:
        assert time.monotonic() < deadline, f"{alias} does not come back"


def test_full_disk_threshold(tmp_path: Path) -> None:
    """A disk fuller than the critical threshold makes the system fail, and the figures stay."""
    with _exporter(tmp_path, {}, HEALTH_DISK_THRESHOLD="0.001/0.002") as exporter:
        samples = exporter.scrape()
        assert samples("django_health_check_status", check="system") == 0
        assert samples("django_health_check_error", check="system", reason="threshold") == 1
        assert samples("django_health_threshold_ratio", resource="disk", level="critical") == 2e-5
        assert samples.labelled("django_health_system_filesystem_size_bytes", "mountpoint")
        assert samples("django_health_check_status", check="database") == 1
        assert exporter.get("/health/").status == 503
        assert exporter.get("/health/system/").status == 503


def test_role_without_privileges(tmp_path: Path) -> None:
    """A role that may only log in is up; what it may not see is absent, and the grant is named."""
    with PostgreSQL() as server:
        with server.connect() as admin:
            admin.execute(f"CREATE ROLE bare LOGIN PASSWORD '{CANARY}'")
        entry = postgresql_entry(server, USER="bare", PASSWORD=CANARY)
        with _exporter(tmp_path, {"default": entry}) as exporter:
            samples = exporter.scrape()
            assert samples("django_health_database_up", database="default") == 1
            assert samples("django_health_database_connections", database="default") is not None
            assert (
                samples("django_health_database_oldest_transaction_age_seconds", database="default")
                is None
            )
            detailed = exporter.get("/health/detailed/")
            missing = detailed.json()["checks"]["database"]["targets"]["default"][
                "missing_privileges"
            ]
            assert any("GRANT pg_monitor" in line for line in missing)
            assert "canary" not in detailed.body.decode() + exporter.log


@pytest.mark.parametrize("component", ["postgresql", "mysql", "redis", "memcached"])
def test_silent_listener(
    component: str,
    postgresql: PostgreSQL,
    mariadb: MariaDB,
    redis_server: Redis,
    memcached: Memcached,
    tmp_path: Path,
) -> None:
    """What accepts and stays silent is ``timeout``, inside the limit that the scraper gave."""
    with SilentListener() as silent:
        place = {"HOST": silent.host, "PORT": silent.port}
        location = f"{silent.host}:{silent.port}"
        databases: dict[str, dict[str, object]] = {}
        caches = {"healthy": redis_entry(redis_server), "sessions": memcached_entry(memcached)}
        match component:
            case "postgresql":
                databases["default"] = postgresql_entry(postgresql, **place)
            case "mysql":
                databases["default"] = mariadb_entry(mariadb, **place)
            case "redis":
                caches["default"] = redis_entry(redis_server, LOCATION=f"redis://{location}/0")
            case _:
                caches["default"] = memcached_entry(memcached) | {"LOCATION": location}
        kind = "database" if databases else "cache"
        with _exporter(tmp_path, databases, caches) as exporter:
            started = time.monotonic()
            samples = exporter.scrape(timeout=2)
            assert time.monotonic() - started < 2
            up = samples.labelled(f"django_health_{kind}_up", kind)
            assert up.pop("default") == 0
            assert set(up.values()) == {1}
            error = f"django_health_{kind}_error"
            assert samples(error, **{kind: "default", "reason": "timeout"}) == 1
