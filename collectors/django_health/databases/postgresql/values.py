"""PostgreSQL's texts of values as Python's values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django_health.databases.lending import Rows

if TYPE_CHECKING:
    from psycopg.pq.abc import PGresult

_TYPES: Mapping[int, Callable[[str], object]] = {
    16: "t".__eq__,  # bool
    20: int,  # int8
    21: int,
    23: int,
    26: int,  # oid
    700: float,  # float4
    701: float,
    1082: date.fromisoformat,
    1114: datetime.fromisoformat,  # timestamp
    1184: datetime.fromisoformat,  # timestamptz
    1700: Decimal,
}
"""By the OIDs of ``pg_type``, which are the same in every version; all others stay texts."""


def values_of(result: PGresult) -> Rows:
    """Return the rows of a result; dates have to be in ISO's form.

    Raises:
        UnicodeDecodeError: A text is not in UTF-8.
    """
    columns = range(result.nfields)
    names = tuple((result.fname(column) or b"").decode() for column in columns)
    readers = [(column, _TYPES.get(result.ftype(column), str)) for column in columns]
    rows = [
        tuple(_value(result.get_value(row, column), read) for column, read in readers)
        for row in range(result.ntuples)
    ]
    return Rows(names, rows)


def _value(raw: bytes | None, read: Callable[[str], object]) -> object:
    if raw is None:
        return None
    text = raw.decode()
    try:
        return read(text)
    except (ValueError, ArithmeticError):  # a time of which Python has none: before Christ
        return text
