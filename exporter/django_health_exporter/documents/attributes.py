"""What the keys of a struct mean: the section ``Attributes:`` of its docstring."""

from __future__ import annotations

import inspect
import re
import textwrap
from itertools import takewhile

_HEAD = "Attributes:\n"
_ENTRY = re.compile(r"(?P<name>\w+): (?P<text>.+)")


def attributes_of(kind: type) -> dict[str, str]:
    """Return what the docstrings of a class and of its bases say of its attributes.

    Args:
        kind: The class; what it says itself goes before what a base says.

    Returns:
        The text of each, in one line and with the marks of its markup, by name.
    """
    texts: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        texts |= _attributes(one.__doc__ or "")
    return texts


def _attributes(docstring: str) -> dict[str, str]:
    _, _, rest = inspect.cleandoc(docstring).partition(_HEAD)
    section = takewhile(lambda line: not line or line.startswith(" "), rest.splitlines())
    texts: dict[str, str] = {}
    name = ""
    for line in textwrap.dedent("\n".join(section)).splitlines():
        if entry := _ENTRY.fullmatch(line):
            name = entry["name"]
            texts[name] = entry["text"]
        elif line.startswith(" ") and name:
            texts[name] += f" {line.strip()}"
    return texts
