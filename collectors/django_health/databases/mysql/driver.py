"""PyMySQL's connection, which here hears only so much and reads what it hears in large pieces."""

from __future__ import annotations

import ssl
import struct

from pymysql.charset import charset_by_name
from pymysql.connections import Connection
from pymysql.constants import CLIENT, COMMAND, CR
from pymysql.err import OperationalError

from django_health.databases.mysql.described import Described
from django_health.databases.mysql.options import MySQLOptions
from django_health.databases.mysql.results import Incoming
from django_health.databases.mysql.tls import TLSMode
from django_health.databases.mysql.wire import Wire

PROGRAM_NAME = "django-health-exporter"

_SEVERAL, _ONE = (struct.pack("<H", option) for option in (0, 1))
"""MYSQL_OPTION_MULTI_STATEMENTS_ON and _OFF"""
_PIECE = 16 * 1024
"""Bytes to read at a time."""


class DriverConnection(Connection):
    """A connection that hears only so much.

    It can prefer TLS without making a context of its own for 45 ms of CPU.
    """

    ctx: ssl.SSLContext

    def __init__(
        self, options: MySQLOptions, context: ssl.SSLContext | None, wire: Wire, timeout: float
    ) -> None:
        self._wire = wire
        self._described = Described()
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

    @property
    def descriptor(self) -> int:
        """That of the socket, which is the same encrypted or not."""
        number: int = self._sock.fileno()  # type: ignore[attr-defined]  # not in the stubs
        return number

    def wait(self, seconds: float) -> None:
        """Wait so long for the socket; the driver sets it anew where the two differ."""
        self._read_timeout = self._write_timeout = seconds

    def take_several(self, *, wanted: bool) -> None:
        """Let the server take several statements in a message, or refuse them.

        Raises:
            Error: The server does not do that, or is gone.
        """
        if self._takes_several is not wanted:
            self._execute_command(  # type: ignore[attr-defined]  # not in the stubs
                COMMAND.COM_SET_OPTION, _SEVERAL if wanted else _ONE
            )
            Incoming(self._heard, self.encoding).confirmation()
            self._takes_several = wanted

    def send(self, sql: str) -> Incoming:
        """Send statements, and return what comes in answer."""
        encoded = sql.encode(self.encoding, "surrogateescape")
        self._execute_command(COMMAND.COM_QUERY, encoded)  # type: ignore[attr-defined]
        return Incoming(self._heard, self.encoding, self._described)

    def _heard(self) -> bytes:
        """Read some of what has come."""
        try:
            heard: bytes = self._rfile.read1(_PIECE)  # type: ignore[attr-defined]
        except OSError as error:
            raise OperationalError(CR.CR_SERVER_LOST, "") from error
        self._wire.hear(len(heard))
        return heard

    def _read_bytes(self, num_bytes: int) -> bytes:
        """Read a packet's head or body: by its length, which may be any, the driver takes all."""
        self._wire.hear(num_bytes)
        heard: bytes = super()._read_bytes(num_bytes)  # type: ignore[misc]  # the stubs lack it
        return heard
