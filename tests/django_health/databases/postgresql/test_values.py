"""PostgreSQL's values as Python's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from django_health.databases.lending import Rows
from django_health.databases.postgresql.parameters import connection_strings
from django_health.databases.postgresql.session import Session, open_session
from django_health.databases.postgresql.values import values_of
from django_health.network.deadline import Deadline
from live_servers import PostgreSQL
from postgresql_checks import LONG, target_of


@pytest.fixture(scope="module")
def session(postgresql: PostgreSQL) -> Iterator[Session]:
    """A session in a time zone of its own."""
    opened = open_session(connection_strings(target_of(postgresql)), Deadline(LONG))
    opened.query(b"SET timezone = 'Asia/Kolkata'", Deadline(LONG))
    yield opened
    opened.close()


def rows(session: Session, sql: str) -> Rows:
    """The rows of a statement."""
    return values_of(session.query_one(sql.encode(), Deadline(LONG)))


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("1::smallint", 1),
        ("-2::int", -2),
        ("9223372036854775807", 9223372036854775807),
        ("7::oid", 7),
        ("1.5::real", 1.5),
        ("1e300::float8", 1e300),
        ("'Infinity'::float8", float("inf")),
        ("12345678901234567890.125", Decimal("12345678901234567890.125")),
        ("true", True),
        ("false", False),
        ("NULL::int", None),
        ("'é'::text", "é"),
        ("'a'::varchar", "a"),
        ("''", ""),
        ("'2026-02-03'::date", date(2026, 2, 3)),
        ("'2026-02-03 04:05:06.7'::timestamp", datetime(2026, 2, 3, 4, 5, 6, 700000)),  # noqa: DTZ001
        (
            "'2026-02-03 04:05:06+00'::timestamptz",
            datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC).astimezone(
                timezone(timedelta(hours=5, minutes=30))
            ),
        ),
        ("'infinity'::timestamptz", "infinity"),
        ("'0044-03-15 BC'::date", "0044-03-15 BC"),
        ("'{\"a\": 1}'::jsonb", '{"a": 1}'),
    ],
)
def test_values(session: Session, sql: str, value: object) -> None:
    """Numbers, truths and times are Python's, all else is text."""
    found = rows(session, f"SELECT {sql}").rows
    assert found == [(value,)]
    assert type(found[0][0]) is type(value)


def test_columns_and_rows(session: Session) -> None:
    """Columns have their names, and rows keep their order."""
    found = rows(session, "SELECT n, 'x' AS \"Größe\" FROM generate_series(1, 2) n")
    assert found == Rows(("n", "Größe"), [(1, "x"), (2, "x")])
    assert rows(session, "SELECT 1 AS a WHERE false") == Rows(("a",), [])
