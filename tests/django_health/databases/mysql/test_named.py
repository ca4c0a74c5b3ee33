"""Rows of names and numbers, found all at once: as they are in the common way, or not at all."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymysql.err import Error

from django_health.databases.mysql.named import Named, named_at
from django_health.databases.mysql.results import Incoming, Result
from django_health.failure import CheckFailed
from mysql_floods import COLUMN, END, packet

ROWS = [(b"Com_commit", b"0"), (b"Uptime", b"12345678901234567890"), (b"a", b"1")]
NAMES = st.from_regex(rb"[A-Za-z_]{1,64}", fullmatch=True)
NUMBERS = st.from_regex(rb"[0-9]{1,20}", fullmatch=True)


def cell(value: bytes) -> bytes:
    """A value behind its length."""
    return bytes([len(value)]) + value


def packets(rows: list[tuple[bytes, bytes]], number: int = 4) -> bytes:
    """Rows as a server sends them."""
    return b"".join(
        packet((number + place) & 0xFF, cell(name) + cell(value))
        for place, (name, value) in enumerate(rows)
    )


def whole(rows: bytes, last: int) -> bytes:
    """An answer of two columns."""
    head = packet(1, b"\2") + packet(2, COLUMN) + packet(3, COLUMN) + packet(4, END)
    return head + rows + packet(last, END)


@pytest.mark.parametrize(
    "behind",
    [
        b"",
        packet(7, END),
        packet(7, b"\3abc\1x"),
        packet(7, END) + packet(8, b"\2") + packet(9, b"\6Uptime\0011"),
    ],
)
@pytest.mark.parametrize("before", [b"", b"before"])
def test_rows(before: bytes, behind: bytes) -> None:
    """Wherever they stand, up to the first other packet."""
    buffer = before + packets(ROWS) + behind
    assert named_at(buffer, len(before), 3) == Named(ROWS, len(buffer) - len(behind))


def test_half_a_row() -> None:
    """It is left, with those behind it, to whoever waits for its end."""
    assert named_at(packets(ROWS)[:-1], 0, 3) == Named(ROWS[:2], len(packets(ROWS[:2])))


@given(st.lists(st.tuples(NAMES, NUMBERS), min_size=1, max_size=300), st.integers(0, 255))
def test_any_rows(rows: list[tuple[bytes, bytes]], number: int) -> None:
    """All of them; where they are not sure to be found, they are not."""
    buffer = packets(rows, number + 1)
    last = packet((number + 1 + len(rows)) & 0xFF, END)
    found = named_at(buffer + last, 0, number)
    assert found in (Named(rows, len(buffer)), None)


@pytest.mark.parametrize("size", range(3, 75))
def test_a_length_that_is_a_digit(size: int) -> None:
    """The number before it ends where it ends."""
    rows = [(b"a", b"12"), (b"n" * min(size - 3, 64) or b"n", b"1" * max(1, size - 66))]
    assert named_at(packets(rows) + packet(6, END), 0, 3) == Named(rows, len(packets(rows)))


def test_numbers_begin_anew() -> None:
    """Behind 255; there are more rows than numbers, too."""
    rows = ROWS * 85
    assert named_at(packets(rows, 250), 0, 249) == Named(rows, len(packets(rows)))
    many = ROWS * 1000
    assert named_at(packets(many), 0, 3) is None


GOOD = packets(ROWS)


@pytest.mark.parametrize(
    "buffer",
    [
        b"",
        packet(4, END),
        packet(4, cell(b"Uptime") + b"\xfb"),
        packet(4, cell(b"Uptime") + cell(b"")),
        packet(4, cell(b"Uptime") + cell(b"-1")),
        packet(4, cell(b"Uptime1") + cell(b"1")),
        packet(4, cell(b"Uptime") + cell(b"1") + cell(b"1")),
        packet(4, cell(b"Uptime") + cell(b"9" * 21)),
        packet(4, cell(b"n" * 65) + cell(b"1")),
        packet(4, b"\xfc\x2c\1" + b"n" * 300 + cell(b"1")),
        packets(ROWS[1:2])[:-1],
        GOOD[:5],
        packets(ROWS, 5),
        packets(ROWS[:1]) + packets(ROWS[1:], 6),
        *(GOOD[:at] + bytes([GOOD[at] + 1]) + GOOD[at + 1 :] for at in (0, 1, 2, 3, 4, 15)),
        packet(4, b"\3Up\1" + cell(b"1")),
    ],
)
def test_what_is_not_sure(buffer: bytes) -> None:
    """Other values, other lengths, other numbers, or half a row."""
    assert named_at(buffer, 0, 3) is None


@pytest.mark.parametrize("size", [1, 7, 50, 1000])
@given(
    rows=st.lists(st.tuples(NAMES, NUMBERS), min_size=1, max_size=20),
    slips=st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 255)), max_size=2),
)
def test_whatever_is_found_is_what_is_found_one_by_one(
    size: int, rows: list[tuple[bytes, bytes]], slips: list[tuple[int, int]]
) -> None:
    """Also with bytes that are wrong: the same values, or the same refusal."""
    answer = bytearray(whole(packets(rows, 5), 5 + len(rows)))
    start = len(whole(b"", 0)) - len(packet(0, END))
    for at, byte in slips:
        answer[start + at % (len(answer) - start)] = byte
    at_once, one_by_one = read(bytes(answer), len(answer)), read(bytes(answer), 1)
    assert at_once == one_by_one == read(bytes(answer), size)


def read(answer: bytes, size: int) -> object:
    """What an answer says that comes in pieces, or how it is refused."""
    parts = iter([answer[a:b] for a, b in pairwise([*range(0, len(answer), size), len(answer)])])
    try:
        result = Incoming(lambda: next(parts, b""), "utf8").result()
    except CheckFailed as error:
        return error.reason
    except Error as error:
        return type(error), error.args
    assert isinstance(result, Result)
    return [list(row) for row in result.cells]
