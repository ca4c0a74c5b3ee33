"""One statement of another's, in a transaction that can only read and that is never committed."""

from __future__ import annotations

from django_health.databases.lending import Answer, MissingTableError
from django_health.databases.postgresql.errors import failure_from_sqlstate
from django_health.databases.postgresql.queries import role_settings
from django_health.databases.postgresql.session import Session, StatementFailed
from django_health.databases.postgresql.values import values_of
from django_health.databases.statement import SHARE, cannot_run, too_many_rows, writes
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason

_MISSING_TABLE = "42P01"
_WRITES = "25006"
_NO_PRIVILEGE = "42501"
_MISTAKES = ("08P01", "0A", "22", "42")
"""Beginnings of the SQLSTATEs of what is wrong with a statement itself; the first is of one that
wants parameters."""


def answer(session: Session, sql: str, role: object, limit: int, deadline: Deadline) -> Answer:
    """Return a statement's rows, or why there are none while the session is as good as before.

    Args:
        session: Where to ask.
        sql: One statement.
        role: The role that Django assumes on its connections, if any.
        limit: More rows than this are a failure.
        deadline: When the answer has to be there.

    Raises:
        CheckFailed: The session cannot be used any more.
    """
    try:
        session.query(_beginning(role, deadline), deadline)
        answered = _answered(session, sql.encode(), limit, deadline)
        session.query(b"ROLLBACK", deadline)
    except StatementFailed as failed:
        raise failure_from_sqlstate(failed.sqlstate) from None
    return answered


def _answered(session: Session, sql: bytes, limit: int, deadline: Deadline) -> Answer:
    try:
        result = session.query_one(sql, deadline)
    except StatementFailed as failed:
        return _failure(failed.sqlstate)
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


def _beginning(role: object, deadline: Deadline) -> bytes:
    """Begin the transaction; what is set for it alone never reaches a pooler's next client."""
    milliseconds = max(1, int(deadline.left() * SHARE * 1000))
    statements = (
        "BEGIN READ ONLY",
        f"SET LOCAL statement_timeout = {milliseconds}",
        f"SET LOCAL idle_in_transaction_session_timeout = {milliseconds}",
        "SET LOCAL datestyle = ISO",
        *role_settings(role),
    )
    return "; ".join(statements).encode()
