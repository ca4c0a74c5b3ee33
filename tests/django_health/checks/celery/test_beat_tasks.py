"""Tests of how late a periodic task is, at moments that stand still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import schedule

from django_health.checks.celery.beat_tasks import Reader, Row

pytest.importorskip("django_celery_beat")

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
"""A Tuesday."""

EMPTY: dict[str, Any] = dict.fromkeys(Row._fields)


def _ago(**duration: float) -> datetime:
    return NOW - timedelta(**duration)


def _row(**given: object) -> Row:
    fields: dict[str, Any] = {**EMPTY, "name": "a task", "total_run_count": 1, **given}
    return Row(**fields)


def _crontab(minute: str, hour: str = "*", timezone: str = "UTC", **given: object) -> Row:
    rest = dict.fromkeys(("day_of_week", "day_of_month", "month_of_year"), "*")
    return _row(minute=minute, hour=hour, timezone=timezone, **{**rest, **given})


def _lateness(row: Row, **reader: Any) -> float:
    return Reader(NOW, UTC, **reader).lateness(row)


@pytest.mark.parametrize(
    ("period", "every", "last_run", "late"),
    [
        ("seconds", 30, _ago(seconds=10), 0),
        ("seconds", 30, _ago(seconds=30), 0),
        ("seconds", 30, _ago(seconds=90), 60),
        ("minutes", 5, _ago(hours=1), 55 * 60),
        ("days", 1, _ago(hours=25), 3600),
        ("microseconds", 1, _ago(seconds=1), 0.999999),
    ],
)
def test_an_interval_counts_from_the_last_run(
    period: str, every: int, last_run: datetime, late: float
) -> None:
    """It is due when the interval has passed."""
    row = _row(every=every, period=period, last_run_at=last_run)
    assert _lateness(row) == pytest.approx(late)


def test_what_never_ran_counts_from_its_last_change() -> None:
    """As beat itself counts."""
    row = _row(every=1, period="minutes", date_changed=_ago(minutes=3))
    assert _lateness(row) == pytest.approx(120)


def test_what_has_not_started_is_not_late() -> None:
    """Nor is it late for the time before its start."""
    changed = _ago(days=9)
    row = _row(every=1, period="minutes", date_changed=changed)
    assert _lateness(row._replace(start_time=NOW + timedelta(days=1))) == 0
    assert _lateness(row._replace(start_time=_ago(seconds=90))) == pytest.approx(90)


def test_what_has_expired_is_not_late() -> None:
    """Beat switches it off."""
    row = _row(every=1, period="minutes", last_run_at=_ago(days=1))
    assert _lateness(row._replace(expires=_ago(minutes=1))) == 0
    assert _lateness(row._replace(expires=NOW + timedelta(days=1))) > 0


def test_what_runs_once_and_did_is_not_late() -> None:
    """Beat switches it off at its next look."""
    row = _row(every=1, period="minutes", last_run_at=_ago(days=1), one_off=True)
    assert _lateness(row) == 0
    assert _lateness(row._replace(total_run_count=0)) > 0


@pytest.mark.parametrize(
    ("row", "late"),
    [
        (_crontab("0", last_run_at=_ago(minutes=30)), 0),
        (_crontab("30", last_run_at=_ago(minutes=45)), 30 * 60),
        (_crontab("0", "4", last_run_at=_ago(hours=7)), 0),
        (_crontab("0", "4", last_run_at=_ago(hours=9)), 8 * 3600),
        (_crontab("*/15", last_run_at=_ago(minutes=50)), 45 * 60),
        (_crontab("0", "9", day_of_week="1", last_run_at=_ago(hours=20)), 0),
        (_crontab("0", "9", day_of_week="1", last_run_at=_ago(hours=28)), 27 * 3600),
    ],
)
def test_a_crontab_counts_from_the_first_time_missed(row: Row, late: float) -> None:
    """In its own zone."""
    assert _lateness(row) == pytest.approx(late)


def test_a_crontab_is_in_its_own_zone() -> None:
    """Half past eight in New York is half past twelve in UTC in summer time, not yet now."""
    row = _crontab("30", "8", "America/New_York", last_run_at=_ago(hours=20))
    assert _lateness(row) == 0
    assert _lateness(row._replace(hour="7")) == pytest.approx(1800)


def test_all_crontabs_can_be_in_one_zone() -> None:
    """That is what ``DJANGO_CELERY_BEAT_TZ_AWARE = False`` means."""
    row = _crontab("30", "7", "UTC", last_run_at=_ago(hours=20))
    assert _lateness(row, cron_zone=ZoneInfo("America/New_York")) == pytest.approx(1800)


def test_a_clocked_task_is_due_at_its_time() -> None:
    """Once."""
    row = _row(clocked_time=_ago(minutes=2), one_off=True, total_run_count=0)
    assert _lateness(row) == pytest.approx(120)
    assert _lateness(row._replace(clocked_time=NOW + timedelta(hours=1))) == 0


def test_a_solar_task_is_asked_of_celery(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the sun stands is known to a package that Celery uses."""

    class _Solar(schedule):  # type: ignore[misc] # Celery has no types
        def __init__(self, event: str, latitude: float, longitude: float, app: object) -> None:
            assert (event, latitude, longitude) == ("sunset", 52.5, 13.4)
            super().__init__(timedelta(minutes=1), app=app)

    monkeypatch.setattr("celery.schedules.solar", _Solar)
    row = _row(event="sunset", latitude="52.5", longitude="13.4", last_run_at=_ago(minutes=3))
    assert _lateness(row) == pytest.approx(120, abs=5)


def test_a_task_without_a_schedule_is_never_late() -> None:
    """Beat does not run it either."""
    assert _lateness(_row(last_run_at=_ago(days=9))) == 0


def test_times_come_in_three_forms() -> None:
    """Drivers give them with a zone, without one, or as text."""
    row = _row(every=1, period="minutes")
    for given in (
        _ago(minutes=2),
        datetime(2026, 3, 10, 11, 58),  # noqa: DTZ001 - as MySQL's driver gives it
        "2026-03-10 11:58:00",
    ):
        assert _lateness(row._replace(last_run_at=given)) == pytest.approx(60)
    berlin = Reader(NOW, ZoneInfo("Europe/Berlin"))
    assert berlin.lateness(row._replace(last_run_at="2026-03-10 12:58:00")) == pytest.approx(60)
