"""Reads a YAML or TOML file as a plain document, with ``${NAME}`` taken from the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from django_health.settings.validation import LARGEST_BITS, InvalidDocument, step
from django_health_exporter.documents.toml_document import parse_toml

_REFERENCE = re.compile(r"\$(?:\$\{|\{(?P<name>[^}]*)\})")
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")


def read_document(path: Path, environ: Mapping[str, str]) -> dict[str, object]:
    """Return the file's content; an empty file is an empty document.

    In every string, ``${NAME}`` stands for that environment variable and ``$${`` for ``${``. The
    file may be a pipe, like ``/dev/stdin``, and is then waited for.

    Raises:
        InvalidDocument: The file cannot be read or parsed, is no mapping at the top, or refers to a
            variable that is not set. The text repeats no value, and a key only if it looks like
            one.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidDocument(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InvalidDocument(f"{path}: is not UTF-8 (byte {error.start})") from None
    document = _parsed(text, path)
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise InvalidDocument(f"{path}: a mapping of sections is expected at the top")
    return {
        str(key): _expanded(value, f"{path}: {step(key)}", environ)
        for key, value in document.items()
    }


def _parsed(text: str, path: Path) -> object:
    if path.suffix == ".toml":
        return parse_toml(text, str(path))
    # Only who has such a file pays for what reads it: a megabyte, and a tenth of the start.
    from django_health_exporter.documents.yaml_document import parse_yaml  # noqa: PLC0415

    return parse_yaml(text, str(path))


def _expanded(value: object, place: str, environ: Mapping[str, str]) -> object:
    match value:
        case str():
            return _REFERENCE.sub(lambda found: _value(found, place, environ), value)
        case dict():
            return {k: _expanded(item, f"{place}.{step(k)}", environ) for k, item in value.items()}
        case list():
            return [_expanded(item, f"{place}[{i}]", environ) for i, item in enumerate(value)]
        case int() if value.bit_length() > LARGEST_BITS:
            raise InvalidDocument(f"{place}: the number is too large: write a smaller one")
    return value


def _value(found: re.Match[str], place: str, environ: Mapping[str, str]) -> str:
    name = found["name"]
    if name is None:
        return "${"
    if name in environ:
        return environ[name]
    if _VARIABLE.fullmatch(name):
        raise InvalidDocument(f"{place}: the environment variable {name!r} is not set")
    raise InvalidDocument(
        f"{place}: ${{...}} names no environment variable that is set: write $${{ for a mere ${{"
    )
