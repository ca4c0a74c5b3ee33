"""Plain documents into typed values, with errors that name the place, the key and the remedy."""

from __future__ import annotations

import difflib
import re
import typing
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from django_health.errors import HealthCheckError
from django_health.settings.tagged import kind_of, kinds_by_tag

T = TypeVar("T")

_UNKNOWN_FIELD = re.compile(r"Object contains unknown field `(?P<key>.*)`", re.DOTALL)
_ENUM = re.compile(r"Invalid enum value '(?P<value>.*)'", re.DOTALL)
_TAG = re.compile(r"Invalid value '(?P<value>.*)'", re.DOTALL)
_ANY_ENTRY = "[...]"
_PATH = re.compile(r" - at (?P<key>`key` in )?`\$(?P<path>[^`]*)`\Z")
_STEP = re.compile(r"[^.\[\]]+|\[[^\]]*\]")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NAME = re.compile(r"[A-Za-z0-9_]+")

LARGEST_BITS = 64
"""A longer number means nothing here, and Python refuses to write a very long one as a text."""


class InvalidDocument(HealthCheckError):  # noqa: N818 - it describes the document
    """A document has an unknown key, or a value that is ill-typed or out of range.

    The text is one line that names the place, the key and the remedy, and holds no value that
    could be a secret. A key in it looks like one: ``password:hunter2``, which lacks a space, is a
    key for YAML and a password for its owner.
    """


def convert(document: object, kind: type[T], place: str) -> T:
    """Return a plain document (mappings, lists, scalars) as a value of the type ``kind``.

    Args:
        document: What was read from a file or from settings.
        kind: A ``msgspec.Struct`` class.
        place: What the document is called in errors: a file name or the name of a setting.

    Raises:
        InvalidDocument: The document does not fit.
    """
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        where = ": ".join(filter(None, (place, *_explained(error, document, kind))))
        raise InvalidDocument(where) from None


def step(key: object) -> str:
    """Return a key as a step of a path in an error, or ``?`` for what might be something else."""
    return str(key) if _KEY.fullmatch(str(key)) else "?"


def is_name(text: str) -> bool:
    """Whether a text is a mere word, so that an error may repeat it."""
    return _NAME.fullmatch(text) is not None


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return two documents as one: mappings are merged, anything else is replaced."""
    both = dict(base)
    for key, value in over.items():
        before = both.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            both[key] = merged(before, value)
        else:
            both[key] = value
    return both


def lowered(document: Mapping[Any, Any], kind: Any, place: str) -> dict[str, Any]:
    """Return a document with the keys of its structs in lower case, as Django's are in capitals.

    The keys of mappings inside it are names, and stay as they are.

    Args:
        document: What stands in the place of a struct.
        kind: The struct's class.
        place: What the document is called in errors.

    Raises:
        InvalidDocument: A key stands twice, in capitals and not.
    """
    return _lowered_struct(document, kind, (place,))


def _lowered_struct(
    document: Mapping[Any, Any], kind: Any, path: tuple[str, ...]
) -> dict[str, Any]:
    fields = typing.get_type_hints(kind, include_extras=True)
    small: dict[str, Any] = {}
    for written, value in document.items():
        key = str(written).lower()
        if key in small:
            where = ": ".join(filter(None, (path[0], ".".join(path[1:]))))
            raise InvalidDocument(f"{where}: the key {step(key)} stands twice: keep one")
        small[key] = _lowered(value, fields.get(key), (*path, step(key)))
    return small


def _lowered(value: Any, kind: Any, path: tuple[str, ...]) -> Any:
    if not isinstance(value, Mapping):
        return value
    for choice in (kind, *typing.get_args(kind)):
        if hasattr(choice, "__struct_fields__"):
            return _lowered_struct(value, choice, path)
        if typing.get_origin(choice) is dict:
            entry_kind = typing.get_args(choice)[1]
            return {
                name: _lowered(entry, entry_kind, (*path, step(name)))
                for name, entry in value.items()
            }
    return value


def resembles(word: str, words: Iterable[str]) -> bool:
    """Whether a word is a slip in one of some valid ones, so that an error may repeat it."""
    return is_name(word) and _most_similar(word, words) is not None


def nearest(word: str, words: Iterable[str]) -> str:
    """Return ``, did you mean 'x'?`` with the most similar word, or the list of all of them."""
    known = sorted(words)
    if similar := _most_similar(word, known):
        return f", did you mean {similar!r}?"
    return f", there are {', '.join(known)}" if known else ""


def nearest_and_all(word: str, words: Iterable[str]) -> str:
    """Return what :func:`nearest` does, with the list of all words also where one is similar."""
    known = sorted(words)
    hint = nearest(word, known)
    return f"{hint} There are {', '.join(known)}" if hint.endswith("?") else hint


def _most_similar(word: str, words: Iterable[str]) -> str | None:
    """The word that is most like another one, whatever the capitals."""
    small = {known.lower(): known for known in words}
    similar = difflib.get_close_matches(word.lower(), list(small), n=1)
    return small[similar[0]] if similar else None


def _explained(error: msgspec.ValidationError, document: Any, kind: Any) -> tuple[str, str]:
    """Turn msgspec's sentence into a path, which may be empty, and what is wrong there."""
    text = str(error)
    found = _PATH.search(text)
    path = found["path"].lstrip(".") if found else ""
    if _ANY_ENTRY in path:
        return _explained_entry(path.partition(_ANY_ENTRY)[0], document, kind)
    text = _PATH.sub(" for a key" if found and found["key"] else "", text)
    if unknown := _UNKNOWN_FIELD.fullmatch(text):
        key = unknown["key"]
        return path, f"{_unknown(key)}{nearest(key, _keys_at(kind, path))}"
    if enum := _ENUM.fullmatch(text):
        value, words = enum["value"], _words_at(kind, path)
        shown = f" {value!r}" if resembles(value, words) else ""
        return path, f"Invalid enum value{shown}{nearest(value, words)}"
    if (tag := _TAG.fullmatch(text)) and (kinds := kinds_by_tag(kind)):
        value = tag["value"]
        shown = f" {value!r}" if resembles(value, kinds) else ""
        return path, f"Invalid value{shown}{nearest(value, kinds)}"
    if text.startswith("Object missing") and (kinds := kinds_by_tag(kind)):
        return path, f"{text}{nearest('', kinds)}"
    return path, text


def _unknown(key: str) -> str:
    if _KEY.fullmatch(key):
        return f"unknown key {key!r}"
    return "an unknown key (is there no space after its colon?)" if ":" in key else "an unknown key"


def _explained_entry(path: str, document: Any, kind: Any) -> tuple[str, str]:
    """Explain the first wrong entry of the mapping at ``path``: msgspec does not tell its key."""
    for part in _STEP.findall(path):
        document = document[int(part[1:-1]) if part.startswith("[") else part]
        kind = _member(kind, part)
    kind = _member(kind, _ANY_ENTRY)
    for key, entry in document.items():
        try:
            msgspec.convert(entry, kind)
        except msgspec.ValidationError as error:
            inner, sentence = _explained(error, entry, kind_of(entry, kind))
            return ".".join(filter(None, (path, step(key), inner))), sentence
    raise AssertionError("msgspec found a wrong entry that is not there")


def _keys_at(kind: Any, path: str) -> tuple[str, ...]:
    """The valid keys of the object at a path like ``thresholds.cpu``."""
    keys: tuple[str, ...] = _struct_in(_kind_at(kind, path)).__struct_encode_fields__
    return keys


def _words_at(kind: Any, path: str) -> tuple[str, ...]:
    """The valid words at a path like ``log.level``."""
    found = _kind_at(kind, path)
    choices = (found, *typing.get_args(found))
    literal = next(choice for choice in choices if typing.get_origin(choice) is typing.Literal)
    return typing.get_args(literal)


def _kind_at(kind: Any, path: str) -> Any:
    for part in _STEP.findall(path):
        kind = _member(kind, part)
    return kind


def _member(kind: Any, part: str) -> Any:
    """The type of an entry of the list or mapping in ``kind``, or of a field of the struct."""
    if part.startswith("["):
        containers = (kind, *typing.get_args(kind))
        container = next(c for c in containers if typing.get_origin(c) in (list, dict))
        return typing.get_args(container)[-1]
    return typing.get_type_hints(_struct_in(kind), include_extras=True)[part]


def _struct_in(kind: Any) -> Any:
    """The struct class in ``kind``, which may be a union with other types."""
    choices = typing.get_args(kind) or (kind,)
    return next(choice for choice in choices if hasattr(choice, "__struct_fields__"))
