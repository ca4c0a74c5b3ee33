"""Answers that are well packed and yet none, which shows only where they are used."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from django_health.databases.mysql.check import MySQLCheck
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.targets import MySQLTarget
from flood_listener import FloodListener
from mysql_floods import COLUMN, OPENINGS, packet

MORE = 8
BROKEN = b"\3abc"
"""A description of a column that ends too early."""
DATE = COLUMN.replace(b"\xfd", b"\x0a")
DONE = [b"\0\0\0"]
MISSING = [b"\xff" + struct.pack("<H", 1146) + b"#42S02canary"]

Said = list[bytes]
"""The packets of one result, without what a result ends with."""


def rows(*cells: bytes, column: bytes = COLUMN) -> Said:
    """One row of so many columns."""
    row = b"".join(bytes([len(cell)]) + cell for cell in cells)
    return [bytes([len(cells)]), *[column] * len(cells), b"\xfe" + bytes(4), row, b"\xfe\0\0"]


def message(*results: Said) -> bytes:
    """The results of the statements of one message, of which each but the last tells of more."""
    payloads: list[bytes] = []
    for number, said in enumerate(results, 1):
        status = struct.pack("<H", MORE if number < len(results) else 0)
        payloads += [*said[:-1], said[-1] + status]
    return b"".join(packet(number, payload) for number, payload in enumerate(payloads, 1))


SESSION = (*OPENINGS, message(rows(b"8.4.0", b"SYSTEM")), message(DONE))
"""What is said until a session stands."""
VARIABLES = rows(b"100", b"0", b"1000")
STATUS = rows(b"Uptime", b"10")
TRANSACTIONS = rows(b"0", b"0")
REPLICATION = rows(b"1")
SIZE = rows(b"shop", b"1")
SEVERAL = message(DONE)
"""That it takes several statements in a message, which it then answers."""


@contextmanager
def saying(*answers: bytes) -> Iterator[MySQLCheck]:
    """Give the check of a server that gives these answers, once a session stands."""
    openings = (*SESSION, *answers[:-1])
    with FloodListener(openings, lambda: answers[-1:]) as listener:
        target = MySQLTarget(
            "default", "django.db.backends.mysql", host=listener.host, port=listener.port
        )
        with closing(MySQLCheck(target, 5.0)) as check:
            yield check


def asking(*results: Said) -> tuple[bytes, ...]:
    """All that is said in a run whose questions have these results."""
    return message(VARIABLES), SEVERAL, message(DONE, *results)


def test_a_sound_server_is_well() -> None:
    """So that the others fail for what is wrong with them."""
    deadlocks = message(rows(b"7"))
    with saying(*asking(STATUS, TRANSACTIONS, REPLICATION, SIZE), deadlocks) as check:
        assert check.check().status is Status.OK


@pytest.mark.parametrize(
    "answers",
    [
        (message(rows(b"\xff", b"0", b"1")),),
        (message(rows(b"1")),),
        asking(rows(b"Uptime", b"\xff"), TRANSACTIONS, REPLICATION, SIZE),
        asking(rows(b"Uptime"), TRANSACTIONS, REPLICATION, SIZE),
        asking(STATUS, TRANSACTIONS, rows(b"1", column=BROKEN), SIZE),
        asking(STATUS, TRANSACTIONS, REPLICATION, rows(b"shop", b"much")),
        asking(STATUS, TRANSACTIONS, REPLICATION, SIZE, MISSING),
    ],
    ids=["text", "row", "status-text", "status", "column", "number", "late-error"],
)
def test_an_unsound_answer_is_a_wrong_one(answers: tuple[bytes, ...]) -> None:
    """No error of ours, and the session, whose state is not known, has ended."""
    with saying(*answers) as check:
        with pytest.raises(CheckFailed) as caught:
            check.check()
        assert caught.value.reason is Reason.WRONG_ANSWER
        assert check._kept.current is None


@pytest.mark.parametrize(
    "result", [rows(b"1", column=BROKEN), rows(b"1", column=DATE), rows(b"\xff")]
)
def test_an_unsound_answer_to_a_borrower_is_a_wrong_one(result: Said) -> None:
    """As to the check itself."""
    with saying(SEVERAL, message(DONE, DONE, result, DONE)) as check:
        with pytest.raises(CheckFailed) as caught:
            check.ask("SELECT 1", limit=10, timeout=5.0, borrower="borrower")
        assert caught.value.reason is Reason.WRONG_ANSWER
        assert check._kept.current is None
