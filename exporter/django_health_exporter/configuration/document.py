"""Reads a YAML or TOML file as a plain document, with ``${NAME}`` taken from the environment."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import yaml

from django_health.validation import InvalidDocument

_REFERENCE = re.compile(r"\$(?:\$\{|\{(?P<name>[^}]*)\})")


def read_document(path: Path, environ: Mapping[str, str]) -> dict[str, object]:
    """Return the file's content; an empty file is an empty document.

    In every string, ``${NAME}`` stands for that environment variable and ``$${`` for ``${``.

    Raises:
        InvalidDocument: The file cannot be read or parsed, is no mapping at the top, or refers to a
            variable that is not set.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidDocument(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InvalidDocument(f"{path}: is not UTF-8 (byte {error.start})") from None
    document = _parsed(path, text)
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise InvalidDocument(f"{path}: a mapping of sections is expected at the top")
    return {
        str(key): _expanded(value, f"{path}: {key}", environ) for key, value in document.items()
    }


def read_secret(path: str, place: str) -> str:
    """Return what a password file holds, without its last newline.

    Raises:
        InvalidDocument: The file cannot be read.
    """
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise InvalidDocument(f"{place}: {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidDocument(f"{place}: {path} is not UTF-8 text") from None


def _parsed(path: Path, text: str) -> object:
    if path.suffix == ".toml":
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise InvalidDocument(f"{path}: {error}") from None
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise InvalidDocument(f"{path}{line}: {error.problem}") from None
    except yaml.YAMLError as error:
        raise InvalidDocument(f"{path}: not YAML: {type(error).__name__}") from None


def _expanded(value: object, place: str, environ: Mapping[str, str]) -> object:
    match value:
        case str():
            return _REFERENCE.sub(lambda found: _value(found, place, environ), value)
        case dict():
            return {k: _expanded(item, f"{place}.{k}", environ) for k, item in value.items()}
        case list():
            return [_expanded(item, f"{place}[{i}]", environ) for i, item in enumerate(value)]
    return value


def _value(found: re.Match[str], place: str, environ: Mapping[str, str]) -> str:
    name = found["name"]
    if name is None:
        return "${"
    if name not in environ:
        raise InvalidDocument(f"{place}: the environment variable {name!r} is not set")
    return environ[name]
