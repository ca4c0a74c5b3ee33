"""Opens sessions of MySQL and MariaDB, encrypted as the settings say."""

from __future__ import annotations

import socket
import ssl
import struct

from django_health.databases.mysql.driver import DriverConnection
from django_health.databases.mysql.options import MySQLOptions
from django_health.databases.mysql.session import Session
from django_health.databases.mysql.wire import Wire
from django_health.failure import CheckFailed
from django_health.result import Reason


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
) -> DriverConnection:
    try:
        return DriverConnection(options, context, wire, timeout)
    except UnicodeEncodeError:
        failure = _unencodable()
    raise failure  # here, so that it drags along no error that has the password in it


def _unencodable() -> CheckFailed:
    return CheckFailed(
        Reason.MISCONFIGURED,
        "the name of user or database, the password or init_command has what does not encode",
    )


def _begun(connection: DriverConnection, opened: socket.socket, wire: Wire) -> Session:
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
