"""What the page says of one check."""

from __future__ import annotations

from typing import Any

import pytest

from django_health.history import History
from django_health.page.links import PageLinks
from django_health.page.rows import Row, Surroundings, key_of
from django_health.result import CheckResult, Reason, Status
from django_health.settings import HealthSettings
from sample_checks import report_of, result_of
from sample_checks.results import CREATED
from status_pages import history_of

LINKS = PageLinks(runbooks="https://wiki.example")


def row_of(result: CheckResult, history: History | None = None) -> Row:
    """The row of a check that is alone in its report."""
    report = report_of(result)
    past = history or History(clock=lambda: CREATED)
    return Surroundings(report, past, LINKS, HealthSettings()).row(result)


def test_of_what_is_well() -> None:
    """Its place, its latency, its figures; no runbook, no age."""
    row = row_of(result_of("cache", "default", "10.0.0.1:6379", details={"keys": 3}))
    assert (row.name, row.label) == ("default/10.0.0.1:6379", "cache/default/10.0.0.1:6379")
    assert (row.latency, row.age, row.runbook, row.worked) == ("20 ms", "", "", "")
    assert [tuple(figure) for figure in row.figures] == [("keys", "3")]


def test_of_what_fails() -> None:
    """Why, since when, and what helps."""
    row = row_of(
        result_of(
            "database",
            "default",
            status=Status.ERROR,
            reason=Reason.TOO_MANY_CONNECTIONS,
            message="the server has no connection left",
            last_success=CREATED - 1440,
        )
    )
    assert (row.reason, row.message) == (
        "too many connections",
        "the server has no connection left",
    )
    assert row.worked == "last worked at 10:06:00 UTC, 24 min ago"
    assert row.runbook_link == "https://wiki.example/DjangoHealthDatabaseConnectionsHigh.md"


@pytest.mark.parametrize(
    ("last", "worked"),
    [
        (None, "has not worked since the start"),
        (CREATED - 200_000, "last worked at 2023-11-29 02:56:40 UTC, 2 d 8 h ago"),
        (CREATED + 5, "last worked at 10:30:05 UTC, 0 ms ago"),
    ],
)
def test_when_it_worked(last: float | None, worked: str) -> None:
    """With the day where it is longer ago; never in the future, whatever the clock does."""
    assert row_of(result_of("x", status=Status.ERROR, last_success=last)).worked == worked


def test_age() -> None:
    """An answer that was kept says how old it is."""
    assert row_of(result_of("x", age=90.0)).age == "90 s"


def test_past() -> None:
    """That of this check, up to now."""
    result = result_of("x", status=Status.ERROR)
    history = history_of(report_of(result), {"x": {range(3): Status.ERROR}})
    assert row_of(result, history).past.text == "last 6 h: error since 10:20 (UTC)"


def test_one_without_a_target() -> None:
    """It is called by its component."""
    assert row_of(result_of("stock")).name == "stock"


@pytest.mark.parametrize(
    "given",
    [
        {"message": "could not open redis://:canary-password@cache:6379/0"},
        {"details": {"url": "redis://:canary-password@cache:6379/0"}},
        {"details": {"password": "canary-password"}},
        {"details": {"inner": {"list": ["token=canary-password"]}}},
        {"details": {"missing_privileges": ["SET PASSWORD=canary-password"]}},
    ],
)
def test_credentials_are_stars(given: dict[str, Any]) -> None:
    """Also in a report that no engine has looked through."""
    row = row_of(result_of("x", status=Status.ERROR, reason=Reason.AUTH, **given))
    assert "canary-password" not in repr(row)
    assert "***" in repr(row)


def test_long_texts() -> None:
    """They are cut."""
    row = row_of(result_of("x" * 999, "y" * 999, message="z" * 9999))
    assert max(len(row.name), len(row.label)) <= 120
    assert len(row.message) <= 500


def test_key() -> None:
    """Fit for an address, whatever it is made of, and another one for another place."""
    keys = [key_of(label) for label in ("cache/default", "cache/défaut", '"><script>', "\udcff")]
    assert len(set(keys)) == 4
    assert all(key.isascii() and key.isalnum() for key in keys)
