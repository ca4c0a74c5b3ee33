"""The details of a check as pairs of words: what is measured, and how much it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from django_health.page.words import duration, number, percent, size
from django_health.result import CheckResult
from django_health.settings.health import COMPONENTS

MOST = 40
"""Figures of one check; the JSON has them all."""

LONGEST = 200
"""Characters of one figure, and of its name."""

LISTED = 12
"""Entries of one list."""

DEPTH = 3
"""Mappings inside each other that are looked into."""

_APART = ("missing_privileges",)
"""What is shown somewhere else."""

_Unit = tuple[str, Callable[[float], str]]

_UNITS: tuple[_Unit, ...] = (
    ("_bytes", size),
    ("_seconds", duration),
    ("_gb", lambda value: f"{number(value)} GiB"),
)
"""How names end, and how such a figure is written; a unit is not named twice."""

_PERCENTAGES: tuple[_Unit, ...] = (("usage", percent), ("hit_rate", percent))
"""The same of the built-in checks, whose usages are percentages; those of others may be ratios."""


class Figure(NamedTuple):
    """What is measured, and how much it is."""

    name: str
    text: str


def figures_of(result: CheckResult) -> tuple[Figure, ...]:
    """Return the figures of a result; those that are not known are absent.

    What is inside of mappings is named by its way: ``queues, default, length``.

    Args:
        result: Of a check; its details are fit to be shown.
    """
    units = (*_UNITS, *_PERCENTAGES) if result.name in COMPONENTS else _UNITS
    details = {key: value for key, value in result.outcome.details.items() if key not in _APART}
    return tuple(_figure(way, value, units) for way, value in islice(_pairs(details), MOST))


def privileges_of(details: Mapping[str, object]) -> tuple[str, ...]:
    """Return what the check lacks to tell more, as it named it."""
    missing = details.get("missing_privileges")
    if not isinstance(missing, list):
        return ()
    return tuple(_cut(str(privilege)) for privilege in missing[:LISTED])


def _pairs(
    details: Mapping[str, object], way: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object]]:
    """What is known, with the keys that lead to it; what lies too deep is left out."""
    for key, value in details.items():
        place = (*way, key)
        if isinstance(value, Mapping):
            if len(place) < DEPTH:
                yield from _pairs(value, place)
        elif value is not None and value != []:
            yield place, value


def _figure(way: tuple[str, ...], value: object, units: tuple[_Unit, ...]) -> Figure:
    if isinstance(value, int | float) and not isinstance(value, bool):
        for place in dict.fromkeys((len(way) - 1, 0)):  # of seconds by operation it is the first
            for ending, written in units:
                if way[place].endswith(ending):
                    bare = way[place].removesuffix(ending) if ending[0] == "_" else way[place]
                    return Figure(_name((*way[:place], bare, *way[place + 1 :])), written(value))
    return Figure(_name(way), _cut(_text(value)))


def _text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return number(value)
        case list():
            told = ", ".join(_text(entry) for entry in value[:LISTED])
            return f"{told} and {len(value) - LISTED:,} more" if len(value) > LISTED else told
        case Mapping():
            return ", ".join(
                f"{key} {_text(entry)}" for key, entry in islice(value.items(), LISTED)
            )
    return str(value)


def _name(way: tuple[str, ...]) -> str:
    return _cut(", ".join(key.replace("_", " ") for key in way))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
