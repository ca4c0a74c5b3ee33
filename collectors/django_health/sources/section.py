"""A dictionary of settings, read with types; what is wrong in it is named by its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from django_health.targets import TargetError
from django_health.whole_numbers import whole_number

PORTS = range(1, 65536)


class Section:
    """A dictionary of settings and the place where a developer finds it.

    Args:
        values: The dictionary, or whatever stands in its place.
        place: How errors call it: ``DATABASES['default']``.

    Raises:
        TargetError: It is no dictionary.
    """

    def __init__(self, values: object, place: str) -> None:
        if not isinstance(values, Mapping):
            raise TargetError(f"{place} must be a dictionary")
        self.values: Mapping[str, object] = values
        self.place = place

    def error(self, key: str, what: str) -> TargetError:
        """Return an error that says what is wrong with the value of a key, without the value."""
        return TargetError(f"{self.place}[{key!r}] {what}")

    def text(self, key: str) -> str:
        """Return a text; a path counts as one, and what is absent or ``None`` is empty."""
        value = self.values.get(key)
        if isinstance(value, Path):
            return str(value)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        raise self.error(key, "must be a string")

    def port(self, key: str) -> int | None:
        """Return a port number; what is absent or empty is ``None``."""
        return port_of(self.values.get(key), f"{self.place}[{key!r}]")

    def number(self, key: str) -> int:
        """Return a whole number not below 0; what is absent or ``None`` is 0."""
        value = self.values.get(key)
        if value is None:
            return 0
        if isinstance(value, str) and (number := whole_number(value)) is not None:
            return number
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        raise self.error(key, "must be a whole number, 0 or more")

    def section(self, key: str) -> Section:
        """Return a dictionary inside this one, by names; what is absent or ``None`` is empty."""
        value = self.values.get(key)
        inner = Section({} if value is None else value, f"{self.place}[{key!r}]")
        if not all(isinstance(name, str) for name in inner.values):
            raise self.error(key, "must have strings as keys")
        return inner


class Entry(NamedTuple):
    """What stands under an alias, and the place of it."""

    alias: str
    values: Mapping[str, object]
    place: str


def entries(values: object, place: str) -> Iterator[Entry]:
    """Go through a dictionary of dictionaries by alias, like Django's ``DATABASES``.

    Raises:
        TargetError: It is none, or an alias cannot be the value of a label.
    """
    for alias, inner in Section(values, place).values.items():
        at = f"{place}[{_alias(alias, place)!r}]"
        yield Entry(alias, Section(inner, at).values, at)


def _alias(alias: object, place: str) -> str:
    if not isinstance(alias, str):
        raise TargetError(
            f"{place} has an alias that is no string ({type(alias).__name__}): put it into quotes"
        )
    if not is_utf8(alias):
        raise TargetError(f"{place} has an alias that is not UTF-8: give it another name")
    return alias


def is_utf8(text: str) -> bool:
    """Whether a text can be sent: bytes that were no UTF-8 are halves of characters in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def port_of(value: object, place: str) -> int | None:
    """Return a port that is given as a number or a text; empty is ``None``.

    Raises:
        TargetError: It is no number from 1 to 65535; the text does not repeat it.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 5:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value in PORTS:
        return value
    raise TargetError(f"{place} must be a port: a number from 1 to 65535, or empty for the default")
