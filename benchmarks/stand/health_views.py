"""A Django project with a plain view, this library's views and two other packages' views."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from live_site import GthreadSite, Site, SiteStack, SyncSite, running_site
from stand.clocks import cpu_seconds

URLS = """\
from django.http import HttpResponse
from django.urls import include, path
from health_check.views import HealthCheckView as Peer

PEER_CHECKS = [
    "health_check.checks.Database",
    ("health_check.checks.Cache", {"alias": "default"}),
    ("health_check.checks.Cache", {"alias": "sessions"}),
]


def plain(request):
    return HttpResponse("plain")


urlpatterns = [
    path("plain/", plain),
    path("health/", include("django_health.urls")),
    path("django-health-check/", Peer.as_view(checks=PEER_CHECKS)),
    path("watchman/", include("watchman.urls")),
]
"""

OFF = ("celery", "configuration", "migrations", "system")

APPLICATIONS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""As ``startproject`` writes them."""

SETTINGS = {
    "INSTALLED_APPS": [*APPLICATIONS, "django_health", "health_check", "watchman"],
    "MIDDLEWARE": MIDDLEWARE,
    "WATCHMAN_AUTH_DECORATOR": None,
    "WATCHMAN_CHECKS": ["watchman.checks.caches", "watchman.checks.databases"],
    "HEALTH_CHECK": {"CHECKS": dict.fromkeys(OFF, False)},
    "CELERY_BROKER_URL": "memory://",
}
"""Everybody asks the same: the database and the two caches, and nothing else."""

FRESH = {"HEALTH_MAX_AGE": "0"}
"""The environment in which each of our answers is from a run of its own, as the others' are."""

WORKERS: Mapping[str, type[Site]] = {"sync": SyncSite, "gthread": GthreadSite}
"""The sites by gunicorn's classes of workers."""

_FIRST = """\
from .settings import *

MIDDLEWARE = ["django_health.middleware.HealthCheckMiddleware", *MIDDLEWARE]
"""

PLAIN, OURS, OURS_FRESH = "plain view", "ours, detailed", "ours, detailed and fresh"
FIRST, FIRST_FRESH = "ours, before all middleware", "ours, before all and fresh"
PEERS = {
    "django-health-check": "/django-health-check/?format=json",
    "django-watchman": "/watchman/",
}


@dataclass(frozen=True)
class View:
    """A view of a site, asked as probes do it: each request on a connection of its own."""

    name: str
    site: Site
    path: str
    pids: Sequence[int]

    def cpu_seconds(self) -> float:
        """CPU seconds of the processes that answer."""
        return cpu_seconds(self.pids)

    def scrape(self) -> float:
        """Ask once, and return the seconds that it took."""
        started = time.perf_counter()
        answer = self.site.get(self.path)
        taken = time.perf_counter() - started
        if answer.status != 200:
            raise RuntimeError(f"{self.name}: {answer.status} {answer.body!r}")
        return taken


class Views(NamedTuple):
    """All views, and the servers behind them."""

    stack: SiteStack
    all: list[View]

    def accepted(self) -> tuple[int, int]:
        """Connections that PostgreSQL and Redis have accepted, the one to ask Redis included."""
        client = self.stack.redis.connect()
        try:
            info: dict[str, int] = client.info("stats")
        finally:
            client.close()
        sessions = self.stack.postgresql.log.count("connection authorized:")
        return sessions, info["total_connections_received"]


@contextmanager
def running_views(folder: Path, worker: str) -> Iterator[Views]:
    """Start the servers and four sites, with and without our middleware, and fresh or not.

    Args:
        folder: Where the project is written.
        worker: A key of :data:`WORKERS`.
    """
    server = WORKERS[worker]
    with running_site(folder, urls=URLS, **SETTINGS) as stack:
        (folder / stack.name / "settings_first.py").write_text(_FIRST)
        first = {"DJANGO_SETTINGS_MODULE": f"{stack.name}.settings_first"}
        with (
            server(folder, stack.name) as site,
            server(folder, stack.name, FRESH) as fresh,
            server(folder, stack.name, first) as early,
            server(folder, stack.name, {**first, **FRESH}) as early_fresh,
        ):
            yield Views(stack, _views(site, fresh, early, early_fresh))


def _views(site: Site, fresh: Site, early: Site, early_fresh: Site) -> list[View]:
    asked = [
        (PLAIN, site, "/plain/"),
        (OURS, site, "/health/detailed/"),
        (OURS_FRESH, fresh, "/health/detailed/"),
        (FIRST, early, "/health/detailed/"),
        (FIRST_FRESH, early_fresh, "/health/detailed/"),
        ("ours, short", site, "/health/"),
        ("ours, short and fresh", fresh, "/health/"),
        *((name, site, path) for name, path in PEERS.items()),
    ]
    sites = (site, fresh, early, early_fresh)
    pids = {place: [worker.pid for worker in place.workers] for place in sites}
    return [View(name, place, path, pids[place]) for name, place, path in asked]
