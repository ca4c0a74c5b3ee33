"""What the errors of Django's database backends stand for, by the driver's error behind them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured
from django.db import Error, InterfaceError, OperationalError
from django.db.utils import DataError, IntegrityError, NotSupportedError, ProgrammingError

from django_health.databases.postgresql.errors import failure_from_sqlstate, failure_from_text
from django_health.databases.sqlite.errors import MAY_LACK_A_DESCRIPTOR
from django_health.descriptors import lack_now
from django_health.failure import SENTENCES, CheckFailed, reason_of
from django_health.result import Reason

EXPLAINED = (Error, ImproperlyConfigured, OSError, UnicodeError)
"""What Django's backends raise and :func:`failure_of` explains."""

_MISSING_TABLE = "42P01"
_MISSING_TABLE_NUMBER = 1146

_MYSQL_NUMBERS: Mapping[Reason, tuple[int, ...]] = {
    Reason.AUTH: (1045, 1251, 1275, 1698, 1820, 1862),
    Reason.DNS: (2005,),
    Reason.MISCONFIGURED: (1049, 1054, 1064, 1146, 1193, 1231, 2058, 2059, 2061),
    Reason.PERMISSION: (1044, 1129, 1130, 1142, 1143, 1227),
    Reason.READ_ONLY: (1290, 1792, 1836),
    Reason.TIMEOUT: (1205, 1969, 3024),
    Reason.TLS: (2026, 3159),
    Reason.TOO_MANY_CONNECTIONS: (1040, 1203, 1226),
}
_BY_MYSQL_NUMBER = {
    number: reason for reason, numbers in _MYSQL_NUMBERS.items() for number in numbers
}
_NO_CONNECTION = frozenset({2002, 2003})
_ERRNO_AT_END = re.compile(r"\((\d{1,4})\)\W*$")

_LOST_SQLSTATES = ("08", "57P")
_LOST_NUMBERS = frozenset({1053, 1927, 2006, 2013, 2055, 4031})

_BY_CLASS: tuple[tuple[type[Exception], Reason], ...] = (
    (ImproperlyConfigured, Reason.MISCONFIGURED),
    (NotSupportedError, Reason.MISCONFIGURED),
    (ProgrammingError, Reason.MISCONFIGURED),
    (IntegrityError, Reason.WRONG_ANSWER),
    (DataError, Reason.WRONG_ANSWER),
)
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_AUTH: (Reason.PERMISSION, ""),
    sqlite3.SQLITE_BUSY: (Reason.UNAVAILABLE, "another connection holds the database's lock"),
    sqlite3.SQLITE_CANTOPEN: (Reason.UNAVAILABLE, "the file or its folder cannot be opened"),
    sqlite3.SQLITE_CORRUPT: (Reason.WRONG_ANSWER, "the file is corrupt"),
    sqlite3.SQLITE_ERROR: (Reason.MISCONFIGURED, "the database has no such table or column"),
    sqlite3.SQLITE_FULL: (Reason.UNAVAILABLE, "the disk is full"),
    sqlite3.SQLITE_INTERRUPT: (Reason.TIMEOUT, ""),
    sqlite3.SQLITE_IOERR: (Reason.UNAVAILABLE, "reading or writing the file fails"),
    sqlite3.SQLITE_LOCKED: (Reason.UNAVAILABLE, "another connection holds the table's lock"),
    sqlite3.SQLITE_NOTADB: (Reason.WRONG_ANSWER, "the file is no SQLite database"),
    sqlite3.SQLITE_PERM: (Reason.PERMISSION, ""),
    sqlite3.SQLITE_READONLY: (Reason.READ_ONLY, "the file or its folder is not writable"),
}


def failure_of(error: BaseException, vendor: str = "") -> CheckFailed:
    """Return the failure that an error stands for, in our own words.

    Args:
        error: One of Django's, with the driver's error as its cause.
        vendor: Django's name of the kind of database.
    """
    if isinstance(error, UnicodeError):  # a setting or an answer that is no text
        return CheckFailed(reason_of(error) or Reason.MISCONFIGURED)
    driver = error.__cause__ if isinstance(error.__cause__, Exception) else error
    found: CheckFailed | None = None
    match vendor:
        case "postgresql" | "cockroachdb":
            found = _postgresql(driver)
        case "mysql":
            found = _mysql(driver)
        case "sqlite":
            found = _sqlite(driver)
    return found or _by_class(error)


def is_missing_table(error: BaseException) -> bool:
    """Whether a statement failed for want of its table (PostgreSQL, MySQL and SQLite)."""
    driver = error.__cause__ or error
    if isinstance(driver, sqlite3.Error):
        return str(driver).startswith("no such table")
    return _sqlstate(driver) == _MISSING_TABLE or _number(driver) == _MISSING_TABLE_NUMBER


def is_lost(error: BaseException) -> bool:
    """Whether an error may say that the connection had ended before it was used."""
    driver = error.__cause__ or error
    if not isinstance(error, InterfaceError | OperationalError):
        return False
    if isinstance(driver, sqlite3.Error) or reason_of(error) is Reason.TIMEOUT:
        return False
    if sqlstate := _sqlstate(driver):
        return sqlstate.startswith(_LOST_SQLSTATES)
    number = _number(driver)
    return number is None or number in _LOST_NUMBERS


def _postgresql(error: BaseException) -> CheckFailed | None:
    if sqlstate := _sqlstate(error):
        return failure_from_sqlstate(sqlstate)
    return failure_from_text(str(error)) if isinstance(error, Exception) and error.args else None


def _sqlstate(error: BaseException) -> str:
    """What psycopg calls ``sqlstate`` and psycopg2 ``pgcode``; empty where there is none."""
    return str(getattr(error, "sqlstate", None) or getattr(error, "pgcode", None) or "")


def _mysql(error: BaseException) -> CheckFailed | None:
    # By number alone: after pymysql.install_as_MySQLdb() its error classes exist twice.
    if reason := reason_of(error):
        return CheckFailed(reason)
    if (number := _number(error)) is None:
        return None
    reason = _BY_MYSQL_NUMBER.get(number) or _mysqlclient_reason(number, str(error))
    return CheckFailed(reason, f"{SENTENCES[reason]} (error {number})")


def _mysqlclient_reason(number: int, text: str) -> Reason:
    """The reason behind an error of mysqlclient's own, whose text ends with the system's number."""
    found = _ERRNO_AT_END.search(text) if number in _NO_CONNECTION else None
    known = reason_of(OSError(int(found[1]), "")) if found else None
    return known or Reason.UNAVAILABLE


def _number(error: BaseException) -> int | None:
    number = error.args[0] if error.args else None
    return number if isinstance(number, int) else None


def _sqlite(error: BaseException) -> CheckFailed | None:
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    if code & 0xFF in MAY_LACK_A_DESCRIPTOR and (lack := lack_now()):
        return CheckFailed(Reason.INTERNAL, lack)
    known = _BY_SQLITE_CODE.get(code & 0xFF)
    return CheckFailed(*known) if known else None


def _by_class(error: BaseException) -> CheckFailed:
    for kind, reason in _BY_CLASS:
        if isinstance(error, kind):
            return CheckFailed(reason)
    return CheckFailed(reason_of(error) or Reason.UNAVAILABLE)
