"""The description of columns that comes again."""

from __future__ import annotations

import pytest

from django_health.databases.mysql.described import MANY, Described
from mysql_floods import packet

COLUMNS = [b"column %d" % number for number in range(MANY)]


def packets(first: int, columns: list[bytes]) -> bytes:
    """Columns as a server sends them."""
    return b"".join(packet((first + place) & 0xFF, each) for place, each in enumerate(columns))


@pytest.fixture
def described() -> Described:
    """It knows some columns, whose first packet has the number 7."""
    made = Described()
    made.keep(packets(7, COLUMNS), COLUMNS)
    return made


def test_the_same_packets_are_known_again(described: Described) -> None:
    """Wherever they stand in what has come."""
    buffer = b"before" + packets(7, COLUMNS) + b"behind"
    found = described.at(buffer, 6, MANY, 6)
    assert found is not None
    assert (found.columns, buffer[found.end :]) == (COLUMNS, b"behind")


@pytest.mark.parametrize(
    ("buffer", "start", "count", "number"),
    [
        (packets(7, COLUMNS), 1, MANY, 6),
        (packets(7, COLUMNS), 0, MANY - 1, 6),
        (packets(7, COLUMNS), 0, MANY, 5),
        (packets(8, COLUMNS), 0, MANY, 7),
        (packets(7, COLUMNS)[:-1], 0, MANY, 6),
        (packets(7, [*COLUMNS[:-1], b"other 15x"]), 0, MANY, 6),
        (b"", 0, MANY, 6),
    ],
)
def test_others_are_not(
    described: Described, buffer: bytes, start: int, count: int, number: int
) -> None:
    """Another place, count, number or text, or not all of them yet."""
    assert described.at(buffer, start, count, number) is None


def test_numbers_begin_anew_behind_255() -> None:
    """A message has more packets than there are numbers."""
    described = Described()
    described.keep(packets(0, COLUMNS), COLUMNS)
    assert described.at(packets(0, COLUMNS), 0, MANY, 255) is not None


def test_few_columns_are_not_kept() -> None:
    """To take them apart costs no more than to know them again; nothing is known at first."""
    described = Described()
    assert described.at(packets(1, COLUMNS), 0, MANY, 0) is None
    described.keep(packets(1, COLUMNS[:-1]), COLUMNS[:-1])
    assert described.at(packets(1, COLUMNS[:-1]), 0, MANY - 1, 0) is None
