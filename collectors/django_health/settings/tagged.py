"""Structs of several kinds in one place, where a key says of which kind each is."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any


def kinds_by_tag(kind: Any) -> Mapping[str, Any]:
    """Return the structs of a tagged union by the word that names each; empty for another type."""
    choices = [one for one in typing.get_args(kind) if hasattr(one, "__struct_config__")]
    tags = {str(one.__struct_config__.tag): one for one in choices}
    return {} if "None" in tags else tags


def kind_of(entry: object, kind: Any) -> Any:
    """Return the struct that an entry says it is, or the type itself where it names none of it."""
    kinds = kinds_by_tag(kind)
    if not kinds or not isinstance(entry, Mapping):
        return kind
    field = next(iter(kinds.values())).__struct_config__.tag_field
    return kinds.get(str(entry.get(field)), kind)
