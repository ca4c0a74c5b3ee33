"""The check of a database's migrations where it gets no answer."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

import postgresql_checks
from django_health.checks.migrations.check import MigrationsCheck
from django_health.databases.lending import Rows
from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.engine.boundary import outcome_of
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from django_health.steps import Steps
from lenders import LendingDatabase
from live_servers import PostgreSQL
from migrated import create_table, record

pytestmark = pytest.mark.usefixtures("shop")


def test_more_rows_than_any_project_has_are_a_wrong_answer(
    lender: LendingDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a run reads is bounded."""
    monkeypatch.setattr("django_health.checks.migrations.record.MOST_ROWS", 2)
    create_table(lender)
    record(lender, "a.1", "a.2", "a.3")
    with pytest.raises(CheckFailed) as caught:
        MigrationsCheck(lender, 10.0).check()
    assert caught.value.reason is Reason.WRONG_ANSWER


def test_user_without_the_grant_is_a_warning_that_names_it(postgresql: PostgreSQL) -> None:
    """The application is well; it is the monitoring that lacks something."""
    create = "CREATE TABLE django_migrations (id bigint, app text, name text)"
    role = f"CREATE ROLE onlooker LOGIN PASSWORD '{postgresql.password}'"
    target = postgresql_checks.target_of(postgresql, user="onlooker")
    try:
        with postgresql.connect() as admin:
            admin.execute(f"{create}; {role}".encode())
        with closing(PostgreSQLCheck(target, 10.0)) as lender:
            check = MigrationsCheck(lender, 10.0)
            found = check.check()
            assert (found.status, found.reason) == (Status.WARNING, Reason.PERMISSION)
            grant = "GRANT SELECT ON django_migrations"
            assert found.details["missing_privileges"] == [f"migrations: {grant}"]
            assert found.measurements == ()
            with postgresql.connect() as admin:
                admin.execute(f"{grant} TO onlooker".encode())
            assert check.check().details["pending_migrations"] == 3
    finally:
        with postgresql.connect() as admin:
            admin.execute("DROP TABLE IF EXISTS django_migrations; DROP ROLE IF EXISTS onlooker")


def test_database_that_is_down_fails_as_its_own_check_does(postgresql: PostgreSQL) -> None:
    """No figure is told, since none is known."""
    target = postgresql_checks.target_of(postgresql, port=1)
    with closing(PostgreSQLCheck(target, 10.0)) as lender:
        found = outcome_of(MigrationsCheck(lender, 10.0))
    assert (found.status, found.reason) == (Status.ERROR, Reason.REFUSED)
    assert found.measurements == ()


class Silent:
    """A lender that never answers until it is told to end."""

    target = "default"
    vendor = "sqlite"

    def __init__(self) -> None:
        self.is_asked, self.has_ended = threading.Event(), threading.Event()

    def ask(self, sql: str, *, limit: int, timeout: float, borrower: object) -> Rows:  # noqa: ARG002
        """Wait."""
        self.is_asked.set()
        assert self.has_ended.wait(30)
        raise CheckFailed(Reason.TIMEOUT)

    def ask_in_steps(
        self, sql: str, *, limit: int, timeout: float, borrower: object
    ) -> Steps[Rows]:
        """The same, as it knows of no steps."""
        yield from ()
        return self.ask(sql, limit=limit, timeout=timeout, borrower=borrower)

    def cancel_for(self, borrower: object) -> None:
        """Stop waiting."""
        assert isinstance(borrower, MigrationsCheck)
        self.has_ended.set()


def test_cancelled_run_ends_its_own_question() -> None:
    """The connection is the database check's."""
    lender = Silent()
    check = MigrationsCheck(lender, 10.0)
    failures: list[Outcome] = []
    thread = threading.Thread(target=lambda: failures.append(outcome_of(check)))
    thread.start()
    assert lender.is_asked.wait(10)
    check.cancel()
    thread.join(10)
    assert [failure.reason for failure in failures] == [Reason.TIMEOUT]


def test_time_that_the_loading_took_is_not_spent_on_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that was cancelled meanwhile asks nothing."""
    lender = Silent()
    check = MigrationsCheck(lender, 10.0)
    module = "django_health.checks.migrations.check"
    monkeypatch.setattr(f"{module}.load_applications", lambda _: check.cancel())
    with pytest.raises(CheckFailed) as caught:
        check.check()
    assert caught.value.reason is Reason.TIMEOUT
    assert not lender.is_asked.is_set()
