"""A Django project on disk: its settings module, and entries of it for live servers."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from pprint import pformat

from live_servers import MariaDB, Memcached, PostgreSQL, Redis


def write_settings(directory: Path, module: str, **settings: object) -> None:
    """Write a settings module that holds the given settings, and what Django wants besides."""
    lines = ["USE_TZ = True", "SECRET_KEY = 'only-for-tests'"]
    lines += [f"{name} = {pformat(value)}" for name, value in settings.items()]
    (directory / f"{module}.py").write_text("\n".join(lines) + "\n", encoding="utf-8")


def postgresql_entry(server: PostgreSQL, **changes: object) -> dict[str, object]:
    """An entry of DATABASES for a server."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": server.host,
        "PORT": server.port,
        "NAME": server.database,
        "USER": server.user,
        "PASSWORD": server.password,
        **changes,
    }


def mariadb_entry(server: MariaDB, **changes: object) -> dict[str, object]:
    """An entry of DATABASES for a server."""
    return {
        "ENGINE": "django.db.backends.mysql",
        "HOST": server.host,
        "PORT": server.port,
        "NAME": server.database,
        "USER": server.user,
        "PASSWORD": server.password,
        **changes,
    }


def sqlite_entry(path: Path) -> dict[str, object]:
    """An entry of DATABASES for a file, which is made if need be."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE IF NOT EXISTS sample (id INTEGER)")
    connection.commit()
    connection.close()
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}


def redis_entry(server: Redis, **changes: object) -> dict[str, object]:
    """An entry of CACHES for a server."""
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"redis://{server.host}:{server.port}/1",
        **changes,
    }


def memcached_entry(server: Memcached) -> dict[str, object]:
    """An entry of CACHES for a server."""
    return {
        "BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache",
        "LOCATION": f"{server.host}:{server.port}",
    }


def caches_on_disk(directory: Path) -> dict[str, object]:
    """Entries of CACHES that need no server."""
    pages = directory / "pages"
    pages.mkdir(exist_ok=True)
    return {
        "pages": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(pages),
        },
        "table": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_table",
        },
        "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    }


def manage(directory: Path, module: str, *arguments: str) -> None:
    """Run a management command of the project."""
    subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        cwd=directory,
        env={"DJANGO_SETTINGS_MODULE": module, "PYTHONPATH": str(directory)},
        check=True,
    )
