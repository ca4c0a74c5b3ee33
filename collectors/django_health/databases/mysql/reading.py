"""One statement of another's, in a transaction that can only read and that is never committed."""

from __future__ import annotations

import time

from pymysql.err import Error

from django_health.databases.lending import Answer, MissingTableError, Rows
from django_health.databases.mysql.connection import Session
from django_health.databases.mysql.errors import (
    failure_of,
    is_missing_table,
    is_of_server,
    is_write,
    number_of,
)
from django_health.databases.statement import SHARE, cannot_run, within, writes
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason

_NEARLY = 0.99
"""What a statement takes of its limit that was ended by it: that has but three digits."""
_NOT_ITS_FAULT = frozenset({Reason.PERMISSION, Reason.TIMEOUT, Reason.UNAVAILABLE})


def answer(session: Session, sql: str, limit: int, deadline: Deadline) -> Answer:
    """Return a statement's rows, or why there are none while the session is as good as before.

    Args:
        session: Where to ask.
        sql: One statement.
        limit: More rows than this are a failure.
        deadline: When the answer has to be there.

    Raises:
        Error: The session cannot be used any more.
        CheckFailed: The same, for want of time or for an answer without end.
    """
    session.wait(deadline.left())
    session.refuse_several()
    longest = deadline.left() * SHARE
    session.limit(longest, session.time_zone)
    session.rows("START TRANSACTION READ ONLY")
    answered = _answered(session, sql, limit, longest)
    session.wait(deadline.left())
    session.rows("ROLLBACK")
    return answered


def _answered(session: Session, sql: str, limit: int, longest: float) -> Answer:
    begun = time.monotonic()
    try:
        rows = session.rows(sql)
    except Error as error:
        if not is_of_server(error):
            raise
        return _failure(error)
    if time.monotonic() - begun >= longest * _NEARLY:
        # MariaDB's BENCHMARK and MySQL's SLEEP give a value when they are ended, and no error.
        return CheckFailed(Reason.TIMEOUT)
    return within(limit, Rows(session.columns, list(rows)))


def _failure(error: Error) -> MissingTableError | CheckFailed:
    if is_missing_table(error):
        return MissingTableError()
    code = f"error {number_of(error)}"
    if is_write(error):
        return writes(code)
    failure = failure_of(error)
    return failure if failure.reason in _NOT_ITS_FAULT else cannot_run(code)
