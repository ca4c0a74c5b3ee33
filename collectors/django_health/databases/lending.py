"""A database check lends its kept connection to others that have one question to the same server.

So the migrations and the configuration of an alias cost no connection of their own.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.steps import Steps


class Rows(NamedTuple):
    """What a query gave.

    Attributes:
        columns: Names of the columns.
        rows: Values as the driver makes them of the server's: numbers, texts, times, ``None``.
    """

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


class MissingTableError(Exception):
    """A statement names a table that is not there."""


Answer = Rows | MissingTableError | CheckFailed
"""Rows, or why there are none while the connection is as good as before."""


class Lender(Protocol):
    """A database that takes one read-only question at a time; every database check is one.

    Attributes:
        target: The alias.
        vendor: Django's name of the kind of database: ``postgresql``, ``mysql``, ``sqlite``, …
    """

    target: str

    @property
    def vendor(self) -> str:
        """See above; empty where it is not known."""

    def ask(self, sql: str, *, limit: int, timeout: float, borrower: object) -> Rows:
        """Run one statement in a transaction that can only read, and return its rows.

        It waits while another check uses the connection, at most for ``timeout`` seconds. A table
        that is not there (``MissingTableError``) leaves the connection open for the next question.

        Args:
            sql: One statement without parameters.
            limit: More rows than this are an error (reason ``wrong_answer``).
            timeout: Seconds for waiting, connecting and asking together.
            borrower: Who asks, for :meth:`cancel_for`.

        Raises:
            MissingTableError: The statement names a table that is not there.
            Unaskable: The database cannot be asked from here, and is not ill for that.
            CheckFailed: The database cannot be reached or does not answer well.
        """

    def ask_in_steps(
        self, sql: str, *, limit: int, timeout: float, borrower: object
    ) -> Steps[Rows]:
        """Do what :meth:`ask` does, saying what is waited for where the database can tell.

        Nobody else uses the connection in a wait.
        """

    def cancel_for(self, borrower: object) -> None:
        """End the question under way if it is this borrower's; called from another thread."""


class Unaskable(CheckFailed):
    """A database cannot be asked from here: who wanted to is skipped, not failed.

    Args:
        why: One sentence for people.
    """

    status = Status.SKIPPED

    def __init__(self, why: str) -> None:
        super().__init__(Reason.UNAVAILABLE, why)
