"""Whether a database server's time zone is what Django takes it for.

PostgreSQL gets Django's zone on each connection, so that it has to know its name. MySQL is never
told one, and converts between zones only if somebody loaded its tables of them. Without ``USE_TZ``
times are stored as they are, and what the server itself calls now is in its own zone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from django_health.failure import CheckFailed
from django_health.result import Reason

_NAME = re.compile(r"[A-Za-z0-9_+/-]{1,64}")
"""What may stand in a statement: no quotes."""


class Expected(NamedTuple):
    """What Django takes for granted at a database.

    Attributes:
        uses_tz: Whether Django's times know their zone.
        stored: The name of the zone of the times in the database.
        shown: The name of the zone in which the application shows them.
        is_set_by_application: Whether OPTIONS set a zone on each connection to MySQL.
    """

    uses_tz: bool
    stored: str
    shown: str
    is_set_by_application: bool = False


class Answer(NamedTuple):
    """What the server says.

    Attributes:
        january: Seconds east of Greenwich at :func:`instants`' first; ``None`` if it cannot tell.
        july: The same at the second.
        is_known: Whether it knows the zones that Django names to it.
    """

    january: int | None
    july: int | None
    is_known: bool


def expected_at(alias: str) -> Expected | None:
    """Return what Django expects of a database; ``None`` where it does not know alias or zone.

    Raises:
        CheckFailed: A zone of the settings is none.
    """
    database = settings.DATABASES.get(alias)
    shown = settings.TIME_ZONE
    if database is None or not shown:
        return None
    stored = (database.get("TIME_ZONE") or "UTC") if settings.USE_TZ else shown
    options = database.get("OPTIONS") or {}
    is_set = "time_zone" in str(options.get("init_command", "")).lower()
    for name in (stored, shown):
        _zone(name)
    return Expected(bool(settings.USE_TZ), stored, shown, is_set)


def instants(now: datetime) -> tuple[datetime, datetime]:
    """Return a moment in winter and one in summer: zones that agree at both are taken for one."""
    return datetime(now.year, 1, 15, 12, tzinfo=UTC), datetime(now.year, 7, 15, 12, tzinfo=UTC)


def statement(vendor: str, expected: Expected, moments: tuple[datetime, datetime]) -> str:
    """Return what asks the server for an :class:`Answer`."""
    make = _postgresql if vendor == "postgresql" else _mysql
    return make(expected, moments)


def matches(answer: Answer, expected: Expected, moments: tuple[datetime, datetime]) -> bool | None:
    """Return whether the server's zone is that of the stored times; ``None`` if nobody can tell."""
    offsets = (answer.january, answer.july)
    if None in offsets or expected.is_set_by_application:
        return None
    zone = _zone(expected.stored)
    return offsets == tuple(_offset(zone, moment) for moment in moments)


def _offset(zone: tzinfo, moment: datetime) -> int:
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    return int(offset.total_seconds())


def _postgresql(expected: Expected, moments: tuple[datetime, datetime]) -> str:
    january, july = (
        f"EXTRACT(TIMEZONE FROM to_timestamp({int(moment.timestamp())}))::bigint"
        for moment in moments
    )
    name = f"'{expected.stored}'"
    # The list of all zones is read only where the name is not the one in use.
    is_known = (
        f"CASE WHEN {name} IN ('UTC', current_setting('TimeZone')) THEN 1 ELSE "  # noqa: S608
        f"(SELECT count(*) FROM pg_timezone_names WHERE lower(name) = lower({name})) + "
        f"(SELECT count(*) FROM pg_timezone_abbrevs WHERE abbrev = upper({name})) END"
    )
    return f"SELECT {january}, {july}, {is_known}"


def _mysql(expected: Expected, moments: tuple[datetime, datetime]) -> str:
    texts = [f"'{moment:%Y-%m-%d %H:%M:%S}'" for moment in moments]
    # The session's own zone is set by the database's check: the server's is what others get.
    january, july = (
        f"TIMESTAMPDIFF(SECOND, {text}, CONVERT_TZ({text}, '+00:00', @@global.time_zone))"
        for text in texts
    )
    converted = f"CONVERT_TZ({texts[0]}, '{expected.stored}', '{expected.shown}')"
    is_asked = expected.uses_tz and expected.stored != expected.shown
    return f"SELECT {january}, {july}, {f'{converted} IS NOT NULL' if is_asked else '1'}"


def _zone(name: object) -> tzinfo:
    failure = CheckFailed(
        Reason.MISCONFIGURED, "a TIME_ZONE of the settings is no time zone that Python knows"
    )
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise failure
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # ValueError: a path, OSError: a folder
        raise failure from None
