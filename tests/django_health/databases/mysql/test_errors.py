"""What MySQL's error numbers stand for."""

from __future__ import annotations

import ssl
import subprocess
import sys

import pymysql.err
import pytest

from django_health.databases.mysql.errors import (
    failure_of,
    is_gone,
    is_missing_table,
    is_of_server,
    is_over_limit,
    is_refusal,
    is_write,
)
from django_health.result import Reason
from live_servers import MariaDB

CANARY = "canary-secret"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (1040, Reason.TOO_MANY_CONNECTIONS),
        (1044, Reason.PERMISSION),
        (1045, Reason.AUTH),
        (1049, Reason.MISCONFIGURED),
        (1053, Reason.UNAVAILABLE),
        (1129, Reason.PERMISSION),
        (1142, Reason.PERMISSION),
        (1203, Reason.TOO_MANY_CONNECTIONS),
        (1205, Reason.TIMEOUT),
        (1226, Reason.TOO_MANY_CONNECTIONS),
        (1227, Reason.PERMISSION),
        (1290, Reason.READ_ONLY),
        (1370, Reason.PERMISSION),
        (1698, Reason.AUTH),
        (1792, Reason.READ_ONLY),
        (1836, Reason.READ_ONLY),
        (1927, Reason.UNAVAILABLE),
        (1969, Reason.TIMEOUT),
        (2006, Reason.UNAVAILABLE),
        (2013, Reason.UNAVAILABLE),
        (2026, Reason.TLS),
        (3024, Reason.TIMEOUT),
        (3159, Reason.TLS),
        (9999, Reason.WRONG_ANSWER),
    ],
)
def test_reason(number: int, reason: Reason) -> None:
    """A number has a reason, and the server's words are not repeated."""
    failed = failure_of(pymysql.err.OperationalError(number, CANARY))
    assert failed.reason is reason
    assert CANARY not in f"{failed!r} {failed.outcome()!r}"


@pytest.mark.parametrize(
    ("behind", "reason"),
    [
        (TimeoutError(), Reason.TIMEOUT),
        (ConnectionRefusedError(111, CANARY), Reason.REFUSED),
        (ssl.SSLError(1, CANARY), Reason.TLS),
    ],
)
def test_reason_behind_the_driver(behind: OSError, reason: Reason) -> None:
    """The driver's own numbers tell nothing: the socket's error behind them decides."""
    error = pymysql.err.OperationalError(2003, CANARY)
    error.__context__ = behind
    assert failure_of(error).reason is reason


def test_error_without_number() -> None:
    """An error without a number comes of bytes that are not MySQL's protocol."""
    assert failure_of(pymysql.err.InternalError(CANARY)).reason is Reason.WRONG_ANSWER


def test_gone() -> None:
    """A lost connection is asked anew on another one, a timeout is not."""
    lost = pymysql.err.OperationalError(2013, "lost")
    assert is_gone(lost)
    assert is_gone(pymysql.err.InterfaceError(0, ""))
    lost.__context__ = TimeoutError()
    assert not is_gone(lost)
    assert not is_gone(pymysql.err.OperationalError(1045, "denied"))
    assert not is_gone(ValueError())


def test_kinds_of_refusal() -> None:
    """A missing privilege and a statement's limit are told apart."""
    refused, late = (pymysql.err.OperationalError(number, "") for number in (1227, 3024))
    assert (is_refusal(refused), is_over_limit(refused)) == (True, False)
    assert (is_refusal(late), is_over_limit(late)) == (False, True)


def test_kinds_of_answers_to_others() -> None:
    """What is wrong with a statement is told from what is wrong with the connection."""
    missing, write, lost, killed, strange = (
        pymysql.err.OperationalError(number, "") for number in (1146, 1792, 2013, 1927, "?")
    )
    assert (is_missing_table(missing), is_write(missing)) == (True, False)
    assert (is_missing_table(write), is_write(write)) == (False, True)
    found = [is_of_server(error) for error in (missing, write, lost, killed, strange)]
    assert found == [True, True, False, False, False]


AS_MYSQLDB = """
import sys
import pymysql
pymysql.install_as_MySQLdb()
import django.db.backends.mysql.base
from django_health.engine.boundary import outcome_of
from django_health.databases.mysql.check import MySQLCheck
from django_health.targets import MySQLTarget, Secret
place = {"host": sys.argv[1], "port": int(sys.argv[2]), "user": "nobody"}
target = MySQLTarget("default", "mysql", **place, password=Secret("wrong"))
print(outcome_of(MySQLCheck(target, 5)).reason)
"""


def test_errors_are_known_where_the_driver_stands_in_for_mysqldb(mariadb: MariaDB) -> None:
    """Django's import of ``MySQLdb`` loads PyMySQL's error classes again; the first ones count."""
    ended = subprocess.run(
        [sys.executable, "-c", AS_MYSQLDB, mariadb.host, str(mariadb.port)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == "auth\n"
