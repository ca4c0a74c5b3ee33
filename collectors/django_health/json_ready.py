"""Details as plain and bounded JSON values, so that no document can fail on what a check returned.

What cannot be a JSON value is shown by the name of its type: its text may hold a password, as that
of an exception does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from numbers import Integral, Real
from typing import Any
from uuid import UUID

from django_health.masking import STARS, is_secret_name, masked

ENTRIES = 5_000
"""Values that the details of one check may hold; what comes after them is left out."""

CHARACTERS = 200_000
"""Characters that all of its texts may hold together."""

LENGTH = 2_000
"""Characters after which one text is cut."""

KEY_LENGTH = 100
"""Characters after which a key is cut."""

DEPTH = 8
"""Mappings and lists inside each other; deeper ones, and so cyclic ones, show their type alone."""

LEFT_OUT = "truncated"
"""The key that is ``True`` where values were left out."""

_FIGURES = (int, float, type(None))
"""What is no secret, whatever it is called: a truth value, a count of tokens, or nothing."""

_SMALLEST, _LARGEST = -(2**63), 2**64 - 1
"""The whole numbers that every reader of JSON takes."""

_AS_TEXT: Mapping[type, Callable[..., str | float]] = {
    datetime: datetime.isoformat,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: timedelta.total_seconds,
    UUID: str,
}


def json_ready(details: Mapping[Any, object]) -> dict[str, object]:
    """Return a copy that is a JSON object within bounds, with ``truncated`` where some is missing.

    Texts are cut, what UTF-8 cannot hold becomes ``?``, numbers that JSON has not become texts
    (``nan``, ``inf``), dates and times ISO 8601, durations seconds, and keys text. What is called
    like a secret is stars.
    """
    copier = _Copier()
    copy = copier.mapping(details, DEPTH)
    if copier.is_full:
        copy[LEFT_OUT] = True
    return copy


def one_line(text: object, length: int = 500) -> str:
    """Return a text as one printable line of bounded length; what is no text by its type's name."""
    if not isinstance(text, str):
        text = type(text).__name__
    line = text if text.isprintable() else _printable(text[: 2 * length])
    return cut(line, length)


def cut(text: str, length: int = LENGTH) -> str:
    """Return a text that UTF-8 can hold, with an ellipsis where it was longer.

    What looks like the credentials of a URL or like a password in a list of parameters is stars:
    the text of a check is its own, and may hold what it was given by a driver.
    """
    text = masked(text)
    short = str.__str__(text) if len(text) <= length else f"{text[: length - 1]}…"
    return short if short.isascii() else short.encode("utf-8", "replace").decode("utf-8")


def _printable(text: str) -> str:
    seen = (character if character.isprintable() else " " for character in text)
    return " ".join("".join(seen).split())


class _Copier:
    """Copies values until there are too many of them."""

    def __init__(self) -> None:
        self._entries = ENTRIES
        self._characters = CHARACTERS
        self.is_full = False

    def mapping(self, values: Mapping[Any, object], depth: int) -> dict[str, object]:
        copy: dict[str, object] = {}
        for key, value in values.items():
            if self._has_no_room():
                break
            plain = type(key) is str and len(key) <= KEY_LENGTH and key.isascii() and "@" not in key
            name: str = key if plain else self._key(key)
            copy[name] = self._value(value, depth)
            if not isinstance(copy[name], _FIGURES) and is_secret_name(name):
                copy[name] = STARS
        return copy

    def _value(self, value: object, depth: int) -> object:
        kind = type(value)
        if kind is int and _SMALLEST <= value <= _LARGEST:  # type: ignore[operator]
            return value
        if kind is float and isfinite(value):  # type: ignore[arg-type]
            return value
        if kind is bool or value is None:
            return value
        if kind is str:
            return self._text(value)  # type: ignore[arg-type]
        if kind is dict or isinstance(value, Mapping):
            return self.mapping(value, depth - 1) if depth > 1 else self._type_of(value)  # type: ignore[arg-type]
        if isinstance(value, list | tuple | set | frozenset):
            return self._list(value, depth - 1) if depth > 1 else self._type_of(value)
        return self._other(value)

    def _list(self, values: Iterable[object], depth: int) -> list[object]:
        copy: list[object] = []
        for value in values:
            if self._has_no_room():
                break
            copy.append(self._value(value, depth))
        return copy

    def _has_no_room(self) -> bool:
        self._entries -= 1
        if self._entries < 0 or self._characters <= 0:
            self.is_full = True
        return self.is_full

    def _key(self, key: object) -> str:
        if not isinstance(key, str):
            key = str(self._other(key)) if isinstance(key, int | float) else type(key).__name__
        return cut(key, KEY_LENGTH)

    def _text(self, text: str) -> str:
        short = cut(text)
        self._characters -= len(short)
        return short

    def _type_of(self, value: object) -> str:
        return self._text(type(value).__name__)

    def _other(self, value: object) -> object:
        """A value of a rarer type, or a number that JSON has not, as what it stands for."""
        if isinstance(value, str):
            return self._text(value)
        try:
            if isinstance(value, Integral):
                number = int(value)
                return number if _SMALLEST <= number <= _LARGEST else "int"
            if isinstance(value, Real | Decimal):
                figure = float(value)
                return figure if isfinite(figure) else str(figure)
        except (ValueError, ArithmeticError):  # a signalling NaN, a fraction that is too large
            return self._type_of(value)
        told = _AS_TEXT.get(type(value))
        return told(value) if told else self._type_of(value)
