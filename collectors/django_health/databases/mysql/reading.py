"""One statement of another's, in a transaction that can only read and that is never committed."""

from __future__ import annotations

import time

from pymysql.err import Error

from django_health.databases.lending import Answer, MissingTableError, Rows
from django_health.databases.mysql.errors import (
    failure_of,
    is_missing_table,
    is_of_server,
    is_write,
    number_of,
)
from django_health.databases.mysql.session import Session
from django_health.databases.statement import SHARE, cannot_run, is_plain, within, writes
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason
from django_health.steps import Steps, heard_at

_NEARLY = 0.99
"""What a statement takes of its limit that was ended by it: that has but three digits."""
_NOT_ITS_FAULT = frozenset({Reason.PERMISSION, Reason.TIMEOUT, Reason.UNAVAILABLE})


def answer(session: Session, sql: str, limit: int, deadline: Deadline) -> Steps[Answer]:
    """Return a statement's rows, or why there are none while the session is as good as before.

    What is asked in one message is waited for in a step.

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
    longest = deadline.left() * SHARE
    if is_plain(sql):  # it cannot be several, nor swallow what follows it
        begun = time.perf_counter()
        statements = ("START TRANSACTION READ ONLY", sql, "ROLLBACK")
        answers = yield from session.ask(statements, longest, session.time_zone, session.soon)
        took = heard_at(answers.seen) - begun
        if answers.error is not None:
            return (yield from _refused(session, answers.error, len(answers.results), deadline))
        result = answers.results[1]
        return _in_time(limit, Rows(result.columns, session.values(result)), took, longest)
    session.limit(longest, session.time_zone)
    session.rows("START TRANSACTION READ ONLY")
    answered = _answered(session, sql, limit, longest)
    session.wait(deadline.left())
    yield from session.end()
    return answered


def _refused(session: Session, error: Error, answered: int, deadline: Deadline) -> Steps[Answer]:
    """Return why the server did not run the statement, and end the transaction before that."""
    if answered != 1:
        raise error
    session.wait(deadline.left())
    yield from session.end()
    return _failure(error)


def _answered(session: Session, sql: str, limit: int, longest: float) -> Answer:
    begun = time.monotonic()
    try:
        rows = session.rows(sql)
    except Error as error:
        if not is_of_server(error):
            raise
        return _failure(error)
    found = Rows(session.columns, list(rows))
    return _in_time(limit, found, time.monotonic() - begun, longest)


def _in_time(limit: int, rows: Rows, seconds: float, longest: float) -> Answer:
    if seconds >= longest * _NEARLY:
        # MariaDB's BENCHMARK and MySQL's SLEEP give a value when they are ended, and no error.
        return CheckFailed(Reason.TIMEOUT)
    return within(limit, rows)


def _failure(error: Error) -> MissingTableError | CheckFailed:
    if is_missing_table(error):
        return MissingTableError()
    code = f"error {number_of(error)}"
    if is_write(error):
        return writes(code)
    failure = failure_of(error)
    return failure if failure.reason in _NOT_ITS_FAULT else cannot_run(code)
