"""Real servers, a project that uses them all, and the folder of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from live_celery import NAME
from live_exporter.project import memcached_entry, postgresql_entry, redis_entry
from live_servers import Memcached, PostgreSQL, Redis
from live_site.project import write_site


@dataclass(frozen=True)
class SiteStack:
    """A project's folder and the servers that it uses; the broker is a Redis of its own."""

    folder: Path
    postgresql: PostgreSQL
    redis: Redis
    memcached: Memcached
    broker: Redis
    name: str = NAME


@contextmanager
def running_site(folder: Path, **settings: Any) -> Iterator[SiteStack]:
    """Start the servers and write the project; the migrations are applied."""
    with PostgreSQL() as postgresql, Redis() as redis, Memcached() as cached, Redis() as broker:
        write_site(
            folder,
            NAME,
            DATABASES={"default": postgresql_entry(postgresql)},
            CACHES={"default": redis_entry(redis), "sessions": memcached_entry(cached)},
            **{"CELERY_BROKER_URL": f"redis://{broker.host}:{broker.port}/0", **settings},
        )
        manage(folder, "migrate", "--verbosity=0")
        yield SiteStack(folder, postgresql, redis, cached, broker)


def manage(folder: Path, *arguments: str) -> None:
    """Run a management command of the project."""
    subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": str(folder),
            "DJANGO_SETTINGS_MODULE": f"{NAME}.settings",
        },
        check=True,
    )
