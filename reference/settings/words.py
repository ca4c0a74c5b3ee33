"""The type of a setting in words: unit, bounds, and what may stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import inspect

Links = Mapping[type, str]
"""What stands in the place of a struct: a link to the section that tells its keys."""

BELOW = "words of the list below"

FEW = 8
"""More words than these stand below a table and not in it."""

_PLURAL = {"text": "texts", "whole number": "whole numbers", "number": "numbers"}


def words_of(kind: inspect.Type, links: Links) -> str:
    """Return a type in words.

    Args:
        kind: As msgspec tells it.
        links: The sections of the structs that may stand in it.

    Raises:
        TypeError: There is no word for it.
    """
    match kind:
        case inspect.Metadata(type=inner, extra=extra):
            return _number(inner, (extra or {}).get("unit", ""))
        case inspect.IntType() | inspect.FloatType():
            return _number(kind, "")
        case inspect.StrType(min_length=least):
            return "text, not empty" if least else "text"
        case inspect.BoolType():
            return "`true` or `false`"
        case inspect.LiteralType(values=values):
            return _or([f"`{value}`" for value in values]) if len(values) <= FEW else BELOW
        case inspect.AnyType() | inspect.CustomType():
            return "anything"
    return _compound(kind, links)


def _compound(kind: inspect.Type, links: Links) -> str:
    match kind:
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            word, comma, bounds = words_of(item, links).partition(",")
            return f"list of {_PLURAL.get(word, word)}{comma}{bounds}{_length(kind)}"
        case inspect.DictType(value_type=value):
            return f"by name: {words_of(value, links)}"
        case inspect.UnionType(types=types):
            given = [one for one in types if not isinstance(one, inspect.NoneType)]
            return _or(list(dict.fromkeys(words_of(one, links) for one in given)))
        case inspect.StructType(cls=struct):
            return links[struct]
    raise TypeError(f"there is no word for the type {kind!r}")


def many_words_of(kind: inspect.Type) -> tuple[str, ...]:
    """Return the words that may stand in a key, if they are more than a table has room for."""
    match kind:
        case inspect.LiteralType(values=values):
            return tuple(map(str, values)) if len(values) > FEW else ()
        case inspect.ListType(item_type=item):
            return many_words_of(item)
        case inspect.UnionType(types=types):
            return tuple(word for one in types for word in many_words_of(one))
    return ()


def _length(kind: Any) -> str:
    least, most = kind.min_length, kind.max_length
    if most:
        return f", {least or 0} to {most}"
    return ", at least one" if least else ""


def _number(kind: Any, unit: str) -> str:
    if not isinstance(kind, inspect.IntType | inspect.FloatType):
        raise TypeError(f"a unit belongs to a number, not to {kind!r}")
    name = "whole number" if isinstance(kind, inspect.IntType) else "number"
    return f"{unit or name}{_bounds(kind)}"


def _bounds(kind: inspect.IntType | inspect.FloatType) -> str:
    least, above, most = kind.ge, kind.gt, kind.le
    if least is not None and most is not None:
        return f", {least:g} to {most:g}" if most < 1e6 else f", {least:g} to {most:.0f}"
    said = [f"above {above:g}" if above is not None else "", f"at most {most:.0f}" if most else ""]
    given = " and ".join(filter(None, said))
    return f", {given}" if given else ""


def _or(words: Sequence[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} or {last}" if before else last
