"""Our daemon as it is run in production, on the same servers: without Django and with a project."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from live_exporter import (
    mariadb_entry,
    memcached_entry,
    postgresql_entry,
    redis_entry,
    write_settings,
)
from live_exporter.project import manage
from live_servers import MariaDB, PostgreSQL, free_port
from stand.program import Program
from stand.servers import Servers

PYTHON = os.environ.get("BENCH_PYTHON", sys.executable)
"""Of an environment with nothing but what users install: some drivers import what they find."""

SETTINGS = "bench_settings"
APPLICATIONS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
_DRIVER = "\nimport pymysql\n\npymysql.install_as_MySQLdb()\n"
"""Without mysqlclient, projects use PyMySQL so; without either, Django cannot migrate there."""


def daemon(
    folder: Path,
    flags: Sequence[str] = (),
    environ: Mapping[str, str] | None = None,
    interpreter: Sequence[str] = (),
) -> Program:
    """Return a daemon, not yet started.

    Args:
        folder: Its working directory.
        flags: Of the daemon.
        environ: More of its environment.
        interpreter: Flags of Python.
    """
    port = free_port()
    command = [PYTHON, *interpreter, "-m", "django_health_exporter"]
    listen = f"--web.listen-address=127.0.0.1:{port}"
    return Program(folder, [*command, listen, *flags], port, environ)


def standalone(servers: Servers, folder: Path) -> Program:
    """Return a daemon that finds the servers as URLs in its environment; no Django is loaded."""
    return daemon(folder, environ=dict(standalone_urls(servers).values()))


def standalone_urls(servers: Servers) -> dict[str, tuple[str, str]]:
    """By the kind of server, the variable of the environment and the URL in it."""
    redis, memcached = servers.redis, servers.memcached
    return {
        "PostgreSQL": ("DATABASE_URL", _url("postgres", servers.postgresql)),
        "MariaDB": ("DATABASE_URL_REPORTING", _url("mysql", servers.mariadb)),
        "Redis": ("CACHE_URL", f"redis://{redis.host}:{redis.port}/1"),
        "Memcached": ("CACHE_URL_SESSIONS", f"memcached://{memcached.host}:{memcached.port}"),
    }


def with_django(servers: Servers, folder: Path) -> Program:
    """Return a daemon on a migrated Django project that uses the servers."""
    folder.mkdir(parents=True)
    write_settings(
        folder,
        SETTINGS,
        DATABASES={
            "default": postgresql_entry(servers.postgresql),
            "reporting": mariadb_entry(servers.mariadb),
        },
        CACHES={
            "default": redis_entry(servers.redis),
            "sessions": memcached_entry(servers.memcached),
        },
        INSTALLED_APPS=APPLICATIONS,
    )
    with (folder / f"{SETTINGS}.py").open("a", encoding="utf-8") as settings:
        settings.write(_DRIVER)
    for alias in ("default", "reporting"):
        manage(folder, SETTINGS, "migrate", "--verbosity=0", f"--database={alias}")
    return daemon(folder, [f"--django.settings={SETTINGS}"])


def _url(scheme: str, server: PostgreSQL | MariaDB) -> str:
    login = f"{server.user}:{quote(server.password)}"
    return f"{scheme}://{login}@{server.host}:{server.port}/{server.database}"
