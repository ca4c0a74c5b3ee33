"""Checks of PostgreSQL as Django's settings would make them, and what they find."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.failure import CheckFailed
from django_health.result import Outcome
from django_health.targets import PostgreSQLTarget, Secret
from live_servers import PostgreSQL

LONG = 30.0
"""Seconds that no test may come near to."""

MakeCheck = Callable[..., PostgreSQLCheck]
"""Makes the check of a server, with some attributes of its target changed."""


def target_of(server: PostgreSQL, **changes: Any) -> PostgreSQLTarget:
    """Return the administrator's target on a server, with some attributes changed."""
    given = {
        "alias": "default",
        "backend": "django.db.backends.postgresql",
        "host": server.host,
        "port": server.port,
        "name": server.database,
        "user": server.user,
        "password": Secret(server.password),
    }
    return PostgreSQLTarget(**{**given, **changes})


def figures_of(outcome: Outcome) -> dict[str, float]:
    """The measurements by short name and further labels."""
    return {
        " ".join((m.family.name.removeprefix("django_health_database_"), *m.labels[1:])): m.value
        for m in outcome.measurements
    }


def failure_of(check: PostgreSQLCheck) -> CheckFailed:
    """Run a check that must fail, and return how."""
    with pytest.raises(CheckFailed) as caught:
        check.check()
    return caught.value


def until(is_so: Callable[[dict[str, float]], bool], check: PostgreSQLCheck) -> dict[str, float]:
    """Run a check until its figures are so, and return them."""
    end = time.monotonic() + LONG
    while not is_so(found := figures_of(check.check())):
        assert time.monotonic() < end, found
        time.sleep(0.01)
    return found
