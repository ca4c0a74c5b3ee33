"""PostgreSQL, and PostGIS on it: a kept session, one statement timed, one message for the rest."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django_health.connection import KeptConnection
from django_health.databases import families
from django_health.databases.lending import Answer
from django_health.databases.lending_check import LendingCheck
from django_health.databases.postgresql.errors import ConnectionLost, failure_from_sqlstate
from django_health.databases.postgresql.figures import Figures
from django_health.databases.postgresql.parameters import connection_strings
from django_health.databases.postgresql.queries import (
    QUESTIONS,
    Question,
    as_message,
    rows_of,
    transaction_settings,
)
from django_health.databases.postgresql.reading import answer
from django_health.databases.postgresql.session import Session, StatementFailed, open_session
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason
from django_health.targets import PostgreSQLTarget

_PROBE = b"SELECT 1"
_CANCELLED = "57014"
_CANNOT_ANSWER = ("0A", "42", "55000")
"""Beginnings of the SQLSTATEs by which a server says that it has no such view or function, or none
for this user: one question less, while the database works."""


class PostgreSQLCheck(LendingCheck):
    """Asks a PostgreSQL server how it and one of its databases are.

    Each run is two round trips on a kept session: ``SELECT 1``, whose time is reported, and one
    message with all questions, which the server runs as one read-only transaction. What the server
    does not answer for lack of a privilege or a feature is left out, and not asked again before
    the session is replaced.

    Args:
        target: The database, with Django's OPTIONS.
        timeout: Seconds that a run may take, waiting for the session and connecting included.
        questions: What is asked, in this order.
    """

    vendor = "postgresql"
    description = "asks PostgreSQL for its state in a read-only transaction"

    def __init__(
        self,
        target: PostgreSQLTarget,
        timeout: float,
        questions: Sequence[Question] = QUESTIONS,
    ) -> None:
        super().__init__(target.alias, timeout)
        self._database = target
        milliseconds = max(1, int(timeout * 500))  # so that the server gives up before we do
        role = target.options.get("assume_role")
        self._role = role
        self._grantee = "<the role in assume_role>" if role else "<the user of this alias>"
        self._prefix = transaction_settings(role, milliseconds)
        self._questions = questions
        self._all = as_message(self._prefix, questions)
        self._kept = KeptConnection(
            self._connect, Session.close, lambda error: isinstance(error, ConnectionLost)
        )

    def _look(self) -> Outcome:
        return self._kept.use(self._ask)

    def _answer(self, sql: str, limit: int, deadline: Deadline) -> Answer:
        return self._kept.use(lambda session: answer(session, sql, self._role, limit, deadline))

    def _end(self) -> None:
        """End the wait of the run; only a name that is being resolved is still waited for."""
        self._deadline.cancel()

    def _close(self) -> None:
        self._kept.close()

    def _connect(self) -> Session:
        return open_session(connection_strings(self._database), self._deadline)

    def _ask(self, session: Session) -> Outcome:
        figures = Figures(self.target, session.version, session.version_number, self._grantee)
        before = session.statements
        figures.add(families.ROUND_TRIP, self._round_trip(session))
        rest = [question for question in self._questions if question.name not in session.refused]
        while rest:
            rest = self._answered(session, rest, figures)
        for question in self._questions:
            if sqlstate := session.refused.get(question.name):
                figures.refuse(question.gives, sqlstate, question.grant)
        figures.details["queries_executed"] = session.statements - before
        return figures.outcome()

    def _round_trip(self, session: Session) -> float:
        started = time.perf_counter()
        try:
            answers = session.query(_PROBE, self._deadline)
        except StatementFailed as failed:
            raise failure_from_sqlstate(failed.sqlstate) from None
        elapsed = time.perf_counter() - started
        if len(answers) != 1 or answers[0].get_value(0, 0) != b"1":
            raise CheckFailed(Reason.WRONG_ANSWER)
        return elapsed

    def _answered(
        self, session: Session, questions: list[Question], figures: Figures
    ) -> list[Question]:
        """Take the answers to the questions; return those after one that was refused."""
        whole = len(questions) == len(self._questions)
        message = self._all if whole else as_message(self._prefix, questions)
        try:
            results = session.query(message, self._deadline)
            if len(results) != len(self._prefix) + len(questions):
                raise CheckFailed(Reason.WRONG_ANSWER)
            rest: list[Question] = []
        except StatementFailed as failed:
            results = failed.answered
            position = len(results) - len(self._prefix)
            if position < 0 or not _is_one_question_less(questions[position], failed.sqlstate):
                raise failure_from_sqlstate(failed.sqlstate) from None
            session.refused[questions[position].name] = failed.sqlstate
            rest = questions[position + 1 :]
        for question, result in zip(questions, results[len(self._prefix) :], strict=False):
            question.take(rows_of(result), figures)
        return rest


def _is_one_question_less(question: Question, sqlstate: str) -> bool:
    """Whether the other figures hold although this one is not to be had."""
    if sqlstate == _CANCELLED:
        return question.may_take_long
    return sqlstate.startswith(_CANNOT_ANSWER)
