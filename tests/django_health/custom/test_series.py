"""The values that a custom check gives its gauges."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from django_health.custom.gauges import Gauge
from django_health.custom.series import MAX_SERIES, SeriesTaker
from django_health.metrics import HealthMetricsCollector
from django_health.result import Family, Measurement, Outcome, Reason, Status
from sample_checks import Sample, engine_of

WAITING = Gauge("shop_orders_waiting", "Orders that wait.", ("queue",))
AGE = Gauge("shop_oldest_order_age_seconds", "Age of the oldest.")
ROOMS = Gauge("shop_rooms_celsius", "How warm it is.", ("floor", "room"))
TAKER = SeriesTaker((WAITING, AGE, ROOMS))


def _outcome(gauges: Any, **more: object) -> Outcome:
    return TAKER.outcome({"status": "ok", "gauges": gauges, **more})


def test_values_become_measurements() -> None:
    """With labels, by a tuple of their values or by the only one, and without."""
    found = _outcome(
        {
            WAITING.name: {("mail",): 3, "print": 0},
            AGE.name: 1.5,
            ROOMS.name: {("1", "left"): 20},
        },
        more=1,
    )
    assert (found.status, found.details) == (Status.OK, {"more": 1})
    assert found.measurements == (
        Measurement(WAITING, 3.0, ("mail",)),
        Measurement(WAITING, 0.0, ("print",)),
        Measurement(AGE, 1.5, ()),
        Measurement(ROOMS, 20.0, ("1", "left")),
    )


@pytest.mark.parametrize("value", [True, 3, 2.5, Decimal("2.5"), math.inf, math.nan])
def test_any_number_is_a_value(value: Any) -> None:
    """Prometheus knows also those that are not finite."""
    (measurement,) = _outcome({AGE.name: value}).measurements
    assert repr(measurement.value) == repr(float(value))


def test_outcome_gives_measurements_by_calling_its_gauges() -> None:
    """They pass, and so do values beside its details."""
    answer = Outcome(details={"a": 1, "gauges": {AGE.name: 2}}, measurements=(WAITING(3, "mail"),))
    found = TAKER.outcome(answer)
    assert found.details == {"a": 1}
    assert [measurement.value for measurement in found.measurements] == [3.0, 2.0]


def test_what_the_check_returned_stays_its_own() -> None:
    """It may return the same mapping at each run."""
    answer = {"status": "ok", "gauges": {AGE.name: 1}}
    assert TAKER.outcome(answer) == TAKER.outcome(answer)
    assert answer == {"status": "ok", "gauges": {AGE.name: 1}}


def test_gauges_may_be_missing() -> None:
    """What was not measured is absent."""
    assert _outcome({}).measurements == ()
    assert TAKER.outcome({"status": "ok"}) == Outcome()


def test_check_without_gauges_may_have_such_a_detail() -> None:
    """Any further key is a detail."""
    found = SeriesTaker(()).outcome({"status": "ok", "gauges": {"a": 1}})
    assert (found.status, found.details) == (Status.OK, {"gauges": {"a": 1}})


@pytest.mark.parametrize(
    ("gauges", "said"),
    [
        (None, "its 'gauges' are no mapping"),
        ([1], "its 'gauges' are no mapping"),
        ({"other": 1}, "a gauge that it does not declare: there are shop_orders_waiting, shop_o"),
        ({5: 1}, "a gauge that it does not declare"),
        ({WAITING.name: 3}, "shop_orders_waiting: it takes the values of (queue), and got others"),
        ({WAITING.name: {("a", "b"): 3}}, "it takes the values of (queue), and got others"),
        ({WAITING.name: {(): 3}}, "it takes the values of (queue), and got others"),
        ({ROOMS.name: {"ab": 3}}, "it takes the values of (floor, room), and got others"),
        ({AGE.name: {("a",): 3}}, "it takes no labels, and got others"),
        ({WAITING.name: {("a",): 3, "a": 4}}, "it gave one series twice"),
        ({WAITING.name: {(5,): 3}}, "the value of a label is a text of one line"),
        ({WAITING.name: {"\ud800": 3}}, "the value of a label is a text of one line"),
        ({WAITING.name: {"a\nb": 3}}, "the value of a label is a text of one line"),
        ({WAITING.name: {"a\0b": 3}}, "the value of a label is a text of one line"),
        ({WAITING.name: {"x" * 257: 3}}, "the value of a label is a text of one line"),
        ({AGE.name: "3"}, "its value is str, no number"),
        ({AGE.name: None}, "its value is NoneType, no number"),
        ({AGE.name: 10**400}, "its value is int, no number"),
        ({AGE.name: Decimal("sNaN")}, "its value is Decimal, no number"),
        ({AGE.name: 1j}, "its value is complex, no number"),
    ],
)
def test_values_that_do_not_fit_are_a_wrong_answer(gauges: Any, said: str) -> None:
    """None of them is given on; the details stay."""
    found = _outcome(gauges, other=1)
    assert (found.status, found.reason) == (Status.ERROR, Reason.WRONG_ANSWER)
    assert said in found.message
    assert (found.measurements, found.details) == ((), {"other": 1})


FOREIGN = Family("django_health_check_status", "Not its own.", ("check",))


@pytest.mark.parametrize(
    "measurements",
    [
        (FOREIGN(1, "database"),),
        (WAITING(1, "a"), WAITING(2, "a")),
        (Measurement(WAITING, 1.0, ()),),
        (Measurement(WAITING, "1", ("a",)),),  # type: ignore[arg-type]
        (Measurement("shop", 1.0, ()),),  # type: ignore[arg-type]
        ("shop",),
        [WAITING(1, "a")],
    ],
)
def test_measurements_that_do_not_fit_are_a_wrong_answer(measurements: Any) -> None:
    """They would be another check's series, or spoil the page on which all are."""
    found = TAKER.outcome(Outcome(measurements=measurements))
    assert (found.status, found.reason) == (Status.ERROR, Reason.WRONG_ANSWER)
    assert found.measurements == ()


def test_check_without_gauges_has_no_measurements() -> None:
    """What it would emit, nobody has looked at."""
    found = SeriesTaker(()).outcome(Outcome(measurements=(FOREIGN(1, "database"),)))
    assert found.reason is Reason.WRONG_ANSWER
    assert found.message == "it gave a gauge that it does not declare: there is none"


def test_too_many_series_are_cut_with_a_warning() -> None:
    """The check still says how it is, and somebody has to look at its labels."""
    found = _outcome({WAITING.name: {f"q{number}": number for number in range(MAX_SERIES + 1)}})
    assert (found.status, found.reason) == (Status.WARNING, Reason.WRONG_ANSWER)
    assert found.message.startswith("it gave more than 100 series")
    assert [m.labels[0] for m in found.measurements] == [f"q{n}" for n in range(MAX_SERIES)]


class _Endless(Mapping[str, int]):
    """Label values that never end."""

    def __getitem__(self, key: str) -> int:
        return 1

    def __iter__(self) -> Iterator[str]:
        return map(str, count())

    def __len__(self) -> int:
        return 1


def test_endless_series_end() -> None:
    """Those beyond the bound are not even looked at."""
    assert len(_outcome({WAITING.name: _Endless()}).measurements) == MAX_SERIES


def test_as_many_series_as_allowed_are_no_warning() -> None:
    """The bound itself is within it."""
    found = _outcome({WAITING.name: {f"q{number}": number for number in range(MAX_SERIES)}})
    assert (found.status, len(found.measurements)) == (Status.OK, MAX_SERIES)


def test_error_stays_an_error_with_too_many_series() -> None:
    """Its own reason says more."""
    many = {WAITING.name: {f"q{number}": number for number in range(MAX_SERIES + 1)}}
    found = TAKER.outcome({"status": "error", "message": "down", "gauges": many})
    assert (found.status, found.reason, found.message) == (
        Status.ERROR,
        Reason.UNAVAILABLE,
        "down",
    )
    assert len(found.measurements) == MAX_SERIES


def test_page_can_be_read_with_any_label_that_is_taken() -> None:
    """Quotes, backslashes and letters of any alphabet."""
    labels = ['"', "\\", "a\\nb", "ä€😀", "", " ", "{}", "\u00a0"]
    outcome = _outcome({WAITING.name: dict.fromkeys(labels, 1)})
    with engine_of(Sample("shop", answer=lambda: outcome)) as engine:
        registry = CollectorRegistry()
        registry.register(HealthMetricsCollector(engine))
        page = generate_latest(registry).decode()
    samples = [
        sample.labels["queue"]
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name == WAITING.name
    ]
    assert samples == labels
