"""Pages that come again with other values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.utils import floatToGoString

from django_health.reports.families import Same
from django_health.reports.layout import Layout, items_of, written
from django_health.result import Family

ONE, OTHER = Family("one", "help", ("a",)), Family("other", "help")


def layout() -> Layout:
    """A head, two lines with values and one without."""
    return Layout(["# head\n", "", "same\n", ""], [1, 2, 3], ["a ", "", "b "])


def test_items_are_what_stays_while_values_change() -> None:
    """Two pages are alike where measurements and batches come in the same order."""
    same = Same([OTHER(1)])
    items, values = items_of([[ONE(1, "x"), OTHER(2)], (), same])
    again, others = items_of([[ONE(3, "x")], [OTHER(4)], same])
    assert items == again
    assert hash(items) == hash(again)
    assert (values, others) == ([1, 2, 0], [3, 4, 0])
    for batches in ([[ONE(1, "y"), OTHER(2)], same], [[OTHER(2), ONE(1, "x")], same]):
        assert items_of(batches)[0] != items


def test_a_batch_that_stays_the_same_is_like_no_other() -> None:
    """Also where both say the same: only the very same one is known again."""
    assert items_of([Same([OTHER(1)])])[0] != items_of([Same([OTHER(1)])])[0]


def test_values_are_put_into_their_places() -> None:
    """What has no value stays as it was given."""
    page = layout()
    assert page.text([1.0, 0.0, 2.5]) == "# head\na 1.0\nsame\nb 2.5\n"
    assert page.text([1.0, 0.0, 3.0]) == "# head\na 1.0\nsame\nb 3.0\n"
    assert len(page) == 4


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.0, -0.0, 0.0], ["0.0", "-0.0", "0.0"]),
        ([math.nan, math.nan, 1.0, math.nan], ["NaN", "NaN", "1.0", "NaN"]),
        ([math.inf, -math.inf, 1e6, 1e300], ["+Inf", "-Inf", "1e+06", "1e+300"]),
        ([True, 1, 2**60], ["1.0", "1.0", "1.152921504606847e+18"]),
    ],
)
def test_each_value_is_written_as_it_is(values: list[float], texts: list[str]) -> None:
    """One after the other in the same place, equal ones that are written differently too."""
    page = layout()
    assert [page.text([value, 0.0, 0.0]).split("\n")[1] for value in values] == [
        f"a {text}" for text in texts
    ]


@given(st.one_of(st.floats(), st.integers(-(2**70), 2**70), st.floats(9e5, 2e6)))
def test_numbers_are_written_as_by_the_library(value: float) -> None:
    """Whatever they are."""
    assert written(value) == floatToGoString(value)  # type: ignore[no-untyped-call]
