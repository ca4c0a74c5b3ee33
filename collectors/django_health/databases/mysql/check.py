"""The check of a MySQL or MariaDB database."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pymysql.err import Error

from django_health.connection import KeptConnection
from django_health.databases import families
from django_health.databases.figures import Figures
from django_health.databases.lending import Answer
from django_health.databases.mysql.connection import open_session
from django_health.databases.mysql.errors import failure_of, is_gone, is_over_limit, is_refusal
from django_health.databases.mysql.figures import add_server, add_variables
from django_health.databases.mysql.options import mysql_options, require_valid
from django_health.databases.mysql.queries import FIRST, VARIABLES, Question
from django_health.databases.mysql.reading import answer
from django_health.databases.mysql.results import sound_steps
from django_health.databases.mysql.session import Answers, Session
from django_health.databases.mysql.tls import TLSOptions, tls_context
from django_health.databases.mysql.wire import Wire
from django_health.databases.seldom import SeldomSize
from django_health.databases.stepped import SteppedCheck
from django_health.failure import CheckFailed, reason_of
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason
from django_health.steps import Steps, heard_at
from django_health.targets import MySQLTarget, TargetError


class MySQLCheck(SteppedCheck):
    """Asks a server for its variables, its status and what its user may see besides.

    Args:
        target: Where it is.
        timeout: Seconds for connecting and for each answer; a statement gets half of them.
        clock: Monotonic seconds, by which the size is asked seldom.

    Raises:
        TargetError: The target's options cannot work.
    """

    vendor = "mysql"
    description = "a MySQL or MariaDB server answers a SELECT"

    def __init__(
        self,
        target: MySQLTarget,
        timeout: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        require_valid(target)
        super().__init__(target.alias, timeout)
        self._place = target
        self._wire = Wire()
        self._size = SeldomSize(clock)
        self._tls: tuple[TLSOptions, ssl.SSLContext | None] | None = None
        self._kept = KeptConnection(self._connect, Session.close, is_gone)

    @property
    def connections(self) -> int:
        """How many connections to the server are kept open now."""
        return self._kept.count

    def _steps(self) -> Steps[Outcome]:
        with self._told():
            # Results are taken apart where they are used: there it shows that they are unsound.
            return (yield from self._kept.use_in_steps(lambda s: sound_steps(self._ask(s))))

    def _answer_in_steps(self, sql: str, limit: int, deadline: Deadline) -> Steps[Answer]:
        with self._told():
            asked = self._kept.use_in_steps(lambda s: sound_steps(answer(s, sql, limit, deadline)))
            return (yield from asked)

    def _end(self) -> None:
        """Cut the connection, also one that is being made."""
        self._wire.cut()

    def _close(self) -> None:
        self._kept.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell the errors of a run, which begins, in our own words."""
        self._wire.begin()
        try:
            yield
        except Error as error:
            raise self._failed(failure_of(error)) from None
        except (OSError, UnicodeError) as error:  # of UnicodeError: the host's name
            raise self._failed(CheckFailed(reason_of(error) or Reason.UNAVAILABLE)) from None

    def _connect(self) -> Session:
        try:
            options = mysql_options(self._place)
        except TargetError as error:  # the option file has become wrong
            raise CheckFailed(Reason.MISCONFIGURED, str(error)) from None
        if self._tls is None or self._tls[0] != options.tls:
            self._tls = options.tls, tls_context(options.tls)
        return open_session(options, self._tls[1], self._wire, self._deadline.left())

    def _failed(self, failure: CheckFailed) -> CheckFailed:
        if failure.reason is Reason.TLS:
            self._tls = None  # so that the next run reads renewed certificates
        return failure

    def _ask(self, session: Session) -> Steps[Outcome]:
        session.wait(self.timeout)
        before = session.statements
        figures = Figures(self.target)
        add_server(figures, session.version, is_mariadb=session.is_mariadb)
        begun = time.perf_counter()
        incoming = session.send(VARIABLES)
        seen = yield session.soon
        variables = session.row_of(incoming)
        figures.add(families.ROUND_TRIP, heard_at(seen) - begun)
        add_variables(figures, variables)
        self._size.begin()
        questions = [question for question in FIRST if not self._size.spares(question.name)]
        while questions := _open(session, questions):
            statements = [question.sql(session) for question in questions]
            # trx_started is in the server's own time zone: for comparing that has to be ours.
            answers = yield from session.ask(statements, self.timeout / 2, "SYSTEM", session.late)
            questions = _take(session, figures, questions, answers)
        self._size.tell(figures)
        _add_left_out(figures, session)
        figures.details["queries_executed"] = session.statements - before
        return figures.outcome()


def _take(
    session: Session, figures: Figures, questions: list[Question], answers: Answers
) -> list[Question]:
    """Take the answers to questions, and return what is to be asked then."""
    results, error, _ = answers
    rest: list[Question] = []
    if error is not None:
        _leave_out(session, questions[len(results)], error)
        rest = questions[len(results) + 1 :]
    for question, result in zip(questions, results, strict=False):
        if (further := question.take(session, figures, result)) is not None:
            rest.append(further)
    return rest


def _open(session: Session, questions: list[Question]) -> list[Question]:
    """Those that were not answered in vain before: servers log refusals."""
    refused, too_slow = session.refused, session.too_slow
    return [each for each in questions if each.name not in refused and each.name not in too_slow]


def _leave_out(session: Session, question: Question, error: Error) -> None:
    """Do without the answer to a question that may be refused, or may take too long."""
    if question.privilege is not None and is_refusal(error):
        session.refused[question.name] = question.missing(session)
    elif question.privilege is not None and is_over_limit(error):
        session.too_slow[question.name] = question.figures
    else:
        raise error


def _add_left_out(figures: Figures, session: Session) -> None:
    missing = [text for texts in session.refused.values() for text in texts]
    figures.add(families.MISSING_PRIVILEGES, len(missing))
    if missing:
        figures.details["missing_privileges"] = missing
    if too_slow := [name for names in session.too_slow.values() for name in names]:
        figures.details["too_slow"] = too_slow
