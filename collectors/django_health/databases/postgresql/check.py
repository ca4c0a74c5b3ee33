"""PostgreSQL, and PostGIS on it: a kept session, one statement timed, one message for the rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from django_health.connection import KeptConnection
from django_health.databases import families
from django_health.databases.lending import Answer
from django_health.databases.postgresql.errors import ConnectionLost, failure_from_sqlstate
from django_health.databases.postgresql.figures import Figures
from django_health.databases.postgresql.parameters import connection_strings
from django_health.databases.postgresql.prepared import Prepared
from django_health.databases.postgresql.queries import (
    QUESTIONS,
    Question,
    rows_of,
    transaction_settings,
)
from django_health.databases.postgresql.reading import answer
from django_health.databases.postgresql.session import Session, StatementFailed, open_session
from django_health.databases.seldom import SeldomSize
from django_health.databases.stepped import SteppedCheck
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason
from django_health.steps import Steps, heard_at
from django_health.targets import PostgreSQLTarget

_PROBE = b"SELECT 1"
_CANCELLED = "57014"
_CANNOT_ANSWER = ("0A", "42", "55000")
"""Beginnings of the SQLSTATEs by which a server says that it has no such view or function, or none
for this user: one question less, while the database works."""


class PostgreSQLCheck(SteppedCheck):
    """Asks a PostgreSQL server how it and one of its databases are.

    Each run is two round trips on a kept session: ``SELECT 1``, whose time is reported, and one
    message with all questions, which the server runs as one read-only transaction. The second run
    of a session prepares the questions, unless a pooler is in between. The size is asked seldom.
    What the server does not answer for lack of a privilege or a feature is left out, and not asked
    again before the session is replaced.

    Args:
        target: The database, with Django's OPTIONS.
        timeout: Seconds that a run may take, waiting for the session and connecting included.
        questions: What is asked, in this order.
        clock: Monotonic seconds, by which the size is asked seldom.
    """

    vendor = "postgresql"
    description = "asks PostgreSQL for its state in a read-only transaction"

    def __init__(
        self,
        target: PostgreSQLTarget,
        timeout: float,
        questions: Sequence[Question] = QUESTIONS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(target.alias, timeout)
        self._database = target
        milliseconds = max(1, int(timeout * 500))  # so that the server gives up before we do
        role = target.options.get("assume_role")
        self._role = role
        self._grantee = "<the role in assume_role>" if role else "<the user of this alias>"
        self._prefix = transaction_settings(role, milliseconds)
        self._questions = questions
        self._size = SeldomSize(clock)
        self._kept = KeptConnection(
            self._connect, Session.close, lambda error: isinstance(error, ConnectionLost)
        )
        self._prepared: Prepared | None = None

    @property
    def connections(self) -> int:
        """How many connections to the server are kept open now."""
        return self._kept.count

    def _steps(self) -> Steps[Outcome]:
        return self._kept.use_in_steps(self._ask)

    def _answer_in_steps(self, sql: str, limit: int, deadline: Deadline) -> Steps[Answer]:
        return self._kept.use_in_steps(
            lambda session: answer(session, sql, self._role, limit, deadline)
        )

    def _end(self) -> None:
        """End the wait of the run; only a name that is being resolved is still waited for."""
        self._deadline.cancel()

    def _close(self) -> None:
        self._kept.close()

    def _connect(self) -> Session:
        return open_session(connection_strings(self._database), self._deadline)

    def _ask(self, session: Session) -> Steps[Outcome]:
        figures = Figures(self.target, session.version, session.version_number, self._grantee)
        prepared = self._prepared_of(session)
        prepared.begin(self._deadline)
        before = session.statements
        begun = time.perf_counter()
        session.send(_PROBE, self._deadline)
        seen = yield from session.wait(session.soon)
        figures.add(families.ROUND_TRIP, self._probed_at(session, seen) - begun)
        rest = self._due(session)
        while rest:
            session.send(prepared.message(rest), self._deadline)
            seen = yield from session.wait(session.late)
            rest = self._take(prepared, rest, figures, seen)
        prepared.answered_by(figures.pid)
        self._size.tell(figures)
        for question in self._questions:
            if sqlstate := session.refused.get(question.name):
                figures.refuse(question.gives, sqlstate, question.grant)
        figures.details["queries_executed"] = session.statements - before
        return figures.outcome()

    def _due(self, session: Session) -> list[Question]:
        self._size.begin()
        return [
            question
            for question in self._questions
            if question.name not in session.refused and not self._size.spares(question.name)
        ]

    def _prepared_of(self, session: Session) -> Prepared:
        if self._prepared is None or self._prepared.session is not session:
            self._prepared = Prepared(session, self._prefix, self._questions)
        return self._prepared

    def _probed_at(self, session: Session, seen: float | None) -> float:
        """Take the answer to the probe; return when it was there."""
        try:
            answers = session.receive(self._deadline, seen)
        except StatementFailed as failed:
            raise failure_from_sqlstate(failed.sqlstate) from None
        moment = heard_at(seen)
        if len(answers) != 1 or answers[0].get_value(0, 0) != b"1":
            raise CheckFailed(Reason.WRONG_ANSWER)
        return moment

    def _take(
        self, prepared: Prepared, questions: list[Question], figures: Figures, seen: float | None
    ) -> list[Question]:
        """Take the answers to the questions; return those that are still to be asked."""
        settings = len(self._prefix)
        try:
            results = prepared.session.receive(self._deadline, seen)
            if len(results) != settings + len(questions):
                raise CheckFailed(Reason.WRONG_ANSWER)
            rest: list[Question] = []
        except StatementFailed as failed:
            results = failed.answered
            rest = self._after(failed, prepared, questions[max(0, len(results) - settings) :])
        for question, result in zip(questions, results[settings:], strict=False):
            question.take(rows_of(result), figures)
        return rest

    def _after(
        self, failed: StatementFailed, prepared: Prepared, questions: list[Question]
    ) -> list[Question]:
        """Return what is to be asked after a failure, which was that of the first question."""
        if len(failed.answered) < len(self._prefix):
            raise failure_from_sqlstate(failed.sqlstate) from None
        if prepared.has(questions[0]) and failed.sqlstate != _CANCELLED:
            prepared.forget()  # it may be gone, or the fault of its being prepared
            return questions
        if not _is_one_question_less(questions[0], failed.sqlstate):
            raise failure_from_sqlstate(failed.sqlstate) from None
        prepared.session.refused[questions[0].name] = failed.sqlstate
        return questions[1:]


def _is_one_question_less(question: Question, sqlstate: str) -> bool:
    """Whether the other figures hold although this one is not to be had."""
    if sqlstate == _CANCELLED:
        return question.may_take_long
    return sqlstate.startswith(_CANNOT_ANSWER)
