"""Limits are numbers, and know what was done to them."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable
from typing import Any

import pytest

from mixin import limit, thresholds
from mixin.dashboards.marks import marked
from mixin.limit import Limit, Meaning

WAITED = Limit(600, Meaning("waited", "seconds", "Of something."))
EXTENT = Limit(64.0 * 2**20, Meaning("extent", "bytes", "Of something."))


@pytest.fixture
def marking(monkeypatch: pytest.MonkeyPatch) -> None:
    """As while the bundle is written."""
    monkeypatch.setattr(limit, "MARKING", True)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (WAITED, "600"),
        (WAITED / 2, "300"),
        (2 * WAITED + 15, "1215"),
        (1 - Limit(0.999, WAITED.meaning), "0.001"),
        (EXTENT, "67108864"),
        (Limit(0.1, WAITED.meaning) * 3, "0.3"),
    ],
)
def test_it_is_written_as_people_write_it(made: Limit, text: str) -> None:
    """Without digits that reckoning makes up, and without a point where none is needed."""
    assert f"{made}" == text


@pytest.mark.usefixtures("marking")
def test_what_was_done_is_in_the_mark() -> None:
    """In the order in which it was done."""
    assert f"{1 - 10 * (1 - WAITED)}" == "<<waited;1-;*10;1->>"
    assert f"{WAITED / 60 + 15}" == "<<waited;/60;+15>>"


def test_it_is_a_number_elsewhere() -> None:
    """In JSON, in comparisons and for functions."""
    assert json.dumps([WAITED, EXTENT]) == "[600.0, 67108864.0]"
    assert abs(WAITED) == max(WAITED, 2) == 600


@pytest.mark.parametrize(
    "act",
    [
        lambda one: one - 1,
        lambda one: one % 2,
        lambda one: one**2,
        lambda one: one // 2,
        lambda one: 1 / one,
        lambda one: 2**one,
        lambda one: one * EXTENT,
        lambda one: one + EXTENT,
        lambda one: format(one, "g"),
        operator.methodcaller("__format__", ".0f"),
    ],
)
def test_what_would_lose_its_name_is_refused(act: Callable[[Limit], Any]) -> None:
    """Instead of a place in the bundle that keeps the default for ever."""
    with pytest.raises(TypeError, match="waited"):
        act(WAITED)


def test_numbers_of_json_are_marked() -> None:
    """Wherever they stand; all else is as it was."""
    assert marked({"steps": [{"value": WAITED}, (1.5, None, "x")]}) == {
        "steps": [{"value": "<<#waited>>"}, [1.5, None, "x"]]
    }


def test_names_are_those_of_the_constants() -> None:
    """So that a number is found by the name that people give."""
    named = {name: one for name, one in vars(thresholds).items() if isinstance(one, Limit)}
    assert {name: one.meaning.name for name, one in named.items()} == {
        name: name.lower() for name in named
    }
    assert len(thresholds.LIMITS) == len(named) > 50


@pytest.mark.parametrize("one", thresholds.LIMITS, ids=lambda one: str(one.meaning.name))
def test_meanings(one: Limit) -> None:
    """Each is a sentence, fits a table, and allows its default."""
    meaning = one.meaning
    assert re.fullmatch(r"[A-Z].+\.", meaning.text)
    assert len(meaning.text) < 80
    assert meaning.above < one <= (meaning.most or float("inf"))
    assert not meaning.at_most or one <= getattr(thresholds, meaning.at_most.upper())
