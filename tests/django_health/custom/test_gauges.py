"""The gauges that a custom check declares."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client import Gauge as ClientGauge
from prometheus_client.exposition import generate_latest

from django_health.custom.gauges import Gauge, validated
from django_health.errors import InvalidCheckError
from django_health.result import Kind, Measurement
from live_servers.programs import find_program

GOOD = [
    "shop_orders_waiting",
    "shop_oldest_order_age_seconds",
    "shop_last_import_timestamp_seconds",
    "shop_uploads_bytes",
    "shop_paid_ratio",
    "shop_v2_carts",
    "orders",
    "shop_meters_installed",
    "shop_room_celsius",
    "up_orders",
    "s_orders",
]

BAD = {
    "shop_orders_total": "must not end in _total",
    "shop_orders_count": "must not end in _total",
    "shop_orders_created": "must not end in _total",
    "shop_age_milliseconds": "milliseconds is no base unit, use seconds",
    "shop_age_days": "days is no base unit, use seconds",
    "shop_size_megabytes": "megabytes is no base unit, use bytes",
    "shop_line_kilobits": "kilobits is no base unit, use bytes",
    "shop_paid_percent": "percent is no base unit, use ratio",
    "shop_room_fahrenheit": "fahrenheit is no base unit, use celsius",
    "shop_way_kilometers": "kilometers is no base unit, use meters",
    "shop_seconds_waited": "the unit seconds has to be its end",
    "shop_bytes_used": "the unit bytes has to be its end",
    "shop_age_ms": "_ms is no unit in full",
    "shop_size_kb": "_kb is no unit in full",
    "shop_gauge": "the type gauge must not be in the name",
    "shop_counter_x": "the type counter must not be in the name",
    "django_health_orders": "the name is reserved",
    "django_health_check_status": "the name is reserved",
    "process_orders": "the name is reserved",
    "python_orders": "the name is reserved",
    "scrape_orders": "the name is reserved",
    "up": "the name is reserved",
    "target_info": "the name is reserved",
    "shopOrders": "words of a-z and 0-9",
    "shop:orders": "words of a-z and 0-9",
    "shop-orders": "words of a-z and 0-9",
    "shop orders": "words of a-z and 0-9",
    "shop__orders": "words of a-z and 0-9",
    "_shop": "words of a-z and 0-9",
    "shop_": "words of a-z and 0-9",
    "2shops": "words of a-z and 0-9",
    "shop_orders\n": "words of a-z and 0-9",
    "größe": "words of a-z and 0-9",
    "": "words of a-z and 0-9",
    "x" * 201: "words of a-z and 0-9",
}


def _error_of(*gauges: Any) -> str:
    with pytest.raises(InvalidCheckError) as caught:
        validated(gauges)
    return str(caught.value)


def test_gauge_is_a_family_that_gives_measurements() -> None:
    """Checks that return an outcome call it; labels may be given as a list."""
    gauge = Gauge("shop_orders_waiting", "Orders that wait.", ["queue"])
    assert gauge.kind is Kind.GAUGE
    assert gauge(3, "mail") == Measurement(gauge, 3.0, ("mail",))


@pytest.mark.parametrize("name", GOOD)
def test_good_names_are_taken(name: str) -> None:
    """As they are."""
    gauge = Gauge(name, "Help.")
    assert validated([gauge]) == (gauge,)


@pytest.mark.parametrize(("name", "problem"), BAD.items(), ids=lambda text: text[:30])
def test_bad_names_are_refused_with_the_remedy(name: str, problem: str) -> None:
    """The text names the gauge and what to do."""
    text = _error_of(Gauge(name, "Help."))
    assert text.startswith("gauge ")
    assert problem in text


def test_promtool_agrees_with_every_good_name() -> None:
    """What is accepted here is accepted there."""
    registry = CollectorRegistry()
    for name in GOOD:
        ClientGauge(name, "Help.", registry=registry)
    command = [find_program("prometheus", "promtool"), "check", "metrics"]
    page = generate_latest(registry)
    done = subprocess.run(command, input=page, capture_output=True, check=False)
    assert (done.stderr, done.returncode) == (b"", 0)


@pytest.mark.parametrize("label", ["queue", "a", "queue_name", "le2", "check"])
def test_good_labels_are_taken(label: str) -> None:
    """As they are."""
    assert validated((Gauge("shop", "Help.", (label,)),))[0].labels == (label,)


@pytest.mark.parametrize(
    ("labels", "problem"),
    [
        (("le",), "the label 'le' is reserved, like instance, job, le, quantile"),
        (("quantile",), "is reserved"),
        (("job",), "is reserved"),
        (("instance",), "is reserved"),
        (("__name__",), "a label's name is words"),
        (("a__b",), "a label's name is words"),
        (("Queue",), "a label's name is words"),
        (("a b",), "a label's name is words"),
        (("",), "a label's name is words"),
        ((5,), "a label's name is words"),
        (([],), "a label's name is words"),
        (("a", "a"), "a label stands there twice"),
        ("queue", "a tuple of at most 10 names"),
        (tuple(f"l{number}" for number in range(11)), "a tuple of at most 10 names"),
    ],
)
def test_bad_labels_are_refused(labels: Any, problem: str) -> None:
    """Those that Prometheus adds itself, and what is no name."""
    assert problem in _error_of(Gauge("shop", "Help.", labels))


@pytest.mark.parametrize("text", ["", " ", "a\nb", "half \ud800", None, "x" * 401])
def test_help_is_a_sentence(text: Any) -> None:
    """It stands on the page, and says where the figure is from."""
    assert "its help has to be a sentence of one line" in _error_of(Gauge("shop", text))


def test_gauge_stands_there_once() -> None:
    """Two of a name would be one family twice."""
    assert "'shop' is declared twice" in _error_of(Gauge("shop", "A."), Gauge("shop", "B."))


@pytest.mark.parametrize("gauges", [None, Gauge("shop", "Help."), "shop", {"shop": 1}])
def test_gauges_are_a_tuple(gauges: object) -> None:
    """A lone gauge lacks its comma."""
    with pytest.raises(InvalidCheckError, match="no tuple of Gauge"):
        validated(gauges)


def test_gauges_are_gauges() -> None:
    """A name alone says neither what it means nor which labels it has."""
    assert "hold str and not only Gauge" in _error_of("shop")
