"""Servers and checks that tests of databases share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.databases.postgresql.queries import QUESTIONS, Question
from live_servers import PostgreSQL
from postgresql_checks import LONG, MakeCheck, target_of


@pytest.fixture
def own_postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server of the test's own, to change, to stop or to count on."""
    with PostgreSQL() as server:
        yield server


@pytest.fixture
def make_postgresql_check() -> Iterator[MakeCheck]:
    """Makes checks, and closes them in the end."""
    made: list[PostgreSQLCheck] = []

    def make(
        server: PostgreSQL,
        timeout: float = LONG,
        questions: Sequence[Question] = QUESTIONS,
        clock: Callable[[], float] = time.monotonic,
        **changes: Any,
    ) -> PostgreSQLCheck:
        made.append(PostgreSQLCheck(target_of(server, **changes), timeout, questions, clock))
        return made[-1]

    yield make
    for check in made:
        check.close()
