"""Typed reading of dictionaries of settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health.sources.section import Section, entries, port_of
from django_health.targets import TargetError

CANARY = "canary-7f3a"


def test_texts_and_paths_are_texts_and_none_is_empty() -> None:
    """NAME may be a path, and what is absent or None is empty."""
    section = Section({"NAME": Path("/srv/db"), "USER": "shop", "HOST": None}, "X")
    assert [section.text(key) for key in ("NAME", "USER", "HOST", "PORT")] == [
        "/srv/db",
        "shop",
        "",
        "",
    ]


@pytest.mark.parametrize("value", ["5432", 5432])
def test_a_port_is_a_number_or_its_text(value: object) -> None:
    """Django's settings hold ports either way."""
    assert port_of(value, "X") == 5432


@pytest.mark.parametrize("value", ["", None])
def test_an_empty_port_is_the_default(value: object) -> None:
    """Empty means: the driver's default."""
    assert port_of(value, "X") is None


@pytest.mark.parametrize("value", [True, 0, 65536, -1, 1.5, "٣", "12x", "9" * 5000, CANARY, []])
def test_no_port_is_named_by_its_place_and_not_repeated(value: object) -> None:
    """A password that slipped into PORT stays out of the error."""
    with pytest.raises(TargetError) as caught:
        Section({"PORT": value}, "DATABASES['x']").port("PORT")
    assert str(caught.value).startswith("DATABASES['x']['PORT'] must be a port")
    assert CANARY not in str(caught.value)


def test_an_ill_typed_text_is_named_and_not_repeated() -> None:
    """The error says what is expected, and nothing of what was found."""
    with pytest.raises(TargetError, match=r"^X\['PASSWORD'\] must be a string$"):
        Section({"PASSWORD": CANARY.encode()}, "X").text("PASSWORD")


def test_numbers_are_whole_and_not_negative() -> None:
    """A database number may be a text, and a truth value is none."""
    assert Section({"db": "3"}, "X").number("db") == 3
    assert Section({}, "X").number("db") == 0
    for value in (True, -1, "x", 1.5, "9" * 5000):
        with pytest.raises(TargetError, match=r"X\['db'\] must be a whole number"):
            Section({"db": value}, "X").number("db")


def test_what_is_no_dictionary_is_refused() -> None:
    """Also inside another one, where None is an empty one."""
    with pytest.raises(TargetError, match=r"^X must be a dictionary$"):
        Section([CANARY], "X")
    with pytest.raises(TargetError, match=r"^X\['OPTIONS'\] must be a dictionary$"):
        Section({"OPTIONS": CANARY}, "X").section("OPTIONS")
    assert Section({"OPTIONS": None}, "X").section("OPTIONS").values == {}
    with pytest.raises(TargetError, match=r"^X\['OPTIONS'\] must have strings as keys$"):
        Section({"OPTIONS": {1: CANARY}}, "X").section("OPTIONS")


def test_entries_go_by_alias() -> None:
    """With the place of each, which must be a dictionary."""
    assert list(entries({"a": {"x": 1}}, "X")) == [("a", {"x": 1}, "X['a']")]
    with pytest.raises(TargetError, match=r"^X\['a'\] must be a dictionary$"):
        list(entries({"a": CANARY}, "X"))
