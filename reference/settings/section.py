"""A section of a page of settings: what it is about, and a table of its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from reference.markdown import code, codes, inline, paragraphs, table
from reference.meaning import paragraphs_of
from reference.settings.keys import Key, keys_of, struct_info
from reference.settings.words import Links, many_words_of

Column = tuple[str, Callable[[Key], str]]
"""The head of a column of its own, and what stands in it for a key."""


def section(
    heading: str,
    struct: type[msgspec.Struct],
    links: Links,
    also: Sequence[type] = (),
    columns: Sequence[Column] = (),
) -> list[str]:
    """Return heading, text and table.

    Args:
        heading: In Markdown, with its signs.
        struct: What the settings are read into.
        links: The structs that have a section of their own.
        also: Where else the meanings of its keys are written.
        columns: Between the default and the meaning.

    Raises:
        Undocumented: The struct or a key has no meaning.
    """
    about = paragraphs(paragraphs_of(struct, struct.__name__))
    lists = [
        f"`{field.encode_name}`: {codes(words)}."
        for field in struct_info(struct).fields
        if (words := many_words_of(field.type))
    ]
    return [heading, about, key_table(keys_of(struct, links, *also), columns), *lists]


def key_table(keys: Sequence[Key], columns: Sequence[Column] = ()) -> str:
    """Return the table of some keys."""
    head = ["key", "type", "default", *(name for name, _ in columns), "meaning"]
    rows = [
        [
            code(key.name),
            key.type,
            key.default,
            *(tell(key) for _, tell in columns),
            inline(key.meaning),
        ]
        for key in keys
    ]
    return table(head, rows)
