"""Limits that are numbers in JSON, marked where the bundle is written."""

from __future__ import annotations

from collections.abc import Mapping

from mixin.limit import Limit


def marked(value: object) -> object:
    """Return what a builder made as plain lists and mappings, with a mark for each limit."""
    if isinstance(value, Limit):
        return f"<<#{value.mark}>>"
    if callable(to_json := getattr(value, "to_json", None)):
        return marked(to_json())
    if isinstance(value, Mapping):
        return {key: marked(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [marked(one) for one in value]
    return value
