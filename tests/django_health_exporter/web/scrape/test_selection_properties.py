"""Which checks a scrape asks for, whatever names it gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.scrape.selection import chosen_names

NAMES = ("database", "cache", "system", "shop_orders")
KNOWN = st.lists(st.sampled_from(NAMES), max_size=6)


@given(KNOWN)
def test_collect_chooses_these_alone(collect: list[str]) -> None:
    """Each once, in the order of the checks; none named is all."""
    expected = tuple(name for name in NAMES if name in collect)
    assert chosen_names(collect, [], NAMES) == (expected or None)


@given(KNOWN)
def test_exclude_leaves_the_others(exclude: list[str]) -> None:
    """To leave nothing is refused."""
    left = tuple(name for name in NAMES if name not in exclude)
    if not left:
        with pytest.raises(RequestError, match="400"):
            chosen_names([], exclude, NAMES)
    else:
        assert chosen_names([], exclude, NAMES) == (left if exclude else None)


@given(known=KNOWN, unknown=st.text().filter(lambda name: name not in NAMES), place=st.booleans())
def test_an_unknown_name_is_refused(known: list[str], unknown: str, place: bool) -> None:
    """With all the names there are, in one line of ASCII, whatever the name holds."""
    given_names = [*known, unknown]
    collect, exclude = (given_names, []) if place else ([], given_names)
    with pytest.raises(RequestError) as caught:
        chosen_names(collect, exclude, NAMES)
    text = caught.value.text
    assert caught.value.status_code == 400
    assert text.isascii()
    assert len(text.splitlines()) == 1
    assert len(text) < 2_000
    assert text.endswith(f"there are {', '.join(NAMES)}")


@given(collect=KNOWN.filter(bool), exclude=KNOWN.filter(bool))
def test_both_at_once_are_refused(collect: list[str], exclude: list[str]) -> None:
    """Nobody could say which wins."""
    with pytest.raises(RequestError) as caught:
        chosen_names(collect, exclude, NAMES)
    assert caught.value.text == "collect[] and exclude[] cannot be combined"
