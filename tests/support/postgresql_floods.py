"""What an endless PostgreSQL server says."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from itertools import chain, repeat


def message(kind: bytes, body: bytes) -> bytes:
    """A message of PostgreSQL's protocol."""
    return kind + struct.pack("!I", len(body) + 4) + body


WELCOME = message(b"R", bytes(4)) + message(b"Z", b"I")
"""No password is wanted, and a query may come."""
BEGUN = message(b"C", b"BEGIN\0") + message(b"Z", b"T")
"""A transaction has begun."""
COLUMN = message(b"T", struct.pack("!h", 1) + b"a\0" + struct.pack("!IhIhih", 0, 0, 23, 4, -1, 0))
ROW = message(b"D", struct.pack("!hI", 1, 1) + b"1")
ONE_RESULT = COLUMN + ROW + message(b"C", b"SELECT 1\0")

PLAIN = {"sslmode": "disable", "gssencmode": "disable"}
"""OPTIONS with which the client's first word is its name."""


LONG_ROW_BYTES = 2**30 - 100
"""What the long row announces."""


def rows() -> Iterable[bytes]:
    """A result that has always one more row."""
    return chain((COLUMN,), repeat(ROW * 5000))


def long_row() -> Iterable[bytes]:
    """A row that is announced as of nearly a gigabyte."""
    start = COLUMN + b"D" + struct.pack("!IhI", LONG_ROW_BYTES + 10, 1, LONG_ROW_BYTES)
    return chain((start,), repeat(bytes(65536)))


def results() -> Iterable[bytes]:
    """Always one more result."""
    return repeat(message(b"I", b"") * 10000)


def notices() -> Iterable[bytes]:
    """Always one more notice."""
    return repeat(message(b"N", b"SNOTICE\0C00000\0Mx\0\0") * 5000)


def settings() -> Iterable[bytes]:
    """Always one more setting told while the client still connects."""
    started = message(b"R", bytes(4))
    told = (
        b"".join(message(b"S", b"%d\0%s\0" % (number, b"x" * 5000)) for number in range(at, at + 9))
        for at in range(0, 9**9, 9)
    )
    return chain((started,), told)
