"""Plain documents into typed values, with errors that name place, key and remedy."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import pytest

from django_health.settings.validation import (
    InvalidDocument,
    convert,
    is_name,
    lowered,
    nearest,
    nearest_and_all,
    resembles,
    step,
)

CANARY = "canary-hunter2"
NO_SPACE = "an unknown key (is there no space after its colon?)"


class _Server(msgspec.Struct, forbid_unknown_fields=True):
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 1
    password: int = 0


class _Word(msgspec.Struct):
    word: Literal["one", "two"] | None = None


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    main: _Server | None = None
    by_name: dict[str, _Server | str] = {}
    in_order: list[_Server] | None = None
    numbers: list[dict[str, int]] = []
    word: Literal["one", "two"] = "one"
    by_word: dict[str, _Word] = {}


def test_document_that_fits_becomes_typed() -> None:
    """Mappings become structs, what is absent takes its default."""
    document = convert({"main": {"port": 5432}, "by_name": {"a": "x"}}, _Document, "file")
    assert document == _Document(main=_Server(5432), by_name={"a": "x"})


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({"mian": 1}, "conf.yml: unknown key 'mian', did you mean 'main'?"),
        ({"main": {"prot": 1}}, "conf.yml: main: unknown key 'prot', did you mean 'port'?"),
        ({"main": {"zzz": 1}}, "conf.yml: main: unknown key 'zzz', there are password, port"),
        ({"main": {"port": "1"}}, "conf.yml: main.port: Expected `int`, got `str`"),
        ({"main": {"port": 0}}, "conf.yml: main.port: Expected `int` >= 1"),
        ({"main": []}, "conf.yml: main: Expected `object | null`, got `array`"),
        (
            {"by_name": {"good": {}, "bad": {"prot": 1}}},
            "conf.yml: by_name.bad: unknown key 'prot', did you mean 'port'?",
        ),
        (
            {"by_name": {"bad": {"port": "x"}}},
            "conf.yml: by_name.bad.port: Expected `int`, got `str`",
        ),
        (
            {"in_order": [{}, {"prot": 1}]},
            "conf.yml: in_order[1]: unknown key 'prot', did you mean 'port'?",
        ),
        (
            {"main": {f"port:{CANARY}": None}},
            f"conf.yml: main: {NO_SPACE}, there are password, port",
        ),
        (
            {"main": {f"`{CANARY}` - at `$.by_name`": 1}},
            "conf.yml: main: an unknown key, there are password, port",
        ),
        (
            {"by_name": {f"a {CANARY}": 3}},
            "conf.yml: by_name.?: Expected `str | object`, got `int`",
        ),
        ({"word": f"{CANARY} x"}, "conf.yml: word: Invalid enum value, there are one, two"),
        ({"word": "hunter2"}, "conf.yml: word: Invalid enum value, there are one, two"),
        ({"word": "tow"}, "conf.yml: word: Invalid enum value 'tow', did you mean 'two'?"),
        (
            {"by_word": {"a": {"word": "hunter2"}}},
            "conf.yml: by_word.a.word: Invalid enum value, there are one, two",
        ),
        ({"numbers": [{}, {"a": "x"}]}, "conf.yml: numbers[1].a: Expected `int`, got `str`"),
        ({"by_name": {3: {}}}, "conf.yml: by_name: Expected `str`, got `int` for a key"),
        ({"main": {"password": CANARY}}, "conf.yml: main.password: Expected `int`, got `str`"),
        ([CANARY], "conf.yml: Expected `object`, got `array`"),
        (None, "conf.yml: Expected `object`, got `null`"),
    ],
)
def test_error_is_one_line_of_place_key_and_remedy(document: object, text: str) -> None:
    """What is wrong can be found and put right from the line alone, and no value is in it."""
    with pytest.raises(InvalidDocument) as caught:
        convert(document, _Document, "conf.yml")
    assert str(caught.value) == text
    assert caught.value.__suppress_context__


def test_mapping_at_the_root_is_explained_too() -> None:
    """A document need not be a struct."""
    kind: Any = dict[str, _Server]
    with pytest.raises(InvalidDocument, match=r"^P: a: unknown key 'prot', did you mean 'port'\?$"):
        convert({"a": {"prot": 1}}, kind, "P")


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("databse", ", did you mean 'database'?"),
        ("DATABASE", ", did you mean 'database'?"),
        ("mail", ", there are cache, database"),
    ],
)
def test_nearest_word_or_all_of_them(word: str, remedy: str) -> None:
    """A likely slip is named; else there is the list to choose from."""
    assert nearest(word, ["database", "cache"]) == remedy


def test_nearest_of_nothing_is_silent() -> None:
    """Where there are no valid words there is nothing to propose."""
    assert nearest("x", []) == ""


@pytest.mark.parametrize(
    ("key", "shown"),
    [("default", "default"), ("my-db_2", "my-db_2"), (3, "?"), (f"a:{CANARY}", "?"), ("", "?")],
)
def test_a_key_is_shown_if_it_looks_like_one(key: object, shown: str) -> None:
    """Anything else might be a password that lacks a space before it."""
    assert step(key) == shown


def test_a_name_is_a_mere_word() -> None:
    """Nothing that a URL could be."""
    assert is_name("postgresql9")
    assert not any(map(is_name, ["", "a b", "redis://x", "a\n", "p@ss"]))


def test_keys_of_structs_are_lowered_and_names_are_not() -> None:
    """Also inside mappings by name; a value that is no mapping is left to :func:`convert`."""
    document = {"MAIN": {"PORT": 1}, "By_Name": {"Shop": {"PORT": 2}}, "Word": "One", "X": {"Y": 1}}
    assert lowered(document, _Document, "P") == {
        "main": {"port": 1},
        "by_name": {"Shop": {"port": 2}},
        "word": "One",
        "x": {"Y": 1},
    }


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({"MAIN": {}, "main": {}}, "P: the key main stands twice: keep one"),
        ({"MAIN": {"PORT": 1, "port": 2}}, "P: main: the key port stands twice: keep one"),
        (
            {"by_name": {"Shop": {"PORT": 1, "Port": 2}}},
            "P: by_name.Shop: the key port stands twice: keep one",
        ),
        (
            {"by_name": {f"a:{CANARY}": {"x y": 1, "X Y": 2}}},
            "P: by_name.?: the key ? stands twice: keep one",
        ),
    ],
)
def test_a_key_that_stands_twice_is_an_error(document: dict[str, Any], text: str) -> None:
    """Else the last would win in silence; two names may differ in capitals alone."""
    with pytest.raises(InvalidDocument) as caught:
        lowered(document, _Document, "P")
    assert str(caught.value) == text
    names: dict[str, Any] = {"by_name": {"Shop": {}, "shop": {}}}
    assert lowered(names, _Document, "P") == names


def test_a_slip_resembles_a_word() -> None:
    """A password does not, nor what is no word."""
    assert resembles("Debgu", ["debug", "info"])
    assert not any(resembles(word, ["debug", "info"]) for word in ("hunter2", "", "info info"))


def test_all_words_are_told_beside_the_nearest() -> None:
    """Whoever meant another one sees it."""
    assert (
        nearest_and_all("mian", ["side", "main"]) == ", did you mean 'main'? There are main, side"
    )
    assert nearest_and_all("x", ["side", "main"]) == ", there are main, side"
    assert nearest_and_all("x", []) == ""
