"""Queries of the configuration on real databases."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from django_health.checks.sql.check import SqlCheck
from django_health.engine import Engine
from django_health.engine.boundary import outcome_of
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.settings.declarations import SqlQuery
from django_health.targets import TargetError
from live_servers import PostgreSQL
from mysql_checks import wait_until
from sql_checks import LONG, Shop, mariadb_shop, postgresql_shop, sql_check, sqlite_shop
from sqlite_checks import check_of

CANARY = "canary_77b2"
ORDERS = "SELECT state, SUM(number) AS number, NULL AS unknown FROM orders GROUP BY state"


@pytest.fixture
def postgres(postgresql: PostgreSQL) -> Iterator[Shop]:
    """On PostgreSQL."""
    with postgresql_shop(postgresql) as made:
        yield made


@pytest.fixture(params=["postgresql", "mariadb", "sqlite"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """On each kind of database."""
    if request.param == "sqlite":
        with sqlite_shop(tmp_path) as made:
            yield made
    elif request.param == "mariadb":
        with mariadb_shop(request.getfixturevalue("mariadb")) as made:
            yield made
    else:
        with postgresql_shop(request.getfixturevalue("postgresql")) as made:
            yield made


def failure(check: SqlCheck) -> CheckFailed:
    """How a run failed; in words without the query's."""
    with pytest.raises(CheckFailed) as caught:
        check.check()
    assert CANARY not in f"{caught.value!r} {caught.value.outcome()!r}"
    return caught.value


def test_columns_become_gauges(shop: Shop) -> None:
    """With the declared labels, again and again."""
    check = sql_check(shop.lender, ORDERS, labels=["state"])
    for _ in range(3):
        outcome = outcome_of(check)
        assert outcome.status is Status.OK
        found = {(m.family.name, m.labels): m.value for m in outcome.measurements}
        assert found == {
            ("django_health_sql_shop_number", ("paid",)): 3.0,
            ("django_health_sql_shop_number", ("open",)): 5.0,
        }
        assert outcome.details["rows"] == 2
        assert outcome.details.keys() == {"rows", "duration_seconds"}


def test_its_place_is_its_name(shop: Shop) -> None:
    """And the declaration says when it runs and how much it matters."""
    query = SqlQuery(query="SELECT 1 AS a", timeout=3.5, min_interval=60, critical=False)
    check = SqlCheck("shop", query, shop.lender, LONG)
    assert (check.label, check.timeout, check.min_interval) == ("sql/shop", 3.5, 60)
    assert check.critical is False
    assert sql_check(shop.lender, "SELECT 1 AS a").timeout == LONG


def test_too_many_rows(shop: Shop) -> None:
    """More than the declaration takes are an error."""
    found = failure(sql_check(shop.lender, ORDERS, labels=["state"], max_rows=1))
    assert found.reason is Reason.WRONG_ANSWER
    assert str(found) == "the statement gave more than 1 rows"


def test_a_missing_table(shop: Shop) -> None:
    """It is a mistake of the query, and is named."""
    found = failure(sql_check(shop.lender, "SELECT 1 AS a FROM canary_77b2"))
    assert found.reason is Reason.MISCONFIGURED
    assert str(found) == "the query names a table that is not there"


def test_a_mistake_in_the_query(shop: Shop) -> None:
    """It is told by the server's code alone."""
    found = failure(sql_check(shop.lender, "SELECT nonsense AS a, 'canary_77b2' FROM orders"))
    assert found.reason is Reason.MISCONFIGURED
    assert "cannot run the statement" in str(found)


def test_what_is_no_question_is_refused_at_once(shop: Shop) -> None:
    """Before anything is asked, with the place of the mistake."""
    with pytest.raises(
        TargetError, match=r"^sql\.shop\.query: the statement has to begin"
    ) as caught:
        sql_check(shop.lender, "DELETE FROM canary_77b2")
    assert CANARY not in str(caught.value)


def test_memory_that_cannot_be_asked_is_skipped() -> None:
    """As its database is."""
    outcome = outcome_of(sql_check(check_of(":memory:"), "SELECT 1 AS a"))
    assert (outcome.status, outcome.reason) == (Status.SKIPPED, None)


def test_a_slow_query_ends_in_time(postgres: Shop, postgresql: PostgreSQL) -> None:
    """The server ends it before the engine gives it up, so that it says why, and is free again."""
    check = SqlCheck(
        "slow", SqlQuery(query="SELECT pg_sleep(61)", timeout=4.0), postgres.lender, LONG
    )
    engine = Engine([check])
    try:
        started = time.monotonic()
        (result,) = engine.run(deadline=LONG).results
        assert time.monotonic() - started < LONG
        assert (result.status, result.outcome.reason) == (Status.ERROR, Reason.TIMEOUT)
        assert "57014" in result.outcome.message
        with postgresql.connect() as admin:
            query = (
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE state = 'active' AND query LIKE '%pg_sleep(61)%'"
                " AND pid <> pg_backend_pid()"
            )
            assert admin.execute(query).fetchone() == (0,)
        assert engine.stuck == 0
    finally:
        engine.close()


def test_the_check_does_not_print_its_query(postgres: Shop) -> None:
    """Which may hold a password, as a call of dblink does."""
    check = sql_check(postgres.lender, f"SELECT 1 AS a, '{CANARY}' AS b")
    assert CANARY not in f"{check!r} {vars(check)!r}"


def test_cancelling_and_closing(postgres: Shop, postgresql: PostgreSQL) -> None:
    """A run that is told to end does so, and the query's connection goes with its check."""
    check = sql_check(postgres.lender, "SELECT pg_sleep(20)")
    ended: list[Reason | None] = []
    run = threading.Thread(target=lambda: ended.append(outcome_of(check).reason))
    run.start()
    with postgresql.connect() as admin:
        asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
        wait_until(lambda: admin.execute(asleep).fetchone() == (1,))
    check.cancel()
    run.join(LONG / 2)
    assert ended == [Reason.TIMEOUT]
    sql_check(postgres.lender, "SELECT 1 AS a").check()
    ours = (
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle'"
        " AND application_name = 'django-health-exporter'"
    )
    with postgresql.connect() as admin:
        wait_until(lambda: admin.execute(ours).fetchone() == (1,))
        check.close()
        wait_until(lambda: admin.execute(ours).fetchone() == (0,))
