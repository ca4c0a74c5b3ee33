"""The check of a MySQL or MariaDB database."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from typing import TypeVar

from pymysql.err import Error

from django_health.connection import KeptConnection
from django_health.databases import families
from django_health.databases.figures import Figures
from django_health.databases.lending import Answer
from django_health.databases.lending_check import LendingCheck
from django_health.databases.mysql.connection import Session, open_session
from django_health.databases.mysql.errors import failure_of, is_gone, is_over_limit, is_refusal
from django_health.databases.mysql.figures import add_server, add_status, add_variables
from django_health.databases.mysql.options import mysql_options, require_valid
from django_health.databases.mysql.queries import QUESTIONS, STATUS, VARIABLES, Question
from django_health.databases.mysql.reading import answer
from django_health.databases.mysql.tls import TLSOptions, tls_context
from django_health.databases.mysql.wire import Wire
from django_health.failure import CheckFailed, reason_of
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason
from django_health.targets import MySQLTarget, TargetError

T = TypeVar("T")


class MySQLCheck(LendingCheck):
    """Asks a server for its variables, its status and what its user may see besides.

    Args:
        target: Where it is.
        timeout: Seconds for connecting and for each answer; a statement gets half of them.

    Raises:
        TargetError: The target's options cannot work.
    """

    vendor = "mysql"
    description = "a MySQL or MariaDB server answers a SELECT"

    def __init__(self, target: MySQLTarget, timeout: float) -> None:
        require_valid(target)
        super().__init__(target.alias, timeout)
        self._place = target
        self._wire = Wire()
        self._tls: tuple[TLSOptions, ssl.SSLContext | None] | None = None
        self._kept = KeptConnection(self._connect, Session.close, is_gone)

    def _look(self) -> Outcome:
        return self._use(self._ask)

    def _answer(self, sql: str, limit: int, deadline: Deadline) -> Answer:
        return self._use(lambda session: answer(session, sql, limit, deadline))

    def _end(self) -> None:
        """Cut the connection, also one that is being made."""
        self._wire.cut()

    def _close(self) -> None:
        self._kept.close()

    def _use(self, ask: Callable[[Session], T]) -> T:
        self._wire.begin()
        try:
            return self._kept.use(ask)
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

    def _ask(self, session: Session) -> Outcome:
        session.wait(self.timeout)
        # trx_started is in the server's own time zone: that has to be the session's for comparing.
        session.limit(self.timeout / 2, "SYSTEM")
        before = session.statements
        figures = Figures(self.target)
        add_server(figures, session.version, is_mariadb=session.is_mariadb)
        started = time.perf_counter()
        variables = session.row(VARIABLES)
        figures.add(families.ROUND_TRIP, time.perf_counter() - started)
        add_variables(figures, variables)
        status: dict[str, str] = dict(session.rows(STATUS))
        add_status(figures, status)
        if uptime := status.get("Uptime"):
            figures.add(families.START_TIME, session.started(int(uptime), time.time()))
        for name, question in QUESTIONS.items():
            _ask_further(session, figures, name, question)
        _add_left_out(figures, session)
        figures.details["queries_executed"] = session.statements - before
        return figures.outcome()


def _ask_further(session: Session, figures: Figures, name: str, question: Question) -> None:
    """Ask what may be refused; what was refused once is not asked again on this connection."""
    if name in session.refused or name in session.too_slow:
        return
    try:
        question.ask(session, figures)
    except Error as error:
        if is_refusal(error):
            session.refused[name] = question.missing(session)
        elif is_over_limit(error):
            session.too_slow[name] = question.figures
        else:
            raise


def _add_left_out(figures: Figures, session: Session) -> None:
    missing = [text for texts in session.refused.values() for text in texts]
    figures.add(families.MISSING_PRIVILEGES, len(missing))
    if missing:
        figures.details["missing_privileges"] = missing
    if too_slow := [name for names in session.too_slow.values() for name in names]:
        figures.details["too_slow"] = too_slow
