"""The type of a setting in words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import pytest

from reference.settings.words import many_words_of, words_of

Seconds = Annotated[float, msgspec.Meta(gt=0, le=60, extra={"unit": "seconds"})]
Some = Annotated[list[str], msgspec.Meta(min_length=1, max_length=5)]
Many = Literal["a", "b", "c", "d", "e", "f", "g", "h", "i"]


class Inner(msgspec.Struct):
    """A section."""


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (str, "text"),
        (Annotated[str, msgspec.Meta(min_length=1)], "text, not empty"),
        (bool, "`true` or `false`"),
        (int, "whole number"),
        (Annotated[int, msgspec.Meta(ge=1, le=65535)], "whole number, 1 to 65535"),
        (Seconds, "seconds, above 0 and at most 60"),
        (Seconds | None, "seconds, above 0 and at most 60"),
        (Literal["a", "b"], "`a` or `b`"),
        (list[str], "list of texts"),
        (Some, "list of texts, 1 to 5"),
        (str | Some, "text or list of texts, 1 to 5"),
        (tuple[str, ...], "list of texts"),
        (dict[str, bool], "by name: `true` or `false`"),
        (dict[str, object], "by name: anything"),
        (Inner, "[inner](#inner)"),
        (dict[str, Inner], "by name: [inner](#inner)"),
        (list[Many], "list of words of the list below"),
    ],
)
def test_words(kind: Any, words: str) -> None:
    """With unit, bounds, and the way to what stands in it."""
    assert words_of(msgspec.inspect.type_info(kind), {Inner: "[inner](#inner)"}) == words


def test_what_there_is_no_word_for() -> None:
    """It is an error, so that no page is silent about it."""
    with pytest.raises(TypeError, match="no word"):
        words_of(msgspec.inspect.type_info(bytes), {})


def test_many_words() -> None:
    """They are listed below the table; few stand in it."""
    assert many_words_of(msgspec.inspect.type_info(list[Many] | None)) == tuple("abcdefghi")
    assert many_words_of(msgspec.inspect.type_info(Literal["a", "b"])) == ()
