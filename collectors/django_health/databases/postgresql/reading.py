"""One statement of another's, in a transaction that can only read and that is never committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_health.databases.lending import Answer, MissingTableError
from django_health.databases.postgresql.errors import failure_from_sqlstate
from django_health.databases.postgresql.intake import MAX_BYTES_OF_A_LOAN
from django_health.databases.postgresql.queries import role_settings
from django_health.databases.postgresql.session import Session, StatementFailed
from django_health.databases.postgresql.values import values_of
from django_health.databases.statement import (
    SHARE,
    cannot_run,
    is_plain,
    too_many_rows,
    writes,
)
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason
from django_health.steps import Steps

if TYPE_CHECKING:
    from psycopg.pq.abc import PGresult

_MISSING_TABLE = "42P01"
_WRITES = "25006"
_NO_PRIVILEGE = "42501"
_MISTAKES = ("08P01", "0A", "22", "42")
"""Beginnings of the SQLSTATEs of what is wrong with a statement itself; the first is of one that
wants parameters."""


def answer(
    session: Session, sql: str, role: object, limit: int, deadline: Deadline
) -> Steps[Answer]:
    """Return a statement's rows, or why there are none while the session is as good as before.

    What is asked in one message is waited for in a step.

    Args:
        session: Where to ask.
        sql: One statement.
        role: The role that Django assumes on its connections, if any.
        limit: More rows than this are a failure.
        deadline: When the answer has to be there.

    Raises:
        CheckFailed: The session cannot be used any more.
    """
    beginning = _beginning(role, deadline)
    try:
        if is_plain(sql):  # it cannot be several, nor swallow what follows it
            message = "; ".join((*beginning, sql, "ROLLBACK")).encode()
            session.send(message, deadline, MAX_BYTES_OF_A_LOAN)
            seen = yield from session.wait(session.soon)
            return (yield from _at_once(session, len(beginning), limit, deadline, seen))
        session.query("; ".join(beginning).encode(), deadline)
        answered = _answered(session, sql.encode(), limit, deadline)
        session.query(b"ROLLBACK", deadline)
    except StatementFailed as failed:
        raise failure_from_sqlstate(failed.sqlstate) from None
    return answered


def _at_once(
    session: Session, before: int, limit: int, deadline: Deadline, seen: float | None
) -> Steps[Answer]:
    """Take the answer to a message in which so many statements stand before the one."""
    try:
        results = session.receive(deadline, seen)
    except StatementFailed as failed:
        if len(failed.answered) != before:
            raise
        session.send(b"ROLLBACK", deadline)
        seen = yield from session.wait(session.soon)
        session.receive(deadline, seen)
        return _failure(failed.sqlstate)
    if len(results) != before + 2:
        raise CheckFailed(Reason.WRONG_ANSWER)
    return _rows(results[-2], limit)


def _answered(session: Session, sql: bytes, limit: int, deadline: Deadline) -> Answer:
    try:
        result = session.query_one(sql, deadline)
    except StatementFailed as failed:
        return _failure(failed.sqlstate)
    return _rows(result, limit)


def _rows(result: PGresult, limit: int) -> Answer:
    if result.ntuples > limit:
        return too_many_rows(limit)
    try:
        return values_of(result)
    except UnicodeDecodeError:
        return CheckFailed(Reason.WRONG_ANSWER, "a text in the answer is not in UTF-8")


def _failure(sqlstate: str) -> MissingTableError | CheckFailed:
    if sqlstate == _MISSING_TABLE:
        return MissingTableError()
    if sqlstate == _WRITES:
        return writes(f"SQLSTATE {sqlstate}")
    if sqlstate.startswith(_MISTAKES) and sqlstate != _NO_PRIVILEGE:
        return cannot_run(f"SQLSTATE {sqlstate}")
    return failure_from_sqlstate(sqlstate)


def _beginning(role: object, deadline: Deadline) -> tuple[str, ...]:
    """Begin the transaction; what is set for it alone never reaches a pooler's next client."""
    milliseconds = max(1, int(deadline.left() * SHARE * 1000))
    return (
        "BEGIN READ ONLY",
        f"SET LOCAL statement_timeout = {milliseconds}",
        f"SET LOCAL idle_in_transaction_session_timeout = {milliseconds}",
        "SET LOCAL datestyle = ISO",
        *role_settings(role),
    )
