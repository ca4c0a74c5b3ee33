"""Values as PostgreSQL writes them, and any other bytes in their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.databases.postgresql.values import values_of

if TYPE_CHECKING:
    from psycopg.pq.abc import PGresult

OIDS = (16, 20, 21, 23, 25, 26, 700, 701, 1082, 1114, 1184, 1700)


@dataclass
class Result:
    """A result of one row and one column, as libpq gives it."""

    oid: int
    value: bytes | None
    nfields: int = 1
    ntuples: int = 1

    def fname(self, _: int) -> bytes:
        """The name of the column."""
        return b"value"

    def ftype(self, _: int) -> int:
        """The type of the column."""
        return self.oid

    def get_value(self, _: int, __: int) -> bytes | None:
        """The text of the value."""
        return self.value


def _read(oid: int, text: str) -> object:
    ((value,),) = values_of(cast("PGresult", Result(oid, text.encode()))).rows
    return value


@given(number=st.integers(-(2**63), 2**63 - 1), figure=st.floats(allow_nan=False))
def test_numbers_are_themselves(number: int, figure: float) -> None:
    """In the shortest form that gives the same number again, as the server writes floats."""
    assert _read(20, str(number)) == number
    assert _read(701, repr(figure)) == figure


@given(st.decimals(allow_nan=False))
def test_decimals_keep_their_digits(number: Decimal) -> None:
    """All of them, however many."""
    assert _read(1700, str(number)) == number


@given(day=st.dates(), moment=st.datetimes())
def test_times_are_themselves(day: date, moment: datetime) -> None:
    """In ISO's form, with a zone and without."""
    assert _read(1082, day.isoformat()) == day
    assert _read(1114, moment.isoformat(" ")) == moment
    zoned = moment.replace(tzinfo=UTC)
    assert _read(1184, zoned.isoformat(" ").replace("+00:00", "+00")) == zoned


@given(st.text())
def test_texts_are_themselves(text: str) -> None:
    """Of any type that has no reader of its own."""
    assert _read(25, text) == text


@pytest.mark.parametrize("oid", OIDS)
@given(value=st.one_of(st.none(), st.binary(), st.text().map(str.encode), st.just(b"9" * 5000)))
def test_any_bytes_are_a_value_or_no_text(oid: int, value: bytes | None) -> None:
    """What is no such value stays a text, and what is no text is the documented error."""
    try:
        ((found,),) = values_of(cast("PGresult", Result(oid, value))).rows
    except UnicodeDecodeError:
        assert value is not None
    else:
        assert (found is None) == (value is None)
