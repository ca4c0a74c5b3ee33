"""The description of columns that comes again."""

from __future__ import annotations

import pytest

from django_health.databases.mysql.described import LONGEST, MOST, Columns, Described
from mysql_floods import packet

COLUMNS = [b"first column", b"second"]
END = b"\xfe\0\0\2\0"


def packets(first: int, columns: list[bytes], end: bytes = END) -> bytes:
    """Columns as a server sends them, with their number before them."""
    parts = [bytes([len(columns)]), *columns, end]
    return b"".join(packet((first + place) & 0xFF, each) for place, each in enumerate(parts))


def described(first: int = 7) -> Described:
    """It knows some columns."""
    made = Described()
    made.keep(packets(first, COLUMNS), COLUMNS, (first - 1) & 0xFF, (first + 3) & 0xFF)
    return made


@pytest.mark.parametrize("first", [0, 1, 7, 254, 255])
def test_the_same_packets_are_known_again(first: int) -> None:
    """Wherever they stand in what has come, and where numbers begin anew behind 255."""
    before = (first - 1) & 0xFF
    known = packets(first, COLUMNS)
    found = described(first).at(b"before" + known + b"behind", 6, before)
    assert found == Columns(COLUMNS, known, before, (first + 3) & 0xFF)


@pytest.mark.parametrize(
    ("buffer", "start", "number"),
    [
        (packets(7, COLUMNS), 1, 6),
        (packets(7, COLUMNS), 0, 5),
        (packets(7, COLUMNS), 0, 7),
        (packets(8, COLUMNS), 0, 7),
        (packets(7, COLUMNS)[:-1], 0, 6),
        (packets(7, COLUMNS)[:4], 0, 6),
        (packets(7, [COLUMNS[0], b"others"]), 0, 6),
        (packets(7, COLUMNS[:1]), 0, 6),
        (packets(7, COLUMNS, b"\xfe\1\0\2\0"), 0, 6),
        (b"", 0, 6),
    ],
)
def test_others_are_not(buffer: bytes, start: int, number: int) -> None:
    """Another place, count, number, text or end, or not all of them yet."""
    assert described().at(buffer, start, number) is None


def test_the_last_one_counts() -> None:
    """Of those that begin alike."""
    made, others = described(), [COLUMNS[0], b"others"]
    made.keep(packets(7, others), others, 6, 10)
    assert made.at(packets(7, COLUMNS), 0, 6) is None
    found = made.at(packets(7, others), 0, 6)
    assert found is not None
    assert found.columns == others


def test_others_are_known_beside_it() -> None:
    """Of another number, or of more columns, though their first packet is as long."""
    made = described()
    for first, columns in ((7, COLUMNS * 2), (8, COLUMNS)):
        made.keep(packets(first, columns), columns, first - 1, first + 1 + len(columns))
    for first, columns in ((7, COLUMNS), (7, COLUMNS * 2), (8, COLUMNS)):
        found = made.at(packets(first, columns), 0, first - 1)
        assert found is not None
        assert found.columns == columns


def test_few_are_kept() -> None:
    """So many, and none that is long, however many different ones a server sends."""
    made = Described()
    for first in range(1, 200):
        made.keep(packets(first, COLUMNS), COLUMNS, first - 1, first + 3)
        assert made.at(packets(first, COLUMNS), 0, first - 1) is not None
        assert len(made._known) <= MOST
    long = [b"x" * LONGEST]
    made.keep(packets(1, long), long, 0, 3)
    assert made.at(packets(1, long), 0, 0) is None
