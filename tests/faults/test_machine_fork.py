"""A process of the application that forks after it has been asked for its health."""

from __future__ import annotations

import time
from pathlib import Path

from live_exporter import postgresql_entry, redis_entry
from live_servers import PostgreSQL, Redis
from live_site import GthreadSite, write_site

NAME = "forking"

ASKED = """
from django_health.application import application as health

health().report()
"""
"""At the end of the WSGI module, which a server that preloads imports before it forks."""

WORKERS = 2
"""Gunicorn's processes beside the parent."""

PATIENCE = 20.0
"""Seconds until each of them has been asked."""

Sessions = dict[int, object]
"""The last question of each session of PostgreSQL, by the id of its process."""


class PreloadedSite(GthreadSite):
    """Gunicorn that loads the project once and forks its workers then."""

    def _arguments(self) -> list[str]:
        return [*super()._arguments(), "--preload"]


def _write(folder: Path, postgresql: PostgreSQL, redis: Redis) -> None:
    write_site(
        folder,
        NAME,
        DATABASES={"default": postgresql_entry(postgresql)},
        CACHES={"default": redis_entry(redis)},
        HEALTH_CHECK={"CHECKS": {"system": False, "configuration": False, "migrations": False}},
    )
    with (folder / NAME / "wsgi.py").open("a", encoding="utf-8") as file:
        file.write(ASKED)


def _sessions(server: PostgreSQL) -> Sessions:
    with server.connect() as admin:
        return dict(
            admin.execute(
                "SELECT pid, query_start FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchall()
        )


def test_workers_leave_the_connections_of_their_parent_alone(tmp_path: Path) -> None:
    """Each has its own and answers well; the parent's is not said a word."""
    with PostgreSQL() as postgresql, Redis() as redis:
        _write(tmp_path, postgresql, redis)
        with PreloadedSite(tmp_path, NAME) as site:
            of_parent = _sessions(postgresql)
            assert len(of_parent) == 1
            deadline = time.monotonic() + PATIENCE
            while len(found := _sessions(postgresql)) < len(of_parent) + WORKERS:
                answer = site.get("/health/")
                assert (answer.status, answer.json()["status"]) == (200, "healthy")
                assert time.monotonic() < deadline
            assert {pid: found[pid] for pid in of_parent} == of_parent
