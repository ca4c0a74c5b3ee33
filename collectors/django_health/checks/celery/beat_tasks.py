"""Periodic tasks as django-celery-beat keeps them, and by how much each of them is late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

QUESTION = """
SELECT p.name, p.last_run_at, p.date_changed, p.start_time, p.expires, p.one_off, p.total_run_count,
       i.every, i.period, c.minute, c.hour, c.day_of_week, c.day_of_month, c.month_of_year,
       c.timezone, k.clocked_time, s.event, s.latitude, s.longitude
FROM django_celery_beat_periodictask p
LEFT JOIN django_celery_beat_intervalschedule i ON i.id = p.interval_id
LEFT JOIN django_celery_beat_crontabschedule c ON c.id = p.crontab_id
LEFT JOIN django_celery_beat_clockedschedule k ON k.id = p.clocked_id
LEFT JOIN django_celery_beat_solarschedule s ON s.id = p.solar_id
WHERE p.enabled
ORDER BY p.id
"""


class Row(NamedTuple):
    """What :data:`QUESTION` gives of one enabled task."""

    name: str
    last_run_at: object
    date_changed: object
    start_time: object
    expires: object
    one_off: object
    total_run_count: int
    every: int | None
    period: str
    minute: str | None
    hour: str
    day_of_week: str
    day_of_month: str
    month_of_year: str
    timezone: object
    clocked_time: object
    event: str | None
    latitude: object
    longitude: object


@dataclass(frozen=True)
class Reader:
    """Reads rows at one moment.

    Attributes:
        now: The present.
        zone: The zone of times that come without one.
        cron_zone: The zone of all crontabs; ``None`` where each has its own.
        app: The Celery application, for the rare schedules that need it.
    """

    now: datetime
    zone: tzinfo
    cron_zone: tzinfo | None = None
    app: Any = None

    def lateness(self, row: Row) -> float:
        """Return the seconds by which a task is late, 0 where it is not.

        It is what beat itself would do: a task that never ran counts from its last change, one
        with a start never before that.
        """
        start, expires = self._time(row.start_time), self._time(row.expires)
        if (expires and expires <= self.now) or (row.one_off and row.total_run_count):
            return 0.0
        due = self._due(row, self._last_run(row, start))
        if due is None:
            return 0.0
        return max((self.now - max(due, start or due)).total_seconds(), 0.0)

    def _last_run(self, row: Row, start: datetime | None) -> datetime:
        if last_run := self._time(row.last_run_at):
            return last_run
        changed = self._time(row.date_changed) or self.now
        return min(start, changed) if start else changed

    def _due(self, row: Row, last_run: datetime) -> datetime | None:
        if row.every is not None:
            return last_run + timedelta(**{row.period: row.every})
        if row.minute is not None:
            zone = self.cron_zone or ZoneInfo(str(row.timezone))
            return self._estimated(_crontab(row[9:14], zone), last_run.astimezone(zone))
        if row.clocked_time is not None:
            return self._time(row.clocked_time)
        if row.event is not None:
            return self._estimated(self._solar(row), last_run)
        return None

    def _estimated(self, schedule: Any, last_run: datetime) -> datetime:
        schedule.nowfun = lambda: self.now.astimezone(last_run.tzinfo)
        estimate: timedelta = schedule.remaining_estimate(last_run)
        return self.now + estimate

    def _solar(self, row: Row) -> Any:
        from celery import schedules  # noqa: PLC0415 - Celery is optional

        place = (float(str(row.latitude)), float(str(row.longitude)))
        return schedules.solar(row.event, *place, app=self.app)

    def _time(self, value: object) -> datetime | None:
        """A time as any of the drivers gives it."""
        if value is None:
            return None
        time = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return time if time.tzinfo else time.replace(tzinfo=self.zone)


@lru_cache(maxsize=1024)
def _crontab(fields: tuple[str, ...], zone: tzinfo) -> Any:
    from django_celery_beat.tzcrontab import TzAwareCrontab  # noqa: PLC0415 - it is optional

    make: Callable[..., Any] = TzAwareCrontab
    return make(*fields, tz=zone)
