"""What rows of a query become."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from django_health.checks.sql.gauges import Gauges
from django_health.databases.lending import Rows
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.settings.declarations import SqlQuery
from django_health.targets import TargetError

CANARY = "canary-3e01"
NO_LINE = "a label in column 1 is no text of one line of at most 256 characters"


def gauges(
    labels: tuple[str, ...] = (), name: str = "shop", text: str = "", others: tuple[str, ...] = ()
) -> Gauges:
    """The gauges of a query."""
    return Gauges(name, SqlQuery(query="SELECT 1", labels=list(labels), help=text), others)


def samples(
    columns: tuple[str, ...], *rows: tuple[object, ...], labels: tuple[str, ...] = ()
) -> list[tuple[str, tuple[str, ...], float]]:
    """What rows become."""
    found = gauges(labels).measurements(Rows(columns, list(rows)))
    return [
        (m.family.name.removeprefix("django_health_sql_shop_"), m.labels, m.value) for m in found
    ]


def failure(made: Gauges, columns: tuple[str, ...], *rows: tuple[object, ...]) -> CheckFailed:
    """Why rows become nothing; in words without what is in them."""
    with pytest.raises(CheckFailed) as caught:
        made.measurements(Rows(columns, list(rows)))
    assert CANARY not in str(caught.value)
    return caught.value


def test_columns_are_gauges() -> None:
    """Each with its row's labels, wherever these stand."""
    found = samples(
        ("number", "state", "Total"), (3, "paid", 2.5), (5, "open", 0), labels=("state",)
    )
    assert found == [
        ("number", ("paid",), 3.0),
        ("total", ("paid",), 2.5),
        ("number", ("open",), 5.0),
        ("total", ("open",), 0.0),
    ]


def test_families() -> None:
    """They have the declared labels and help, and are the same as long as the columns are."""
    made = gauges(("state",), text="Orders by state.")
    rows = Rows(("state", "number"), [("paid", 3)])
    (first,) = made.measurements(rows)
    assert first.family.name == "django_health_sql_shop_number"
    assert first.family.labels == ("state",)
    assert first.family.help == "Orders by state."
    (second,) = made.measurements(rows)
    assert second.family is first.family
    (other,) = made.measurements(Rows(("state", "total"), [("paid", 3)]))
    assert other.family.name == "django_health_sql_shop_total"


def test_help_names_the_source() -> None:
    """Where none is declared."""
    (found,) = gauges().measurements(Rows(("number",), [(1,)]))
    assert found.family.help == "Column number of the query shop, declared under sql."


@pytest.mark.parametrize(
    ("value", "number"),
    [(3, 3.0), (2.5, 2.5), (Decimal("1.25"), 1.25), (True, 1.0), (float("inf"), float("inf"))],
)
def test_numbers(value: object, number: float) -> None:
    """Whatever the driver makes of one."""
    assert samples(("a",), (value,)) == [("a", (), number)]


def test_null_is_no_sample() -> None:
    """And neither is a query without rows."""
    assert samples(("a", "b"), (None, 2)) == [("b", (), 2.0)]
    assert samples(("a", "b")) == []


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("x", "x"),
        (None, ""),
        (7, "7"),
        (True, "true"),
        (Decimal("1.50"), "1.50"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, tzinfo=UTC), "2026-01-02T03:00:00+00:00"),
    ],
)
def test_labels(value: object, label: str) -> None:
    """Texts, numbers and times are labels as people write them."""
    assert samples(("l", "a"), (value, 1), labels=("l",)) == [("a", (label,), 1.0)]


@pytest.mark.parametrize("value", [CANARY, datetime(2026, 1, 1, tzinfo=UTC), b"1", timedelta()])
def test_a_column_that_is_no_number_is_misconfigured(value: object) -> None:
    """Unless it is among the labels."""
    found = failure(gauges(), ("a", "b"), (1, value))
    assert found.reason is Reason.MISCONFIGURED
    assert str(found) == "column 2 of the query is no number and is not among its labels"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (("l", f"{CANARY}(*)"), "column 2 of the query has a name that no metric can have"),
        (("l", ""), "column 2 of the query has a name that no metric can have"),
        (("l", "é"), "column 2 of the query has a name that no metric can have"),
        (("a", "b"), "the query has no column l, which is among its labels"),
        (("l", "a", "A"), "two columns of the query have the same name"),
        (("l",), "every column of the query is a label"),
        (("l", "late_total"), "the gauge of column 2 could be taken for another's"),
    ],
)
def test_columns_that_make_no_gauges(columns: tuple[str, ...], message: str) -> None:
    """They are a mistake of the query, found before there is a row."""
    found = failure(gauges(("l",), others=("shop", "shop_late", "else")), columns)
    assert found.reason is Reason.MISCONFIGURED
    assert str(found).startswith(message)


def test_the_components_own_families_are_taken() -> None:
    """No query can make one of the same name."""
    found = failure(gauges(name="last"), ("success_timestamp_seconds",))
    assert found.reason is Reason.MISCONFIGURED


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(CANARY, 1), (CANARY, 2)], "two rows of the query have the same labels"),
        ([(None, 1), ("", 2)], "two rows of the query have the same labels"),
        ([(CANARY * 50, 1)], NO_LINE),
        ([(f"{CANARY}\n", 1)], NO_LINE),
        ([(f"\x1b[31m{CANARY}", 1)], NO_LINE),
        ([(f"{CANARY}\x00", 1)], NO_LINE),
        ([(f"{CANARY}\u2028", 1)], NO_LINE),
        ([(CANARY.encode(), 1)], "column 1 of the query cannot be a label"),
    ],
)
def test_rows_that_make_no_gauges(rows: list[tuple[object, ...]], message: str) -> None:
    """They are a wrong answer."""
    found = failure(gauges(("l",)), ("l", "a"), *rows)
    assert (found.reason, str(found)) == (Reason.WRONG_ANSWER, message)


def test_two_rows_without_labels_are_one_too_many() -> None:
    """Nothing tells them apart."""
    assert failure(gauges(), ("a",), (1,), (2,)).reason is Reason.WRONG_ANSWER


@pytest.mark.parametrize("name", ["", "a-b", "a b", "é", "a\n"])
def test_names_that_make_no_metric(name: str) -> None:
    """They are refused when the check is made."""
    with pytest.raises(TargetError, match=r"^sql: a name may have"):
        gauges(name=name)


@pytest.mark.parametrize(
    ("labels", "place"),
    [
        (("ok", "a-b"), r"sql\.shop\.labels\[1\]: a label begins"),
        (("__a",), r"sql\.shop\.labels\[0\]: a label begins"),
        (("0a",), r"sql\.shop\.labels\[0\]: a label begins"),
        (("job",), r"sql\.shop\.labels\[0\]: job is Prometheus' own"),
        (("le",), r"sql\.shop\.labels\[0\]: le is Prometheus' own"),
        (("a", "A"), r"sql\.shop\.labels: a label stands there twice"),
    ],
)
def test_labels_that_cannot_be(labels: tuple[str, ...], place: str) -> None:
    """They are refused when the check is made."""
    with pytest.raises(TargetError, match=f"^{place}"):
        gauges(labels)
