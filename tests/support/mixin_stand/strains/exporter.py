"""Daemons that are slow, restarted, of another version, without anything to watch, or gone."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from live_exporter import Exporter, write_settings
from mixin_stand.stand import Stand
from mixin_stand.strains.daemons import (
    SLOW_CHECK,
    configured,
    folder,
    wait_until_scraped,
    watched,
)
from mixin_stand.strains.strain import Strain, Then, fired

_STUCK_CHECK = """
class Stuck(BaseHealthCheck):
    name = "stuck"
    timeout = 1

    def check(self):
        while True:
            time.sleep(60)
"""

_RARE_CHECK = """
from django_health import register_health_check

@register_health_check(name="licence", min_interval=86400)
def licence():
    return {"status": "ok"}
"""

_HURRIED = """
import time
from django_health.engine import engine
engine.Engine.__init__.__kwdefaults__["clock"] = lambda: time.monotonic() * 100
"""

_OLDER = """
import django_health.version
django_health.version.__version__ = "0.0.1"
"""

_STARTS = 5


@contextmanager
def _slow(stand: Stand) -> Iterator[None]:
    """A check takes nearly as long as the scraper waits, and another one hangs."""
    directory = folder(stand, "slow")
    (directory / "stand_checks.py").write_text(SLOW_CHECK + _STUCK_CHECK, encoding="utf-8")
    flags = configured(directory, custom_checks=["stand_checks.Slow", "stand_checks.Stuck"])
    patient = {"__scrape_interval__": "10s", "__scrape_timeout__": "10s"}
    with watched(stand, "slow", Exporter(directory, flags), **patient):
        yield


@contextmanager
def _late(stand: Stand) -> Iterator[None]:
    """It asks something once a day, and its clock hurries."""
    directory = folder(stand, "late")
    (directory / "stand_checks.py").write_text(_RARE_CHECK, encoding="utf-8")
    (directory / "sitecustomize.py").write_text(_HURRIED, encoding="utf-8")
    flags = configured(directory, custom_checks=["stand_checks.licence"])
    exporter = Exporter(directory, flags, {"PYTHONPATH": str(directory)})
    with watched(stand, "late", exporter):
        yield


@contextmanager
def _idle(stand: Stand) -> Iterator[Then]:
    """One finds nothing to watch; another is older, and may open hardly any more files."""
    directory = folder(stand, "idle")
    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    write_settings(directory, "idle", DATABASES={}, CACHES={"default": dummy})
    (directory / "sitecustomize.py").write_text(_OLDER, encoding="utf-8")
    off = [f"--no-collector.{name}" for name in ("system", "configuration", "celery")]
    flags = ["--django.settings=idle", *off]
    older = Exporter(directory, flags, {"PYTHONPATH": str(directory)})

    def leave_few_files() -> None:
        wait_until_scraped(stand, "idle")
        pid = older.process.pid
        most = len(list(Path(f"/proc/{pid}/fd").iterdir())) + 2
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (most, most))

    with watched(stand, "idle", Exporter(directory, flags)), watched(stand, "idle", older):
        yield leave_few_files


@contextmanager
def _restarted(stand: Stand) -> Iterator[Then]:
    """It starts again and again, and since the second time it watches less than it did."""
    directory, prometheus = folder(stand, "restarted"), stand.prometheus
    url = f"http://{prometheus.host}:{prometheus.port}/-/ready"
    caches = {alias: {"url": _cache_url(stand)} for alias in ("kept", "given_up")}
    flags = configured(directory, http={"metrics": {"url": url}}, caches=caches)
    with watched(stand, "restarted", Exporter(directory, flags)) as daemon:

        def restart() -> None:
            wait_until_scraped(stand, "restarted")
            configured(directory, caches={"kept": caches["kept"]})
            for start in range(1, _STARTS):
                daemon.stop()
                daemon.start()
                seen = f'changes(process_start_time_seconds{{job="restarted"}}[1h]) >= {start}'
                prometheus.wait_for(seen, bool, 60)

        yield restart


def _cache_url(stand: Stand) -> str:
    return f"redis://{stand.servers.redis.host}:{stand.servers.redis.port}/2"


@contextmanager
def _gone(stand: Stand) -> Iterator[Then]:
    """It was there, and Prometheus finds it no more."""
    directory = folder(stand, "gone")
    flags = configured(directory, caches={"default": {"url": _cache_url(stand)}})
    with watched(stand, "gone", Exporter(directory, flags)):

        def go() -> None:
            wait_until_scraped(stand, "gone")
            stand.prometheus.scrape_no_more("gone")

        yield go


STRAINS = (
    Strain(_slow, (fired("ScrapeSlow"), fired("CheckStuck"))),
    Strain(_gone, (fired("ExporterAbsent"),)),
    Strain(_late, (fired("CheckStale"),)),
    Strain(_idle, (fired("NothingWatched"), fired("VersionSkew"), fired("FilesNearLimit"))),
    Strain(
        _restarted,
        (
            fired("ExporterRestarting"),
            fired("CheckMissing", job="restarted"),
            fired("CacheMissing", job="restarted"),
        ),
    ),
)
