"""Measures what a health view costs, beside other packages' on the same project: ``make bench``.

Starts PostgreSQL, Redis and Memcached and a Django project under gunicorn (two processes of four
threads), then asks in turns, a round of each view at a time, so that all of them meet the same
moments of the machine: a plain view, this library's views, django-health-check's and
django-watchman's. Each request opens a connection of its own, as probes do.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from live_site import GthreadSite, Site, SiteStack, running_site

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

SETTINGS = {
    "INSTALLED_APPS": ["django_health", "health_check", "watchman"],
    "WATCHMAN_AUTH_DECORATOR": None,
    "HEALTH_CHECK": {"CHECKS": {"celery": False, "migrations": False, "configuration": False}},
    "CELERY_BROKER_URL": "memory://",
}
"""What is asked is what the others ask too: the database, the two caches; and the host besides."""

VIEWS = {
    "plain view": "/plain/",
    "this library, short": "/health/",
    "this library, detailed": "/health/detailed/",
    "django-health-check": "/django-health-check/?format=json",
    "django-watchman": "/watchman/",
}


def one_by_one(site: Site, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each view, asked in turns."""
    taken: dict[str, list[float]] = {name: [] for name in VIEWS}
    for _ in range(rounds):
        for name, path in VIEWS.items():
            answer, seconds = site.timed(path)
            if answer.status != 200:
                raise RuntimeError(f"{name}: {answer.status} {answer.body!r}")
            taken[name].append(seconds * 1000)
    return taken


def at_once(site: Site, path: str, clients: int, seconds: float) -> float:
    """Answers per second to several clients."""
    counts = [0] * clients
    end = time.monotonic() + seconds

    def ask(client: int) -> None:
        while time.monotonic() < end:
            site.get(path)
            counts[client] += 1

    threads = [threading.Thread(target=ask, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def connections_opened(stack: SiteStack, site: Site, path: str, probes: int) -> tuple[int, int]:
    """How many connections a number of probes opened at PostgreSQL and at Redis."""
    before = _accepted(stack)
    for _ in range(probes):
        site.get(path)
    after = _accepted(stack)
    return after[0] - before[0] - 1, after[1] - before[1] - 1


def _accepted(stack: SiteStack) -> tuple[int, int]:
    """Connections that the servers have accepted so far, this one included."""
    with stack.postgresql.connect() as connection:
        time.sleep(1.1)  # the server counts a session when it has reported it, once a second
        query = "SELECT sum(sessions) FROM pg_stat_database"
        (sessions,) = connection.execute(query).fetchone() or (0,)
    client = stack.redis.connect()
    try:
        info: dict[str, int] = client.info("stats")
    finally:
        client.close()
    return int(sessions), info["total_connections_received"]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned columns."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def measure(stack: SiteStack, site: Site, rounds: int, seconds: float) -> list[list[str]]:
    """The figures of each view, in words."""
    one_by_one(site, 20)  # every worker has its connections now
    taken = one_by_one(site, rounds)
    plain = statistics.median(taken["plain view"])
    rows = [
        ["", "median ms", "p99 ms", "above plain ms", "8 clients /s", "PostgreSQL", "Redis"],
    ]
    for name, path in VIEWS.items():
        median = statistics.median(taken[name])
        per_second = at_once(site, path, 8, seconds)
        opened = connections_opened(stack, site, path, 100)
        rows.append(
            [
                name,
                f"{median:.2f}",
                f"{statistics.quantiles(taken[name], n=100)[98]:.2f}",
                f"{median - plain:+.2f}",
                f"{per_second:.0f}",
                str(opened[0]),
                str(opened[1]),
            ]
        )
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300, help="requests to each view (300)")
    parser.add_argument("--seconds", type=float, default=3.0, help="for 8 clients at once (3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        with (
            running_site(path, urls=URLS, **SETTINGS) as stack,
            GthreadSite(path, stack.name) as site,
        ):
            rows = measure(stack, site, options.rounds, options.seconds)
    print(table(rows))  # noqa: T201
    print("PostgreSQL, Redis: connections opened by 100 probes")  # noqa: T201


if __name__ == "__main__":
    main()
