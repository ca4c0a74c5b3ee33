"""Checks of MariaDB as Django's settings would make them, and what they find."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing

import pytest

from django_health.databases.mysql.check import MySQLCheck
from django_health.databases.mysql.connection import open_session
from django_health.databases.mysql.options import mysql_options
from django_health.databases.mysql.session import Session
from django_health.databases.mysql.wire import Wire
from django_health.failure import CheckFailed
from django_health.result import Outcome, Status
from django_health.targets import MySQLTarget, Secret
from live_servers import MariaDB

CANARY = "canary-Pässwörd"
PREFIX = "django_health_database_"


def target_of(server: MariaDB, **changes: object) -> MySQLTarget:
    """The target of a server's administrator, with changes."""
    arguments: dict[str, object] = {
        "alias": "default",
        "backend": "django.db.backends.mysql",
        "host": server.host,
        "port": server.port,
        "name": server.database,
        "user": server.user,
        "password": Secret(server.password),
    }
    return MySQLTarget(**(arguments | changes))  # type: ignore[arg-type]


def opened(
    server: MariaDB, password: str = "", options: dict[str, object] | None = None
) -> Session:
    """A session of the administrator."""
    secret = Secret(password or server.password)
    target = target_of(server, password=secret, options=options or {})
    return open_session(mysql_options(target), None, Wire(), 5.0)


def figure(outcome: Outcome, name: str, *labels: str) -> float | None:
    """The value of one measurement; None where there is none."""
    for measurement in outcome.measurements:
        if measurement.family.name == PREFIX + name and measurement.labels[1:] == labels:
            return measurement.value
    return None


def failure(target: MySQLTarget, timeout: float = 5.0) -> CheckFailed:
    """The failure of a check's only run."""
    with closing(MySQLCheck(target, timeout)) as check, pytest.raises(CheckFailed) as caught:
        check.check()
    return caught.value


def works(check: MySQLCheck) -> bool:
    """Whether a run ends without a failure."""
    try:
        return check.check().status is Status.OK
    except CheckFailed:
        return False


def wait_until(is_so: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for something to become so."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not become so"
        time.sleep(0.15)  # InnoDB renews innodb_trx only if nobody has read it for 0.1 s
