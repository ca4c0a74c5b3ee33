"""A session of MySQL or MariaDB: encrypted as the settings say, read-only and time-limited."""

from __future__ import annotations

import re
import socket
import ssl
import struct
from collections.abc import Mapping
from typing import Any

from pymysql.charset import charset_by_name
from pymysql.connections import Connection
from pymysql.constants import CLIENT, COMMAND

from django_health.connection import MAX_AGE
from django_health.databases.mysql.options import MySQLOptions
from django_health.databases.mysql.tls import TLSMode
from django_health.databases.mysql.wire import Wire
from django_health.failure import CheckFailed
from django_health.result import Reason

PROGRAM_NAME = "django-health-exporter"

Rows = tuple[tuple[Any, ...], ...]

_ONE_STATEMENT = struct.pack("<H", 1)
"""MYSQL_OPTION_MULTI_STATEMENTS_OFF"""

_NUMBERS = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


class Session:
    """An open connection.

    Attributes:
        version: As the server tells it, like ``10.11.6-MariaDB`` or ``8.4.3``.
        refused: What this session was refused by the questions' names, with the figures and the
            grants that would give them; it is not asked again, since servers log refusals.
        too_slow: What took longer than a statement may, with the figures; not asked again either.
        statements: How many statements it has run.
        time_zone: The one that the server and init_command give a client.
    """

    def __init__(self, connection: _Connection, wire: Wire) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._wire = wire
        self.refused: dict[str, tuple[str, ...]] = {}
        self.too_slow: dict[str, tuple[str, ...]] = {}
        self.statements = 0
        self._started = 0.0
        self._settings = ""
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

    def rows(self, sql: str) -> Rows:
        """Run a statement and return its rows.

        Raises:
            Error: The server refused it or is gone.
        """
        self.statements += 1
        self._cursor.execute(sql)
        return self._cursor.fetchall()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the last statement's columns."""
        return tuple(column[0] for column in self._cursor.description or ())

    def limit(self, seconds: float, time_zone: str) -> None:
        """Set what one statement may take, and the time zone, unless they are so already.

        Raises:
            Error: The server refused it or is gone.
        """
        longest = (
            f"max_statement_time = {seconds:.3g}"
            if self.is_mariadb
            else f"max_execution_time = {max(1, round(seconds * 1000))}"
        )
        zone = self._connection.escape(time_zone)
        others = f"lock_wait_timeout = 1, time_zone = {zone}, wait_timeout = {MAX_AGE * 1.5:.0f}"
        settings = f"SET SESSION {longest}, {others}"
        if settings != self._settings:
            self.rows(settings)
            self._settings = settings

    def wait(self, seconds: float) -> None:
        """Wait so long for each answer from now on."""
        self._connection.wait(seconds)

    def refuse_several(self) -> None:
        """Let the server refuse a statement that is several.

        Raises:
            Error: The server does not do that, or is gone.
        """
        self._connection.refuse_several()

    def row(self, sql: str) -> tuple[Any, ...]:
        """Run a statement that always has one row, and return it; errors as for :meth:`rows`.

        Raises:
            CheckFailed: The server answered with another number of rows.
        """
        rows = self.rows(sql)
        if len(rows) != 1:
            raise CheckFailed(Reason.WRONG_ANSWER)
        return rows[0]

    def mappings(self, sql: str) -> list[Mapping[str, Any]]:
        """Run a statement and return its rows by column names; errors as for :meth:`rows`."""
        rows = self.rows(sql)
        names = self.columns
        return [dict(zip(names, row, strict=True)) for row in rows]

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


def open_session(
    options: MySQLOptions, context: ssl.SSLContext | None, wire: Wire, timeout: float
) -> Session:
    """Connect and begin a session.

    Args:
        options: Where to and as whom.
        context: For TLS; ``None`` for none.
        wire: Opens the socket.
        timeout: Seconds for connecting, and for each answer.

    Raises:
        Error: The server refused us or is gone.
        OSError: Nobody answers.
        CheckFailed: What answers is no MySQL or answers without end, a text of the settings does
            not encode, or the user's authentication needs what is missing.
    """
    connection = _made(options, context, wire, timeout)
    opened = wire.open(options, timeout)
    try:
        return _begun(connection, opened, wire)
    except BaseException:
        if connection.open:
            connection.close()
        opened.close()
        wire.release()
        raise


def _made(
    options: MySQLOptions, context: ssl.SSLContext | None, wire: Wire, timeout: float
) -> _Connection:
    try:
        return _Connection(options, context, wire, timeout)
    except UnicodeEncodeError:
        failure = _unencodable()
    raise failure  # here, so that it drags along no error that has the password in it


def _unencodable() -> CheckFailed:
    return CheckFailed(
        Reason.MISCONFIGURED,
        "the name of user or database, the password or init_command has what does not encode",
    )


def _begun(connection: _Connection, opened: socket.socket, wire: Wire) -> Session:
    try:
        connection.connect(opened)
        return Session(connection, wire)
    except RuntimeError:  # that is how PyMySQL asks for the packages cryptography and PyNaCl
        raise CheckFailed(
            Reason.MISCONFIGURED,
            "the user's way of authentication needs TLS, or the package cryptography or PyNaCl",
        ) from None
    except UnicodeEncodeError:
        failure = _unencodable()
    except (struct.error, LookupError, ValueError):  # bytes that are not MySQL's protocol
        failure = CheckFailed(Reason.WRONG_ANSWER)
    raise failure


class _Connection(Connection):
    """A connection that hears only so much.

    It can prefer TLS without making a context of its own for 45 ms of CPU.
    """

    ctx: ssl.SSLContext

    def __init__(
        self, options: MySQLOptions, context: ssl.SSLContext | None, wire: Wire, timeout: float
    ) -> None:
        self._wire = wire
        prefers = options.tls.mode is TLSMode.PREFERRED
        encoding = charset_by_name(options.charset).encoding
        # mysqlclient's init_command may be several statements.
        self._takes_several = ";" in (options.init_command or "")
        super().__init__(
            host=options.host,
            port=options.port,
            # Bytes that an option file has and that are no text go to the server as they are.
            user=options.user.encode(encoding, "surrogateescape") or None,
            password=options.password.reveal().encode("utf-8", "surrogateescape"),
            database=options.database.encode(encoding, "surrogateescape") or None,
            charset=options.charset,
            init_command=options.init_command,
            sql_mode=options.sql_mode,
            connect_timeout=timeout,
            read_timeout=timeout,
            write_timeout=timeout,
            autocommit=True,
            program_name=PROGRAM_NAME,
            client_flag=CLIENT.MULTI_STATEMENTS if self._takes_several else 0,
            ssl=None if prefers else context,
            ssl_disabled=prefers or context is None,
            defer_connect=True,
        )
        if prefers and context is not None:
            self.ssl = True
            self.ctx = context

    def wait(self, seconds: float) -> None:
        """Wait so long for the socket; the driver sets it anew where the two differ."""
        self._read_timeout = self._write_timeout = seconds

    def refuse_several(self) -> None:
        """Take back the leave to send several statements, if it was asked for."""
        if self._takes_several:
            command = COMMAND.COM_SET_OPTION
            self._execute_command(command, _ONE_STATEMENT)  # type: ignore[attr-defined]  # not in stubs
            self._read_packet()  # type: ignore[no-untyped-call]
            self._takes_several = False

    def _read_bytes(self, num_bytes: int) -> bytes:
        """Read a packet's head or body: by its length, which may be any, the driver takes all."""
        self._wire.hear(num_bytes)
        heard: bytes = super()._read_bytes(num_bytes)  # type: ignore[misc]  # the stubs lack it
        return heard
