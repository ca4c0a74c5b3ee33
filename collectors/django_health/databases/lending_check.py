"""What all checks of databases do alike: they lend their one connection."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from django_health.check import BaseHealthCheck
from django_health.databases.lending import Answer, Rows
from django_health.databases.shared import Turns
from django_health.databases.statement import require_question
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason
from django_health.steps import Steps

_TOO_LITTLE = 0.25
"""Share of the time that has to be left for opening a connection. Who had to wait longer than this
leaves did so for somebody who did not get an answer, and would not get one in the rest either."""


class LendingCheck(BaseHealthCheck):
    """Asks a database how it is, and lets others ask a statement of their own in between.

    It is a :class:`~django_health.databases.lending.Lender`. Whoever asks has the connection alone
    meanwhile, and is cancelled without anybody else noticing.

    Args:
        alias: Of the database.
        timeout: Seconds that a run may take, waiting for the connection included.
    """

    details_are_final = True
    name = "database"

    def __init__(self, alias: str, timeout: float) -> None:
        self.target = alias
        self.timeout = timeout
        self._deadline = Deadline(timeout)
        """Of whoever has the connection."""
        self._turns = Turns(self._end)

    def check(self) -> Outcome:
        """Ask, on the kept connection or a new one.

        Raises:
            CheckFailed: The database cannot be reached or does not answer well.
        """
        with self._turn(self, self.timeout):
            return self._look()

    def ask(self, sql: str, *, limit: int, timeout: float, borrower: object) -> Rows:
        """Run a statement of another's that can only read; see ``Lender``."""
        require_question(sql)
        with self._turn(borrower, timeout):
            answered = self._answer(sql, limit, self._deadline)
        return rows_of(answered)

    def ask_in_steps(
        self, sql: str, *, limit: int, timeout: float, borrower: object
    ) -> Steps[Rows]:
        """Do the same in steps: in none, where the database does not tell what it waits for."""
        yield from ()
        return self.ask(sql, limit=limit, timeout=timeout, borrower=borrower)

    def cancel(self) -> None:
        """End the run under way, as far as that can be done."""
        self.cancel_for(self)

    def cancel_for(self, borrower: object) -> None:
        """End the question under way if it is this borrower's, in the same way."""
        self._turns.cancel(borrower)

    def close(self) -> None:
        """Close the kept connection, as soon as nobody uses it."""
        self._turns.when_free(self._close)

    @contextmanager
    def _turn(self, user: object, timeout: float) -> Iterator[None]:
        deadline = Deadline(timeout)
        with self._turns.turn(user, timeout):
            if self.connections == 0 and deadline.left() < timeout * _TOO_LITTLE:
                raise CheckFailed(Reason.TIMEOUT)
            self._deadline = deadline
            yield

    @abstractmethod
    def _look(self) -> Outcome:
        """Ask how the database is; errors as for :meth:`check`."""

    @abstractmethod
    def _answer(self, sql: str, limit: int, deadline: Deadline) -> Answer:
        """Ask a statement of another's, or return why that has no rows; errors as for `check`."""

    @abstractmethod
    def _end(self) -> None:
        """Make what is under way end soon; called from another thread, must not block."""

    @abstractmethod
    def _close(self) -> None:
        """Close the kept connection, if one is open."""


def rows_of(answer: Answer) -> Rows:
    """Return the rows of an answer, or raise why there are none."""
    if isinstance(answer, Exception):
        raise answer
    return answer
