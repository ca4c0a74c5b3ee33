"""TOML, with errors that repeat none of it."""

from __future__ import annotations

import re
import tomllib

from django_health.settings.validation import InvalidDocument

_PLACE = re.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)\Z")


def parse_toml(text: str, name: str) -> object:
    """Return what a TOML document holds.

    Args:
        text: The document.
        name: What it is called in errors.

    Raises:
        InvalidDocument: It cannot be parsed; the text is its place, and repeats nothing.
    """
    try:
        return tomllib.loads(text)
    except ValueError as error:  # also a number with more digits than Python takes
        found = _PLACE.search(str(error))
        place = f":{found['line']}:{found['column']}" if found else ""
        raise InvalidDocument(
            f"{name}{place}: is not TOML: a quote, bracket or equals sign is missing or out of "
            "place, or a key is there twice"
        ) from None
    except RecursionError:
        raise InvalidDocument(f"{name}: is nested too deeply") from None
