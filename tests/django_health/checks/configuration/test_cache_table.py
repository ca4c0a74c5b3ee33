"""Tables of database caches."""

from __future__ import annotations

import pytest

from django_health.checks.configuration.cache_table import CacheTableCheck, quoted
from django_health.checks.configuration.families import CACHE_TABLE_MISSING
from django_health.result import Outcome, Reason, Status
from lenders import LendingDatabase

TABLE = "canary table"


def outcome_of(lender: LendingDatabase, table: str = TABLE) -> Outcome:
    """The outcome for a table, which does not tell its name."""
    check = CacheTableCheck("pages", table, lender, 5.0)
    outcome = check.check()
    assert check.label == "configuration/cache/pages"
    assert "canary" not in repr(outcome)
    return outcome


def test_a_table_that_is_there_is_fine(lender: LendingDatabase) -> None:
    """However many rows it has."""
    lender.execute(f"CREATE TABLE {quoted(TABLE, lender.vendor)} (cache_key int)")
    try:
        outcome = outcome_of(lender)
        lender.execute(f"INSERT INTO {quoted(TABLE, lender.vendor)} VALUES (1)")  # noqa: S608
        assert outcome_of(lender) == outcome
    finally:
        lender.execute(f"DROP TABLE {quoted(TABLE, lender.vendor)}")
    assert (outcome.status, outcome.details) == (Status.OK, {"table_exists": True})
    assert outcome.measurements == (CACHE_TABLE_MISSING(0, "pages"),)


def test_a_table_that_is_missing_warns(lender: LendingDatabase) -> None:
    """The sentence says what to do."""
    for _ in range(2):
        outcome = outcome_of(lender)
        assert (outcome.status, outcome.reason) == (Status.WARNING, Reason.MISCONFIGURED)
        assert outcome.message == (
            "the table of the cache 'pages' does not exist: run manage.py createcachetable"
        )
        assert outcome.details == {"table_exists": False}
        assert outcome.measurements == (CACHE_TABLE_MISSING(1, "pages"),)


@pytest.mark.parametrize(
    ("table", "vendor", "expected"),
    [
        ("t", "postgresql", '"t"'),
        ("t", "sqlite", '"t"'),
        ("t", "mysql", "`t`"),
        ("t", "oracle", '"T"'),
        ('"s"."t"', "postgresql", '"s"."t"'),
        ("`s`.`t`", "mysql", "`s`.`t`"),
    ],
)
def test_names_are_quoted_as_django_quotes_them(table: str, vendor: str, expected: str) -> None:
    """A name in quotes may have a schema."""
    assert quoted(table, vendor) == expected
