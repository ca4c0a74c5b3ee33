"""A session of libpq whose every wait ends by a deadline.

psycopg's low-level connection is used because its high-level one waits for a server without end,
takes at least two seconds for connecting, and costs more than the round trip itself.
"""

from __future__ import annotations

import os
import select
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, PGconn, PollingStatus

from django_health.databases.postgresql.errors import (
    ConnectionLost,
    connection_failure,
    failure_from_sqlstate,
)
from django_health.databases.postgresql.intake import MAX_BYTES, MAX_BYTES_OF_A_LOAN, Intake
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.network.distance import awaited_at
from django_health.result import Reason
from django_health.steps import Awaited, Steps

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn as PGconnType
    from psycopg.pq.abc import PGresult


_COPIES = frozenset({ExecStatus.COPY_IN, ExecStatus.COPY_OUT, ExecStatus.COPY_BOTH})


class StatementFailed(Exception):  # noqa: N818 - it is an answer
    """The server refused one of the statements.

    Args:
        sqlstate: Its reason.
        answered: The results of the statements before it.
    """

    def __init__(self, sqlstate: str, answered: list[PGresult]) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate
        self.answered = answered


class Session:
    """An open connection.

    Attributes:
        refused: What this session was refused by the questions' names, with the SQLSTATE of each;
            it is not asked again.
        statements: How many statements it has run.
        soon: What is waited for after a short question.
        late: The same after a long one.
    """

    def __init__(self, connection: PGconnType) -> None:
        self._connection = connection
        self._intake = Intake()
        """Of the question under way."""
        self.soon = awaited_at(connection.socket)
        self.late = self.soon._replace(is_soon=False)
        self.refused: dict[str, str] = {}
        self.statements = 0

    @property
    def version(self) -> str:
        """The server's version without the packager's addition, like ``15.4``."""
        text = self._connection.parameter_status(b"server_version") or b""
        return text.decode("ascii", "replace").split(" ")[0]

    @property
    def version_number(self) -> int:
        """The server's version as a number, like 150004."""
        return self._connection.server_version

    @property
    def pid(self) -> int:
        """The process id of the session on the server."""
        return self._connection.backend_pid

    def query(self, sql: bytes, deadline: Deadline) -> list[PGresult]:
        """Send statements as one message, and return the result of each.

        Raises:
            StatementFailed: One of them failed; those after it were not run.
            ConnectionLost: The session is gone.
            CheckFailed: No answer in time, or one without end.
        """
        self.send(sql, deadline)
        return self.receive(deadline)

    def query_one(self, sql: bytes, deadline: Deadline) -> PGresult:
        """Send a statement that the server refuses if it is several, and return its result.

        Raises:
            StatementFailed, ConnectionLost, CheckFailed: As for :meth:`query`.
        """
        self._intake = Intake(MAX_BYTES_OF_A_LOAN)
        self._send(lambda: self._connection.send_query_params(sql, None), deadline)
        results = self.receive(deadline)
        if len(results) != 1:
            raise CheckFailed(Reason.WRONG_ANSWER)
        return results[0]

    def send(self, sql: bytes, deadline: Deadline, most: int = MAX_BYTES) -> None:
        """Send statements as one message.

        Args:
            sql: Statements.
            deadline: When all of it has to be on its way.
            most: Bytes that the answer may have.

        Raises:
            ConnectionLost, CheckFailed: As for :meth:`query`.
        """
        self._intake = Intake(most)
        self._send(lambda: self._connection.send_query(sql), deadline)

    @property
    def is_waiting(self) -> bool:
        """Whether something of the answer has yet to come.

        It may all be here, read while the last of the question was sent.
        """
        return bool(self._connection.is_busy())

    def wait(self, awaited: Awaited) -> Steps[float | None]:
        """Wait for the answer in a step, if it has yet to come.

        Args:
            awaited: What is waited for: an answer that comes soon, or a late one.

        Returns:
            When there was something to read, if anybody looked.
        """
        return (yield awaited) if self.is_waiting else None

    def receive(self, deadline: Deadline, seen: float | None = None) -> list[PGresult]:
        """Return the results of what was sent; errors as for :meth:`query`.

        Args:
            deadline: When they have to be there.
            seen: When there was something to read, if anybody looked.
        """
        try:
            results = self._results(deadline, is_there=seen is not None)
        except psycopg.OperationalError:
            results = None
        if results is None:
            raise _lost()
        self.statements += len(results)
        return self._without_error(results)

    def close(self) -> None:
        """Say good-bye, without waiting for an answer."""
        self._connection.finish()

    def _send(self, send: Callable[[], None], deadline: Deadline) -> None:
        try:
            send()
            while self._connection.flush():
                deadline.wait(self._connection.socket, select.POLLOUT | select.POLLIN)
                self._consume()
            is_sent = True
        except psycopg.OperationalError:
            is_sent = False
        if not is_sent:
            raise _lost()

    def _results(self, deadline: Deadline, *, is_there: bool) -> list[PGresult]:
        connection = self._connection
        results: list[PGresult] = []
        if is_there:
            deadline.left()  # the run may have been cancelled meanwhile
            self._consume()
        while True:
            while connection.is_busy():
                deadline.wait(connection.socket, select.POLLIN)
                self._consume()
            if (result := connection.get_result()) is None:
                return results
            if result.status in _COPIES:  # libpq gives this one again and again
                raise CheckFailed(Reason.WRONG_ANSWER)
            results.append(result)

    def _consume(self) -> None:
        self._intake.count(self._connection.socket)
        self._connection.consume_input()

    def _without_error(self, results: list[PGresult]) -> list[PGresult]:
        for position, result in enumerate(results):
            if result.status == ExecStatus.FATAL_ERROR:
                sqlstate = (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()
                if self._connection.status == ConnStatus.BAD:
                    raise failure_from_sqlstate(sqlstate or "08006", ConnectionLost)
                raise StatementFailed(sqlstate, results[:position])
        return results


def _lost() -> ConnectionLost:
    return ConnectionLost(Reason.UNAVAILABLE, "the server closed the connection")


def open_session(conninfos: list[str], deadline: Deadline) -> Session:
    """Connect to the first address that takes us, with an equal share of the time for each.

    Raises:
        CheckFailed: None did; the last one's failure, as the application's driver reports it.
    """
    failure = CheckFailed(Reason.MISCONFIGURED)
    for position, conninfo in enumerate(conninfos):
        share = deadline.left() / (len(conninfos) - position)
        try:
            return _connected(conninfo, deadline.part(min(share, _connect_timeout(conninfo))))
        except CheckFailed as error:
            failure = error
    raise failure


def _connect_timeout(conninfo: str) -> float:
    """The user's own limit for one address, understood as libpq does: 0 is none, 1 is 2 seconds."""
    text = str(conninfo_to_dict(conninfo).get("connect_timeout") or "0")
    seconds = int(text) if text.strip().lstrip("-").isdecimal() else 0
    return max(seconds, 2) if seconds > 0 else float("inf")


def _connected(conninfo: str, deadline: Deadline) -> Session:
    connection = PGconn.connect_start(conninfo.encode())
    try:
        _shake_hands(connection, deadline)
    except BaseException:
        connection.finish()
        raise
    connection.nonblocking = 1
    return Session(connection)


def _shake_hands(connection: PGconnType, deadline: Deadline) -> None:
    received = b""
    intake = Intake()
    while connection.status != ConnStatus.BAD:
        match connection.connect_poll():
            case PollingStatus.OK:
                return
            case PollingStatus.READING:
                deadline.wait(connection.socket, select.POLLIN)
                intake.narrow(connection.socket)
                intake.count(connection.socket)
                received = _peeked(connection.socket)
            case PollingStatus.WRITING:
                deadline.wait(connection.socket, select.POLLOUT)
            case _:
                break
    raise connection_failure(connection.get_error_message(), received)


def _peeked(descriptor: int) -> bytes:
    """What has arrived and libpq is about to read."""
    with socket.socket(fileno=os.dup(descriptor)) as peeking:
        try:
            return peeking.recv(4096, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:  # libpq meets the same error and words it
            return b""
