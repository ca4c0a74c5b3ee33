"""The check of a database's migrations, on real databases."""

from __future__ import annotations

from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import connections

import postgresql_checks
from django_health.checks.migrations.check import MigrationsCheck, migrations_checks
from django_health.databases.lending import Rows
from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.engine.boundary import outcome_of
from django_health.result import Outcome, Status
from django_health.settings import HealthSettings, Timeouts
from django_health.steps import Steps
from django_projects import database, postgresql_settings
from lenders import LendingDatabase
from live_servers import PostgreSQL
from migrated import create_table, figures, forget, record, shop_installed

pytestmark = pytest.mark.usefixtures("shop")

ALL = ("orders.0001_initial", "archive.0001_initial", "archive.0002_archivedorder_note")


class Counted:
    """Passes questions on and counts them."""

    def __init__(self, lender: LendingDatabase, target: str = "default") -> None:
        self.target = target
        self.vendor = lender.vendor
        self.asked: list[str] = []
        self.cancelled_for: list[object] = []
        self._lender = lender

    def ask(self, sql: str, *, limit: int, timeout: float, borrower: object) -> Rows:
        """As the lender does."""
        self.asked.append(sql)
        return self._lender.ask(sql, limit=limit, timeout=timeout, borrower=borrower)

    def ask_in_steps(
        self, sql: str, *, limit: int, timeout: float, borrower: object
    ) -> Steps[Rows]:
        """As the lender does."""
        self.asked.append(sql)
        return self._lender.ask_in_steps(sql, limit=limit, timeout=timeout, borrower=borrower)

    def cancel_for(self, borrower: object) -> None:
        """Note for whom."""
        self.cancelled_for.append(borrower)


def outcome(lender: LendingDatabase) -> Outcome:
    """What a check of its own says."""
    return MigrationsCheck(lender, 10.0).check()


def test_all_applied_is_ok(lender: LendingDatabase) -> None:
    """Every application has its figures."""
    create_table(lender)
    record(lender, *ALL)
    found = outcome(lender)
    assert (found.status, found.message) == (Status.OK, "")
    assert found.details["pending_migrations"] == 0
    assert figures(found)["applied archive"] == 2
    assert {m.labels[0] for m in found.measurements} == {"default"}


def test_pending_migrations_are_seen_live(lender: LendingDatabase) -> None:
    """One check says so before and after they are applied, and when they are taken back."""
    create_table(lender)
    record(lender, *ALL[:2])
    check = MigrationsCheck(lender, 10.0)
    before = check.check()
    record(lender, ALL[2])
    after = check.check()
    forget(lender, ALL[2])
    taken_back = check.check()
    assert (before.status, after.status) == (Status.WARNING, Status.OK)
    assert before.details["migrations"] == [ALL[2]]
    assert before.details["pending_migrations"] == 1
    assert figures(before)["unapplied archive"] == 1
    assert taken_back == before


def test_rows_of_a_newer_release_are_unknown(lender: LendingDatabase) -> None:
    """It was rolled back, and its changes are still in the database."""
    create_table(lender)
    record(lender, *ALL, "orders.0002_of_tomorrow", "removed.0001_initial")
    found = outcome(lender)
    assert found.status is Status.WARNING
    assert found.details["unknown"] == ["orders.0002_of_tomorrow"]
    assert figures(found)["unknown orders"] == 1


def test_order_of_recording_is_that_of_the_ids(lender: LendingDatabase) -> None:
    """What is left over of a squashed migration came first, whatever its name or place."""
    create_table(lender)
    record(lender, "orders.0000_of_tomorrow", first_id=90)
    record(lender, *ALL, first_id=20)
    record(lender, "orders.9999_old", first_id=10)
    found = outcome(lender)
    assert found.details["unknown"] == ["orders.0000_of_tomorrow"]
    assert found.details["left_over"] == ["orders.9999_old"]


def test_new_database_has_everything_pending(lender: LendingDatabase) -> None:
    """That the table is not there is told, since it may only be hidden from this user."""
    found = outcome(lender)
    assert found.status is Status.WARNING
    assert found.message.startswith(
        "there is no table django_migrations that this user sees; 3 migrations are not applied: "
    )
    assert figures(found)["unapplied archive"] == 2


def test_empty_table_is_a_table(lender: LendingDatabase) -> None:
    """All migrations were taken back."""
    create_table(lender)
    assert outcome(lender).message.startswith("3 migrations are not applied: ")


def test_run_is_one_question(lender: LendingDatabase) -> None:
    """And where the rows are the same, so is the answer, which is not made anew."""
    create_table(lender)
    record(lender, *ALL)
    counted = Counted(lender)
    check = MigrationsCheck(counted, 10.0)
    first = check.check()
    assert len(counted.asked) == 1
    assert check.check() is first
    assert len(counted.asked) == 2


def test_database_that_nobody_migrates_is_skipped(lender: LendingDatabase) -> None:
    """One of somebody else must not warn for ever."""
    other = Counted(lender, "other")
    found = outcome_of(MigrationsCheck(other, 10.0))
    assert (found.status, found.measurements) == (Status.SKIPPED, ())
    assert found.message.startswith("no migration of this project was applied here, and no ")
    create_table(lender)
    record(lender, "theirs.0001_initial")
    assert outcome_of(MigrationsCheck(other, 10.0)).status is Status.SKIPPED


def test_other_database_on_which_migrate_was_run_is_compared(lender: LendingDatabase) -> None:
    """Without a router Django applies everything there."""
    create_table(lender)
    record(lender, *ALL[:2])
    found = MigrationsCheck(Counted(lender, "other"), 10.0).check()
    assert found.details["migrations"] == [ALL[2]]
    assert {m.labels[0] for m in found.measurements} == {"other"}


def test_router_that_allows_nothing_makes_it_skipped_unasked(lender: LendingDatabase) -> None:
    """The database is somebody else's."""
    counted = Counted(lender, "other")
    with shop_installed():
        found = MigrationsCheck(counted, 10.0).check()
    assert (found.status, counted.asked) == (Status.SKIPPED, [])
    assert found.message == "the database routers let no application migrate here"


def test_database_of_some_applications_is_compared_for_these(lender: LendingDatabase) -> None:
    """A router keeps the archive there and everything else away."""
    archive = Counted(lender, "archive")
    with shop_installed():
        check = MigrationsCheck(archive, 10.0)
        assert check.check().details["migrations"] == list(ALL[1:])
        create_table(lender)
        record(lender, *ALL[1:])
        found = check.check()
    assert found.status is Status.OK
    assert "applied orders" not in figures(found)


def test_routers_that_change_are_asked_anew(lender: LendingDatabase) -> None:
    """As tests of a project change them."""
    check = MigrationsCheck(Counted(lender, "archive"), 10.0)
    assert check.check().status is Status.SKIPPED
    with shop_installed():
        assert check.check().status is Status.WARNING


def test_what_django_records_is_what_is_read(postgresql: PostgreSQL) -> None:
    """``manage.py migrate`` on a database of its own."""
    name = "migrated_by_django"
    with postgresql.connect() as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
    target = postgresql_checks.target_of(postgresql, name=name)
    try:
        settings = postgresql_settings(postgresql) | {"NAME": name}
        with closing(PostgreSQLCheck(target, 10.0)) as lender, database("other", **settings):
            check = MigrationsCheck(lender, 10.0)
            assert check.check().details["pending_migrations"] == 3
            call_command("migrate", "archive", "0001", database="other", verbosity=0)
            assert check.check().details["migrations"] == [ALL[2], ALL[0]]
            call_command("migrate", database="other", verbosity=0)
            assert check.check().status is Status.OK
            call_command("migrate", "orders", "zero", database="other", verbosity=0)
            assert check.check().details["migrations"] == [ALL[0]]
            connections["other"].close()
    finally:
        with postgresql.connect() as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_there_is_a_check_for_each_database(lender: LendingDatabase) -> None:
    """Under its alias, with the databases' timeout."""
    first, second = Counted(lender), Counted(lender, "archive")
    settings = HealthSettings(timeouts=Timeouts(database=3.0))
    checks = migrations_checks(settings, {"default": first, "archive": second})
    assert [(each.label, each.timeout) for each in checks] == [
        ("migrations/default", 3.0),
        ("migrations/archive", 3.0),
    ]
