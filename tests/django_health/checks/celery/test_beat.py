"""Tests of the check of beat, on the real tables of django-celery-beat and with a real beat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from django_health.checks.celery.beat import LATE, BeatCheck
from django_health.databases.lending import Lender
from django_health.databases.mysql.check import MySQLCheck
from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.databases.sqlite.check import SQLiteCheck
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from django_health.targets import MySQLTarget, PostgreSQLTarget, Secret, SQLiteTarget
from django_projects import database, postgresql_settings
from live_celery import app_of, beat, closing, write_project
from live_servers import MariaDB, PostgreSQL, Redis
from live_servers.server import PASSWORD

pytest.importorskip("django_celery_beat")

pytestmark = pytest.mark.usefixtures("django_project", "app")

ALIAS = "schedule"


class _Router:
    """Sends the tables of django-celery-beat to their own database."""

    def db_for_read(self, model: Any, **_: object) -> str | None:
        return ALIAS if model._meta.app_label == "django_celery_beat" else None

    db_for_write = db_for_read


@pytest.fixture
def app() -> Iterator[Any]:
    """The project's Celery application."""
    with closing(app_of("redis://h")) as app:
        yield app


@contextmanager
def _installed(**settings: Any) -> Iterator[None]:
    """The tables of django-celery-beat in a database."""
    with (
        override_settings(INSTALLED_APPS=["django_celery_beat"], DATABASE_ROUTERS=[_Router()]),
        database(ALIAS, **settings),
    ):
        call_command("migrate", database=ALIAS, verbosity=0)
        yield
        connections[ALIAS].close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Mapping[str, Lender]]:
    """An SQLite file with the tables, and its check."""
    file = tmp_path / "schedule.sqlite3"
    with _installed(ENGINE="django.db.backends.sqlite3", NAME=str(file)):
        check = SQLiteCheck(SQLiteTarget(ALIAS, "sqlite3", name=str(file)), 5.0)
        yield {ALIAS: check}
        check.close()


def _minutely(name: str, last_run: timedelta | None, **given: Any) -> None:
    """Add a task for every minute."""
    model = apps.get_model("django_celery_beat", "IntervalSchedule")
    schedule, _ = model.objects.get_or_create(every=1, period="minutes")
    task = apps.get_model("django_celery_beat", "PeriodicTask")
    last_run_at = None if last_run is None else datetime.now(UTC) - last_run
    fields = {"interval": schedule, "task": "canary.sleep", "last_run_at": last_run_at, **given}
    task.objects.create(name=name, **fields)


def _outcome(lenders: Mapping[str, Lender]) -> Outcome:
    return BeatCheck(lenders, 5.0).check()


def _figures(outcome: Outcome) -> dict[str, float]:
    return {
        one.family.name.removeprefix("django_health_celery_beat_"): one.value
        for one in outcome.measurements
    }


def test_a_schedule_that_is_kept(sqlite: Mapping[str, Lender]) -> None:
    """What ran a moment ago is not late."""
    _minutely("kept", timedelta(seconds=5))
    outcome = _outcome(sqlite)
    assert outcome.status is Status.OK
    assert _figures(outcome) == {"tasks": 1, "lateness_seconds": 0}
    assert outcome.details == {"tasks": 1, "lateness": 0}


def test_the_most_overdue_task_decides(sqlite: Mapping[str, Lender]) -> None:
    """It is a warning, which names it; what is switched off does not count."""
    _minutely("kept", timedelta(seconds=5))
    _minutely("forgotten", timedelta(hours=1))
    _minutely("off", timedelta(days=9), enabled=False)
    outcome = _outcome(sqlite)
    assert (outcome.status, outcome.reason) == (Status.WARNING, Reason.THRESHOLD)
    assert "'forgotten'" in outcome.message
    assert outcome.details["most_overdue"] == "forgotten"
    assert _figures(outcome)["tasks"] == 2
    assert _figures(outcome)["lateness_seconds"] == pytest.approx(3540, abs=60)


def test_what_beat_has_not_written_yet_is_no_warning(sqlite: Mapping[str, Lender]) -> None:
    """It writes every three minutes."""
    _minutely("written late", timedelta(seconds=60 + LATE - 30))
    assert _outcome(sqlite).status is Status.OK


def test_every_kind_of_schedule_is_read(sqlite: Mapping[str, Lender]) -> None:
    """Crontabs and clocked tasks are in tables of their own."""
    crontab = apps.get_model("django_celery_beat", "CrontabSchedule").objects.create(
        minute="*/5", timezone="Europe/Berlin"
    )
    time = datetime.now(UTC) - timedelta(hours=2)
    clocked = apps.get_model("django_celery_beat", "ClockedSchedule").objects.create(
        clocked_time=time
    )
    hour = timedelta(hours=1)
    _minutely("crontab", hour, interval=None, crontab=crontab)
    assert _figures(_outcome(sqlite))["lateness_seconds"] == pytest.approx(3300, abs=330)
    _minutely("clocked", None, interval=None, clocked=clocked, one_off=True)
    assert _outcome(sqlite).details["most_overdue"] == "clocked"


def test_without_a_task_there_is_no_lateness(sqlite: Mapping[str, Lender]) -> None:
    """Nothing can be late."""
    outcome = _outcome(sqlite)
    assert outcome.status is Status.OK
    assert _figures(outcome) == {"tasks": 0}


def test_the_applications_connection_is_not_used(sqlite: Mapping[str, Lender]) -> None:
    """The question goes over the connection of the database's check."""
    _minutely("kept", timedelta(seconds=5))
    with connections[ALIAS].execute_wrapper(_refuse):
        assert _outcome(sqlite).status is Status.OK


def _refuse(*_: object) -> None:
    raise AssertionError


@pytest.mark.usefixtures("sqlite")
def test_a_database_that_is_not_checked_is_skipped() -> None:
    """There is no connection over which to ask."""
    outcome = _outcome({})
    assert outcome.status is Status.SKIPPED
    assert ALIAS in outcome.message


def test_tables_that_are_not_there_are_told(tmp_path: Path) -> None:
    """The remedy is to migrate."""
    file = tmp_path / "empty.sqlite3"
    file.touch()
    lender = SQLiteCheck(SQLiteTarget(ALIAS, "sqlite3", name=str(file)), 5.0)
    with (
        override_settings(INSTALLED_APPS=["django_celery_beat"], DATABASE_ROUTERS=[_Router()]),
        database(ALIAS, ENGINE="django.db.backends.sqlite3", NAME=str(file)),
        pytest.raises(CheckFailed, match="migrate") as caught,
    ):
        _outcome({ALIAS: lender})
    lender.close()
    assert caught.value.reason is Reason.MISCONFIGURED


def test_on_postgresql(postgresql: PostgreSQL) -> None:
    """Its times come with a zone."""
    target = PostgreSQLTarget(
        ALIAS, "postgresql", postgresql.host, postgresql.port, postgresql.database,
        postgresql.user, Secret(postgresql.password),
    )  # fmt: skip
    with _installed(**postgresql_settings(postgresql)):
        lender = PostgreSQLCheck(target, 5.0)
        _minutely("forgotten", timedelta(hours=1))
        figures = _figures(_outcome({ALIAS: lender}))
        lender.close()
        call_command("migrate", "django_celery_beat", "zero", database=ALIAS, verbosity=0)
        connections[ALIAS].cursor().execute("DROP TABLE django_migrations")
    assert figures["lateness_seconds"] == pytest.approx(3540, abs=60)


_MYSQL = """
CREATE TABLE django_celery_beat_intervalschedule (id INT, every INT, period VARCHAR(24));
CREATE TABLE django_celery_beat_crontabschedule (id INT, minute VARCHAR(240), hour VARCHAR(96),
  day_of_month VARCHAR(124), month_of_year VARCHAR(64), day_of_week VARCHAR(64),
  timezone VARCHAR(63));
CREATE TABLE django_celery_beat_clockedschedule (id INT, clocked_time DATETIME(6));
CREATE TABLE django_celery_beat_solarschedule (id INT, event VARCHAR(24),
  latitude NUMERIC(9, 6), longitude NUMERIC(9, 6));
CREATE TABLE django_celery_beat_periodictask (id INT, name VARCHAR(200), enabled BOOL,
  last_run_at DATETIME(6), date_changed DATETIME(6), start_time DATETIME(6), expires DATETIME(6),
  one_off BOOL, total_run_count INT, interval_id INT, crontab_id INT, clocked_id INT, solar_id INT);
INSERT INTO django_celery_beat_intervalschedule VALUES (1, 1, 'minutes');
INSERT INTO django_celery_beat_periodictask
  VALUES (1, 'forgotten', TRUE, UTC_TIMESTAMP(6) - INTERVAL 1 HOUR, UTC_TIMESTAMP(6), NULL, NULL,
          FALSE, 1, 1, NULL, NULL, NULL)
"""


def test_on_mariadb(mariadb: MariaDB) -> None:
    """Its times come without a zone and are in UTC, as Django writes them."""
    target = MySQLTarget(
        ALIAS, "mysql", mariadb.host, mariadb.port, "schedule", mariadb.user,
        Secret(mariadb.password), {"ssl_disabled": True},
    )  # fmt: skip
    with mariadb.connect() as admin, admin.cursor() as cursor:
        for statement in ("CREATE DATABASE schedule", "USE schedule", *_MYSQL.split(";")):
            cursor.execute(statement)
        with (
            override_settings(INSTALLED_APPS=["django_celery_beat"], DATABASE_ROUTERS=[_Router()]),
            database(ALIAS, ENGINE="django.db.backends.mysql"),
        ):
            lender = MySQLCheck(target, 5.0)
            figures = _figures(_outcome({ALIAS: lender}))
            lender.close()
        cursor.execute("DROP DATABASE schedule")
    assert figures["lateness_seconds"] == pytest.approx(3540, abs=60)


def test_a_real_beat_makes_good(
    sqlite: Mapping[str, Lender], broker_redis: Redis, tmp_path: Path
) -> None:
    """It sends what was overdue, and writes that down when it ends."""
    _minutely("forgotten", timedelta(hours=1), args="[0]")
    assert _outcome(sqlite).status is Status.WARNING
    own = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "schedule.sqlite3")}
    project = write_project(
        tmp_path / "project",
        f"redis://:{PASSWORD}@{broker_redis.host}:{broker_redis.port}/6",
        INSTALLED_APPS=["django_celery_beat"],
        DATABASES={"default": own},
    )
    with beat(project) as process:
        process.stop()
    outcome = _outcome(sqlite)
    assert outcome.status is Status.OK
    assert _figures(outcome)["lateness_seconds"] < LATE
