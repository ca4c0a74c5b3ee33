"""Workers that are slow, queues that stand still, a beat that is late, a queue without anybody."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from faulty_stack.project import ask_workers_each_time
from live_celery import NAME, app_of, closing, worker, write_project
from live_exporter import Exporter, sqlite_entry
from live_exporter.project import manage
from live_servers import Redis
from live_servers.rabbitmq import RabbitMQ
from mixin_stand.stand import Stand
from mixin_stand.strains.daemons import folder, watched
from mixin_stand.strains.strain import Strain, Then, fired

_BUSY = 1.2
"""Seconds that each task keeps the one worker from its answers."""

_TASKS = 500

_WAITED = 700
"""Seconds for which a message says that it has been waiting."""

_TAKEN = 110
"""Messages that somebody takes and does not acknowledge, and then once more as many."""

_LATE = """
INSERT INTO django_celery_beat_intervalschedule (id, every, period) VALUES (1, 1, 'minutes');
INSERT INTO django_celery_beat_periodictask
  (name, task, args, kwargs, headers, enabled, one_off, total_run_count, description,
   interval_id, last_run_at, date_changed)
VALUES ('tidy', 'canary.sleep', '[]', '{}', '{}', 1, 0, 1, '',
   1, datetime('now', '-1 hour'), datetime('now', '-1 day'));
"""

_FLAGS = [f"--django.settings={NAME}.settings", "--no-collector.system"]


@contextmanager
def _slow(stand: Stand) -> Iterator[None]:
    """A worker that is busy, a message that waits, a beat that is late, a user of few rights."""
    with ExitStack() as inside:
        broker = inside.enter_context(Redis())
        with broker.connect() as client:
            client.acl_setuser(
                "guest", True, nopass=True, keys="*", channels="*", commands=["+@all", "-hlen"]
            )
        url = f"redis://{{}}{broker.host}:{broker.port}/0"
        directory = folder(stand, "celery")
        project = _project(directory, url.format("guest:any@"))
        workers = write_project(directory / "worker", url.format(""))
        inside.enter_context(worker(workers, "busy", "--prefetch-multiplier", "1"))
        with closing(app_of(url.format(""))) as app:
            for _ in range(_TASKS):
                app.send_task("canary.sleep", (_BUSY,))
            app.send_task("canary.never", queue="stood", timestamp=int(time.time()) - _WAITED)
        inside.enter_context(watched(stand, "celery", Exporter(project, _FLAGS)))
        yield


def _project(directory: Path, broker_url: str) -> Path:
    project = write_project(
        directory / "project",
        broker_url,
        SECRET_KEY="short",
        INSTALLED_APPS=["django_celery_beat"],
        DATABASES={"default": sqlite_entry(directory / "beat.sqlite3")},
        CACHES={"other": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        CELERY_TASK_ROUTES={"canary.never": {"queue": "stood"}},
        HEALTH_CHECK={"TIMEOUTS": {"EXTERNAL": 10}},
    )
    ask_workers_each_time(project)
    manage(project, f"{NAME}.settings", "migrate", "--skip-checks", "--verbosity=0")
    database = sqlite3.connect(directory / "beat.sqlite3")
    database.executescript(_LATE)
    database.close()
    return project


@contextmanager
def _without_workers(stand: Stand) -> Iterator[None]:
    """A message at RabbitMQ, and nobody who would take it."""
    with RabbitMQ() as broker:
        with closing(app_of(broker.url)) as app:
            app.send_task("canary.sleep", (0,))
        project = write_project(folder(stand, "amqp") / "project", broker.url)
        with watched(stand, "amqp", Exporter(project, _FLAGS)):
            yield


@contextmanager
def _taken(stand: Stand) -> Iterator[Then]:
    """Messages of the first daemon's broker that somebody takes and does not acknowledge."""
    broker = stand.servers.broker
    with closing(app_of(f"redis://{broker.host}:{broker.port}/0")) as app, app.connection() as held:
        for _ in range(2 * _TAKEN):
            app.send_task("canary.sleep", (0,), queue="aside")
        channel = held.channel()

        def take() -> None:
            for _ in range(_TAKEN):
                channel.basic_get("aside")

        def take_twice() -> None:
            take()
            known = f"django_health_celery_unacked_messages >= {_TAKEN}"
            stand.prometheus.wait_for(known, bool, 60)
            take()

        yield take_twice


STRAINS = (
    Strain(
        _slow,
        (
            fired("CeleryRoundTripSlow"),
            fired("CeleryQueueStandstill", severity="critical"),
            fired("CeleryBeatLate", severity="critical"),
            fired("CeleryMissingPrivileges"),
            fired("ConfigurationIssues"),
        ),
    ),
    Strain(_without_workers, (fired("CeleryNoConsumers"),)),
    Strain(_taken, (fired("CeleryUnackedGrow"),)),
)
