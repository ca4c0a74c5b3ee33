"""Databases of any engine, asked through Django."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from django_health.databases.django.check import DjangoDatabaseCheck
from django_health.databases.lending import Lender, MissingTableError, Rows
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from django_health.targets import DjangoDatabaseTarget
from django_projects import database, postgresql_settings
from live_servers import PostgreSQL

CANARY = "canary-aa71"


def check_of(alias: str) -> DjangoDatabaseCheck:
    """The check of an alias."""
    return DjangoDatabaseCheck(DjangoDatabaseTarget(alias, "some.engine"), 2.0)


@pytest.fixture
def check(django_project: Path, postgresql: PostgreSQL) -> Iterator[DjangoDatabaseCheck]:
    """The check of a real server."""
    assert django_project.is_dir()
    with database("pg", **postgresql_settings(postgresql)):
        made = check_of("pg")
        yield made
        made.close()


def test_an_answer_is_timed_and_tells_engine_and_version(check: DjangoDatabaseCheck) -> None:
    """Two figures, labelled with the alias."""
    found = check.check()
    assert isinstance(found, Outcome)
    assert found.status is Status.OK
    info, round_trip = found.measurements
    assert info.family.name == "django_health_database_info"
    assert info.labels[:2] == ("pg", "postgresql")
    assert info.labels[2] == found.details["version"]
    assert round_trip.value == found.details["round_trip_seconds"]
    assert 0 < round_trip.value < 60


def test_runs_add_no_connection(check: DjangoDatabaseCheck, postgresql: PostgreSQL) -> None:
    """By the server's own count."""
    question = (
        "SELECT count(*), min(pid) FROM pg_stat_activity"
        " WHERE application_name = 'django-health-exporter'"
    )
    with postgresql.connect() as admin:
        check.check()
        before = admin.execute(question).fetchone()
        for _ in range(20):
            check.check()
        assert admin.execute(question).fetchone() == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"PASSWORD": CANARY}, Reason.AUTH),
        ({"NAME": CANARY}, Reason.MISCONFIGURED),
        ({"OPTIONS": {"sslmode": "require"}}, Reason.TLS),
        ({"HOST": f"{CANARY}.invalid"}, Reason.DNS),
    ],
)
def test_a_connection_that_is_not_made_has_a_reason(
    change: dict[str, object], reason: Reason, django_project: Path, postgresql: PostgreSQL
) -> None:
    """And nothing of the settings is in it."""
    assert django_project.is_dir()
    with (
        database("pg", **{**postgresql_settings(postgresql), **change}),
        pytest.raises(CheckFailed) as caught,
    ):
        check_of("pg").check()
    assert caught.value.reason is reason
    said = repr(caught.value.outcome())
    assert CANARY not in said
    assert postgresql.password not in said


def test_a_closed_port_is_refused(django_project: Path, postgresql: PostgreSQL) -> None:
    """As when the server is down."""
    assert django_project.is_dir()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        changed = {**postgresql_settings(postgresql), "PORT": unused.getsockname()[1]}
        with database("pg", **changed), pytest.raises(CheckFailed) as caught:
            check_of("pg").check()
    assert caught.value.reason is Reason.REFUSED


def asked(check: DjangoDatabaseCheck, sql: str, timeout: float = 10.0) -> Rows:
    """What the check's database answers a borrower."""
    lender: Lender = check
    return lender.ask(sql, limit=10, timeout=timeout, borrower="borrower")


def test_a_question_of_others_is_answered(check: DjangoDatabaseCheck) -> None:
    """Over the same connection; a table that is not there does not cost it."""
    sql = "SELECT pg_backend_pid() AS pid"
    first = asked(check, sql)
    assert check.check().details["queries_executed"] == 1
    for _ in range(20):
        with pytest.raises(MissingTableError):
            asked(check, "SELECT * FROM no_such")
    assert asked(check, sql) == first
    assert check.vendor == "postgresql"


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM t",
        "SELECT 1; COMMIT; CREATE TABLE canary ()",
        "WITH x AS (SELECT 1) SELECT * INTO canary FROM x",
    ],
)
def test_nothing_is_written(check: DjangoDatabaseCheck, sql: str, postgresql: PostgreSQL) -> None:
    """Although the driver would take several statements at once."""
    with pytest.raises(CheckFailed) as caught:
        asked(check, sql)
    assert caught.value.reason is Reason.MISCONFIGURED
    with postgresql.connect() as admin:
        query = "SELECT count(*) FROM pg_class WHERE relname = 'canary'"
        assert admin.execute(query).fetchone() == (0,)


def test_a_slow_question_can_be_cancelled(check: DjangoDatabaseCheck) -> None:
    """By who asked it, and by nobody else."""
    check.check()
    threading.Timer(0.2, check.cancel).start()
    threading.Timer(0.4, check.cancel_for, ("borrower",)).start()
    started = time.monotonic()
    with pytest.raises(CheckFailed) as caught:
        asked(check, "SELECT pg_sleep(60)", timeout=60.0)
    assert caught.value.reason is Reason.TIMEOUT
    assert 0.4 <= time.monotonic() - started < 30


def test_an_engine_that_is_not_there_has_no_vendor(django_project: Path) -> None:
    """And no alias neither; that is told when it is asked."""
    assert django_project.is_dir()
    assert check_of("no_such").vendor == ""
    with database("strange", ENGINE="no_such.engine"):
        assert check_of("strange").vendor == ""
