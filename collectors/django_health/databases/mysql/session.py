"""A session of MySQL or MariaDB: read-only, time-limited, and asked many things in one message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from pymysql.err import Error

from django_health.connection import MAX_AGE
from django_health.databases.mysql.driver import DriverConnection
from django_health.databases.mysql.errors import is_of_server, number_of
from django_health.databases.mysql.results import Incoming, Result
from django_health.databases.mysql.wire import Wire
from django_health.failure import CheckFailed
from django_health.network.distance import awaited_at
from django_health.result import Reason
from django_health.steps import Awaited, Steps

Rows = tuple[tuple[Any, ...], ...]

_SYNTAX_ERROR = 1064

_NUMBERS = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


class Answers(NamedTuple):
    """What a message gave.

    Attributes:
        results: One for each statement that was run.
        error: Why the server did not run the next one.
        seen: When there was something to read, if anybody looked.
    """

    results: list[Result]
    error: Error | None
    seen: float | None = None


class Session:
    """An open connection.

    Attributes:
        version: As the server tells it, like ``10.11.6-MariaDB`` or ``8.4.3``.
        refused: What this session was refused by the questions' names, with the figures and the
            grants that would give them; it is not asked again, since servers log refusals.
        too_slow: What took longer than a statement may, with the figures; not asked again either.
        statements: How many statements it has run, settings aside.
        time_zone: The one that the server and init_command give a client.
        keeps_log: Whether the server is known to keep a binary log, which replicas may read.
        columns: The names of the last statement's columns.
        soon: What is waited for after a short question. Nothing is ever here already: all that has
            come is read with the answer before.
        late: The same after a long one.
    """

    def __init__(self, connection: DriverConnection, wire: Wire) -> None:
        self._connection = connection
        self._wire = wire
        self.soon = awaited_at(connection.descriptor)
        self.late = self.soon._replace(is_soon=False)
        self.refused: dict[str, tuple[str, ...]] = {}
        self.too_slow: dict[str, tuple[str, ...]] = {}
        self.statements = 0
        self.keeps_log = False
        self._started = 0.0
        self._settings = ""
        self._takes_several = True
        version, time_zone = self.row("SELECT @@version, @@session.time_zone")
        self.version, self.time_zone = str(version), str(time_zone)
        self.rows("SET SESSION TRANSACTION READ ONLY")

    @property
    def is_mariadb(self) -> bool:
        """Whether it is MariaDB, which differs in names and privileges."""
        return "mariadb" in self.version.lower()

    @property
    def version_numbers(self) -> tuple[int, ...]:
        """The version as numbers, like ``(8, 4, 3)``; empty where it has another form."""
        found = _NUMBERS.match(self.version)
        return tuple(int(number or 0) for number in found.groups()) if found else ()

    def ask(
        self, statements: Sequence[str], seconds: float, time_zone: str, awaited: Awaited
    ) -> Steps[Answers]:
        """Run statements, in one message where the server takes that; they are our own.

        Args:
            statements: None is run after one that the server refuses.
            seconds: What each may take on the server.
            time_zone: The session's meanwhile, and until it is set anew.
            awaited: What is waited for: an answer that comes soon, or a late one.

        Raises:
            Error: The server refused the settings or is gone.
            CheckFailed: It did not answer well.
        """
        settings = self._settings_for(seconds, time_zone)
        are_new = settings != self._settings
        message = [settings, *statements] if are_new else statements
        answers: Answers | None = None
        if len(message) > 1 and (incoming := self._begun_at_once(message)) is not None:
            seen = yield awaited
            answers = self._answered_at_once(incoming, len(message), seen)
        if answers is None:
            answers = yield from self._answered_singly(message, awaited)
        return self._without_settings(answers, settings) if are_new else answers

    def end(self) -> Steps[None]:
        """End the transaction without a trace, in a step; errors as for :meth:`rows`."""
        incoming = self.send("ROLLBACK")
        yield self.soon
        self._only(incoming)

    def rows(self, sql: str) -> Rows:
        """Run a statement, which the server refuses if it is several, and return its rows.

        Raises:
            Error: The server refused it or is gone.
        """
        self._connection.take_several(wanted=False)
        result = self._one(sql)
        self.columns = result.columns
        return tuple(self.values(result))

    def values(self, result: Result) -> list[tuple[Any, ...]]:
        """Return the rows of a result as the driver makes them."""
        return result.values(self._connection.decoders)

    def row(self, sql: str) -> list[str | None]:
        """Run a statement of our own that always has one row; errors as for :meth:`rows`.

        Raises:
            CheckFailed: The server answered with another number of rows.
        """
        return self.row_of(self.send(sql))

    def send(self, sql: str) -> Incoming:
        """Send a statement of our own, and return what comes in answer.

        Errors as for :meth:`rows`.
        """
        self.statements += 1
        return self._connection.send(sql)

    def row_of(self, incoming: Incoming) -> list[str | None]:
        """Read the answer to a statement that always has one row; errors as for :meth:`row`."""
        return only_row(self._only(incoming))

    def limit(self, seconds: float, time_zone: str) -> None:
        """Set what one statement may take, and the time zone, unless they are so already.

        Raises:
            Error: The server refused it or is gone.
        """
        settings = self._settings_for(seconds, time_zone)
        if settings != self._settings:
            self._one(settings)
            self._settings = settings
            self.statements -= 1

    def wait(self, seconds: float) -> None:
        """Wait so long for each answer from now on."""
        self._connection.wait(seconds)

    def started(self, uptime: int, now: float) -> float:
        """Return the Unix time of the server's start, the same one on each call.

        Args:
            uptime: Whole seconds since the start, as the server tells them.
            now: Unix seconds at which it told them.
        """
        started = float(round(now - uptime))
        if abs(started - self._started) > 1:  # else it is but the rounding of the uptime
            self._started = started
        return self._started

    def close(self) -> None:
        """Say good-bye, without waiting for an answer."""
        self._connection.close()
        self._wire.release()

    def _settings_for(self, seconds: float, time_zone: str) -> str:
        longest = (
            f"max_statement_time = {seconds:.3g}"
            if self.is_mariadb
            else f"max_execution_time = {max(1, round(seconds * 1000))}"
        )
        zone = self._connection.escape(time_zone)
        others = f"lock_wait_timeout = 1, time_zone = {zone}, wait_timeout = {MAX_AGE * 1.5:.0f}"
        return f"SET SESSION {longest}, {others}"

    def _without_settings(self, answers: Answers, settings: str) -> Answers:
        """Note that the server has taken settings, which were the first of the statements."""
        results, error, seen = answers
        if error is not None and not results:
            raise error
        self._settings = settings
        self.statements -= 1
        return Answers(results[1:], error, seen)

    def _begun_at_once(self, statements: Sequence[str]) -> Incoming | None:
        """Ask in one message; ``None`` where the server, or what stands between, refuses that."""
        if not self._takes_several:
            return None
        try:
            self._connection.take_several(wanted=True)
        except Error as error:
            _of_server(error)
            self._takes_several = False
            return None
        self.statements += len(statements)
        return self._connection.send(";".join(statements))

    def _answered_at_once(
        self, incoming: Incoming, count: int, seen: float | None
    ) -> Answers | None:
        """Read the answers to so many statements; ``None`` where their message was refused."""
        results: list[Result] = []
        try:
            while incoming.is_more:
                results.append(incoming.result())
        except Error as error:
            if number_of(_of_server(error)) == _SYNTAX_ERROR and not results:
                self.statements -= count
                self._takes_several = False
                return None
            if len(results) >= count:  # it is the answer to nothing
                raise CheckFailed(Reason.WRONG_ANSWER) from None
            return Answers(results, error, seen)
        if len(results) != count:
            raise CheckFailed(Reason.WRONG_ANSWER)
        return Answers(results, None, seen)

    def _answered_singly(self, statements: Sequence[str], awaited: Awaited) -> Steps[Answers]:
        results: list[Result] = []
        for sql in statements:
            try:
                incoming = self.send(sql)
                yield awaited
                results.append(self._only(incoming))
            except Error as error:
                return Answers(results, _of_server(error))
        return Answers(results, None)

    def _one(self, sql: str) -> Result:
        return self._only(self.send(sql))

    @staticmethod
    def _only(incoming: Incoming) -> Result:
        result = incoming.result()
        if incoming.is_more:
            raise CheckFailed(Reason.WRONG_ANSWER)
        return result


def only_row(result: Result) -> list[str | None]:
    """Return the row of a result that always has one.

    Raises:
        CheckFailed: It has another number of rows.
    """
    if len(result.cells) != 1:
        raise CheckFailed(Reason.WRONG_ANSWER)
    return result.texts()[0]


def _of_server(error: Error) -> Error:
    """Return an error by which the server said no; raise any other one."""
    if not is_of_server(error):
        raise error
    return error
