"""Which statements of others are asked at all: those that begin as a question does.

What a statement may do is the server's business: it is asked in a transaction that can only read.
But some statements end that transaction, or reach beyond it, like ``CALL``, ``COPY … TO PROGRAM``,
``SET`` or ``ATTACH``; and these all begin with another word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django_health.databases.lending import Answer, Rows
from django_health.failure import CheckFailed
from django_health.result import Reason

SHARE = 0.9
"""What a server may take for a statement of the time that is left: it gives up before we do."""

_KNOWN = 256
"""Statements that need not be looked at again: borrowers ask the same few at each run."""

_FLAGS = re.IGNORECASE | re.DOTALL
_REMARK = r"/\*(?!M?!)(?:(?!/\*).)*?\*/|--[^\n]*\n"
"""A comment that is one on every server: not MySQL's that it runs, nor one with another inside."""
_QUESTION = re.compile(rf"(?:[\s(]|{_REMARK})*(?:SELECT|WITH|VALUES|TABLE|SHOW)\b", _FLAGS)
_INTO_FILE = re.compile(r"OUTFILE|DUMPFILE", _FLAGS)
"""By which MySQL writes files, which a transaction that can only read does not forbid."""
_LOCK = re.compile(r"\bPG_(?:TRY_)?ADVISORY_LOCK(?:_SHARED)?\b|\bGET_LOCK\b", _FLAGS)
"""What locks for the session: the end of the transaction does not release it, and others wait."""

_SEVERAL = re.compile(r";\s*\S|\b(?:COMMIT|EXEC|EXECUTE)\b", _FLAGS)
"""SQL Server takes several statements even without a semicolon between them."""


_PLAIN = re.compile(r"(?:[\w\s,.()*=|]++|'[\w .]*+')++", re.ASCII)
"""Words, numbers, short texts, and of signs only such as begin no comment and end no statement."""


@lru_cache(_KNOWN)
def is_plain(sql: str) -> bool:
    """Whether a statement is so plain that what follows it in a message stays a statement."""
    return _PLAIN.fullmatch(sql) is not None


@lru_cache(_KNOWN)
def require_question(sql: str) -> None:
    """Make sure that a statement only asks, as far as its words tell.

    Raises:
        CheckFailed: It begins with another word, or has one that writes a file or locks for longer
            than the transaction.
    """
    if _QUESTION.match(sql) is None:
        raise CheckFailed(
            Reason.MISCONFIGURED,
            "the statement has to begin with SELECT, WITH, VALUES, TABLE or SHOW",
        )
    if _INTO_FILE.search(sql):
        raise CheckFailed(
            Reason.MISCONFIGURED, "the statement has the word OUTFILE or DUMPFILE, which write"
        )
    if _LOCK.search(sql):
        raise CheckFailed(
            Reason.MISCONFIGURED,
            "the statement has a function that locks for the session, like GET_LOCK",
        )


def require_single(sql: str) -> None:
    """Make sure that a statement is but one, where the driver would take several.

    A part of a text may look like a second one, and is refused as well.

    Raises:
        CheckFailed: It may be several, of which one may end the transaction.
    """
    if _SEVERAL.search(sql):
        raise CheckFailed(
            Reason.MISCONFIGURED,
            "the statement has a semicolon before its end, or COMMIT, EXEC or EXECUTE in it",
        )


def writes(code: str) -> CheckFailed:
    """Return the failure of a statement that the server stopped because it writes.

    Args:
        code: The server's own, like ``SQLSTATE 25006``.
    """
    return CheckFailed(Reason.MISCONFIGURED, f"the statement writes, and it may only read ({code})")


def cannot_run(code: str) -> CheckFailed:
    """Return the failure of a statement that is wrong in itself, with the server's code."""
    return CheckFailed(Reason.MISCONFIGURED, f"the server cannot run the statement ({code})")


def within(limit: int, found: Rows) -> Answer:
    """Return what a statement gave, or the failure that it is more rows than it may."""
    return found if len(found.rows) <= limit else too_many_rows(limit)


def too_many_rows(limit: int) -> CheckFailed:
    """Return the failure of a statement that has more rows than it may."""
    return CheckFailed(Reason.WRONG_ANSWER, f"the statement gave more than {limit} rows")
