"""What Django's settings and MySQL's option files say about a connection."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pymysql.charset import charset_by_name

from django_health.databases.mysql.option_file import read_option_file
from django_health.databases.mysql.tls import TLSOptions, tls_options
from django_health.targets import MySQLTarget, Secret, TargetError

_PORT = 3306
_DEFAULT_SOCKETS = (
    "/run/mysqld/mysqld.sock",
    "/var/run/mysqld/mysqld.sock",
    "/var/lib/mysql/mysql.sock",
    "/tmp/mysql.sock",  # noqa: S108 - where MySQL's own builds put it
)
"""Where the client libraries of the distributions look for a local server."""


@dataclass(frozen=True, slots=True)
class MySQLOptions:
    """Everything that a connection needs.

    Attributes:
        unix_socket: Path of a unix socket; empty for TCP.
        init_command: SQL that the application runs first on each of its connections.
    """

    host: str
    port: int
    unix_socket: str
    user: str = field(repr=False)
    password: Secret = field(repr=False)
    database: str
    charset: str
    init_command: str | None = field(repr=False)
    sql_mode: str | None
    tls: TLSOptions


def mysql_options(target: MySQLTarget) -> MySQLOptions:
    """Return how to connect, reading the option file that OPTIONS may name.

    Options that say nothing about the connection, or that neither mysqlclient nor PyMySQL has,
    are passed over; so is ``connect_timeout``, because a check has its own.

    Raises:
        TargetError: An option has a value that cannot be meant.
        CheckFailed: The option file cannot be read.
    """
    return _merged(target, _file_options(target.options))


def require_valid(target: MySQLTarget) -> None:
    """Raise an error for options that can never work, without reading a file.

    Raises:
        TargetError: An option has a value that cannot be meant.
    """
    _merged(target, {})


def _file_options(options: Mapping[str, object]) -> Mapping[str, str]:
    file, group = options.get("read_default_file"), options.get("read_default_group")
    if not file:
        return read_option_file(Path("/etc/my.cnf"), str(group)) if group else {}
    return read_option_file(Path(str(file)), str(group or ""))


def _merged(target: MySQLTarget, file: Mapping[str, str]) -> MySQLOptions:
    """The settings over OPTIONS' own forms of them, over the option file."""
    given = {key: value for key, value in target.options.items() if value not in (None, "")}
    options: Mapping[str, object] = {**file, **given}
    try:
        unix_socket, host, port = _address(target, options)
        return MySQLOptions(
            host=host,
            port=port,
            unix_socket=unix_socket,
            user=_text(options, "user", target.user),
            password=target.password or Secret(_password(options)),
            database=target.name or _text(options, "database") or _text(options, "db"),
            charset=_charset(options),
            init_command=_text(options, "init_command") or None,
            sql_mode=_text(options, "sql_mode") or None,
            tls=tls_options(options),
        )
    except TargetError as error:
        raise TargetError(f"DATABASES[{target.alias!r}]['OPTIONS']: {error}") from None


def _address(target: MySQLTarget, options: Mapping[str, object]) -> tuple[str, str, int]:
    """Unix socket, host and port: one of the first two says where the server is."""
    if target.host.startswith("/"):
        return target.host, "localhost", _PORT
    host = target.host or _text(options, "host")
    port = target.port or _port(options)
    socket = _text(options, "unix_socket")
    if not socket and host in ("", "localhost"):
        socket = _text(options, "socket")
        if not socket and port is None:
            socket = next(filter(os.path.exists, _DEFAULT_SOCKETS), "")
    return socket, host or "localhost", port or _PORT


def _port(options: Mapping[str, object]) -> int | None:
    text = _text(options, "port")
    if not text:
        return None
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise TargetError("port has to be a number from 1 to 65535")


def _charset(options: Mapping[str, object]) -> str:
    name = _text(options, "charset") or _text(options, "default_character_set") or "utf8mb4"
    if charset_by_name(name) is None:
        raise TargetError("charset is none that PyMySQL knows: use utf8mb4")
    return name


def _password(options: Mapping[str, object]) -> str:
    return _text(options, "password") or _text(options, "passwd")


def _text(options: Mapping[str, object], key: str, first: str = "") -> str:
    value = first or options.get(key)
    if value is None or isinstance(value, str | int | os.PathLike):
        return str(value or "")
    raise TargetError(f"{key} has to be text")
