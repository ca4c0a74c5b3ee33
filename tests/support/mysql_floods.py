"""What an endless MySQL server says."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from itertools import chain, repeat

_CAPABILITIES = 0x0000_A20D | 0x0008_0000  # protocol 4.1, secure passwords, plug-in authentication
_AUTOCOMMIT = 2


def packet(number: int, payload: bytes) -> bytes:
    """A packet of MySQL's protocol."""
    return struct.pack("<I", len(payload))[:3] + bytes([number % 256]) + payload


GREETING = packet(
    0,
    b"\x0a8.4.0\0"
    + struct.pack("<I", 1)
    + b"saltsalt\0"
    + struct.pack("<HBHHB", _CAPABILITIES & 0xFFFF, 45, _AUTOCOMMIT, _CAPABILITIES >> 16, 21)
    + bytes(10)
    + b"saltsaltsalt\0"
    + b"mysql_native_password\0",
)
OK = b"\0\0\0" + struct.pack("<HH", _AUTOCOMMIT, 0)
END = b"\xfe" + struct.pack("<HH", 0, _AUTOCOMMIT)
COLUMN = (
    b"\3def\0\0\0\1a\0\x0c" + struct.pack("<HIBHB", 45, 1000, 253, 0, 0) + b"\0\0"
)  # text in utf8mb4

OPENINGS = (GREETING, packet(2, OK), packet(1, OK))
"""Greeting, log-in and SET NAMES; then comes the first query."""


def long_packet() -> Iterable[bytes]:
    """One packet that is always continued."""
    return (b"\xff\xff\xff" + bytes([number % 256]) + bytes(0xFFFFFF) for number in range(1, 9999))


def rows() -> Iterable[bytes]:
    """An answer to a query that has always one more row."""
    start = packet(1, b"\1") + packet(2, COLUMN) + packet(3, END)
    block = b"".join(packet(number, b"\xfc\xe8\3" + b"x" * 1000) for number in range(4, 260))
    return chain((start,), repeat(block))


def greeting() -> Iterable[bytes]:
    """A greeting that is always continued."""
    return (b"\xff\xff\xff" + bytes([number % 256]) + bytes(0xFFFFFF) for number in range(9999))
