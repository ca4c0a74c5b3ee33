"""The attributes of a custom check."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Any

import pytest

from django_health.custom.attributes import attributes_of, is_name
from django_health.custom.gauges import Gauge
from django_health.errors import InvalidCheckError
from sample_checks import Sample

CANARY = "canary-hunter2"


class _Name(StrEnum):
    SHOP = "shop"


def _check(**attributes: Any) -> Sample:
    check = Sample("shop")
    vars(check).update(attributes)
    return check


def test_attributes_are_read() -> None:
    """With the defaults of the contract where nothing is set."""
    gauge = Gauge("shop_orders", "Orders.")
    found = attributes_of(
        _check(timeout=3, min_interval=30, critical=False, gauges=[gauge], description="How\nit is")
    )
    assert (found.name, found.target, found.part) == ("shop", "", "")
    assert (found.timeout, found.min_interval, found.critical) == (3.0, 30.0, False)
    assert (found.gauges, found.description) == ((gauge,), "How it is")


@pytest.mark.parametrize("name", ["payments", "a", "3rd-party", "shop.stock_2", "A" * 100])
def test_good_names_are_taken(name: str) -> None:
    """A name is a word."""
    assert attributes_of(_check(name=name)).name == name


def test_text_of_another_type_becomes_plain() -> None:
    """What its type does when it is shown is not known."""
    assert type(attributes_of(_check(name=_Name.SHOP)).name) is str


@pytest.mark.parametrize(
    ("attribute", "values", "said"),
    [
        (
            "name",
            ["", " ", "a b", "a/b", "a\n", "A" * 101, None, 5, b"a", "ü", "-a", ".", "a:b", "{}"],
            "its name has to be a word of at most 100 of the characters",
        ),
        ("target", [None, 5, "a b", "a/b", "a\n", "x" * 101], "its target has to be a text"),
        ("part", [None, 5, "a b", "a/b", "\ud800"], "its part has to be a text"),
        ("description", [None, 5], "its description has to be a text"),
        (
            "timeout",
            [0, -1, math.nan, math.inf, 3601, 10**400, "5", None, True],
            "its timeout has to be seconds above 0, up to 3600",
        ),
        (
            "min_interval",
            [-1, math.nan, math.inf, 86401, "5", None, False],
            "its min_interval has to be seconds from 0 to 86400",
        ),
        ("critical", [None, 0, 1, "yes"], "its critical has to be True or False"),
        ("gauges", [None, "shop"], "its gauges are no tuple"),
    ],
)
def test_bad_attributes_are_refused(attribute: str, values: list[Any], said: str) -> None:
    """Each with what it has to be."""
    for value in values:
        with pytest.raises(InvalidCheckError) as caught:
            attributes_of(_check(**{attribute: value}))
        assert said in str(caught.value)


def test_missing_name_is_said() -> None:
    """A subclass that forgot it."""
    check = _check()
    del check.name
    with pytest.raises(InvalidCheckError, match="its name cannot be read: AttributeError; set it"):
        attributes_of(check)


def test_attribute_that_raises_is_told_by_type() -> None:
    """A property may read what is not there, and its error may quote it."""

    class Trap(Sample):
        @property
        def description(self) -> str:  # type: ignore[override]
            raise RuntimeError(CANARY)

    with pytest.raises(InvalidCheckError) as caught:
        attributes_of(Trap("shop"))
    assert str(caught.value) == "its description cannot be read: RuntimeError; set it"


@pytest.mark.parametrize("text", [None, "", "a b", 5])
def test_what_is_no_name(text: object) -> None:
    """Neither another type nor an empty text."""
    assert not is_name(text)
