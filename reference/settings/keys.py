"""The keys of a struct of settings: type, default and meaning of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from reference.meaning import Undocumented, meanings_of, said
from reference.settings.words import Links, words_of


class Key(NamedTuple):
    """A key, as it may be set.

    Attributes:
        field: Its name in the struct; of a key inside another one, with a dot between.
        name: Its name in files and settings.
        type: What it may be, in Markdown.
        default: What it is else, in Markdown; empty where it is not set then.
        meaning: What it is for.
    """

    field: str
    name: str
    type: str
    default: str
    meaning: str


def keys_of(struct: type[msgspec.Struct], links: Links, *also: type) -> list[Key]:
    """Return the keys of a struct: those that have to be given, its own, those of its base.

    A struct in it that has no section of its own is told here, key by key.

    Args:
        struct: What the settings are read into.
        links: The structs that have a section of their own.
        also: Where else the meanings of its keys are written.

    Raises:
        Undocumented: A key has no meaning.
    """
    shared = {name for base in struct.__bases__ for name in getattr(base, "__struct_fields__", ())}
    return sorted(
        _keys(struct, links, also), key=lambda key: (key.default != REQUIRED, key.field in shared)
    )


REQUIRED = "has to be given"


def _keys(struct: type[msgspec.Struct], links: Links, also: tuple[type, ...]) -> Iterator[Key]:
    info = struct_info(struct)
    meanings = meanings_of(struct, *also)
    if info.tag_field:
        what = said(meanings.get(info.tag_field), f"{struct.__name__}.{info.tag_field}")
        yield Key(info.tag_field, info.tag_field, f"`{info.tag}`", REQUIRED, what)
    for field in info.fields:
        if isinstance(field.type, inspect.StructType) and field.type.cls not in links:
            outer = said(meanings.get(field.name), f"{struct.__name__}.{field.name}")
            yield from _inside(field, links, outer)
            continue
        if field.name not in meanings:
            raise Undocumented(f"{struct.__module__}.{struct.__name__}.{field.name}")
        words = words_of(field.type, links)
        yield Key(field.name, field.encode_name, words, default_of(field), meanings[field.name])


def struct_info(struct: type[msgspec.Struct]) -> inspect.StructType:
    """Return what msgspec knows of a struct.

    Raises:
        TypeError: It is none.
    """
    info = inspect.type_info(struct)
    if not isinstance(info, inspect.StructType):
        raise TypeError(f"{struct} is no struct")
    return info


def _inside(field: inspect.Field, links: Links, outer: str) -> Iterator[Key]:
    """The keys of a struct inside another, with the defaults that it has there."""
    given: Any = field.default
    for key in _keys(type(given), links, ()):
        default = shown(getattr(given, key.field, None)) or key.default
        yield key._replace(
            field=f"{field.name}.{key.field}",
            name=f"{field.encode_name}.{key.name}",
            default=default,
            meaning=f"{outer} {key.meaning}",
        )


def default_of(field: inspect.Field) -> str:
    """Return what a key is that is not given; empty where it is not set then."""
    if field.required:
        return REQUIRED
    if field.default is not msgspec.NODEFAULT:
        return shown(field.default)
    return shown(field.default_factory())


def shown(value: object) -> str:
    """Return a value as it would stand in a file."""
    match value:
        case None | "" | msgspec.Struct():
            return ""
        case bool():
            return f"`{str(value).lower()}`"
        case int() | float():
            return f"`{value:g}`" if abs(value) < 1e6 else f"`{value:.0f}`"
        case list() | tuple() | dict() if not value:
            return "none"
        case list() | tuple():
            return ", ".join(shown(one) for one in value)
    return f"`{value}`"
