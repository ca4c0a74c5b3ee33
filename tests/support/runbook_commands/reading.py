"""The commands that stand in the runbooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mixin.rules.rule import RUNBOOKS
from promtools import ROOT
from runbook import BLOCK, SPAN

_SPANS = ("amtool ", "celery -A ", "curl ", "python ", "redis-cli ", "sqlite3 ")
"""How a command begins that stands in a sentence; what else does is a name, or is prose."""

_QUOTED = re.compile(r"""'[^']*'|"[^"]*"|\s#.*""")


class Command(NamedTuple):
    """Something that a reader is to type.

    Attributes:
        text: It, on one line or several.
        page: The alert whose page has it; one of them.
    """

    text: str
    page: str


def blocks(language: str) -> Iterator[Command]:
    """Yield the blocks of a language, as they are."""
    for path in sorted((ROOT / RUNBOOKS).glob("*.md")):
        for name, block in BLOCK.findall(path.read_text(encoding="utf-8")):
            if name == language:
                yield Command(block, path.stem)


def commands() -> list[Command]:
    """Return each command for a shell once, those last that stand in sentences and mend things."""
    found: dict[str, str] = {}
    for block, page in blocks("sh"):
        for text in _whole(block.splitlines()):
            found.setdefault(text, page)
    for path in sorted((ROOT / RUNBOOKS).glob("*.md")):
        for span in SPAN.findall(BLOCK.sub("", path.read_text(encoding="utf-8"))):
            if span.startswith(_SPANS):
                found.setdefault(span, path.stem)
    return [Command(text, page) for text, page in found.items()]


def statements() -> list[Command]:
    """Return each statement for a database server once."""
    found: dict[str, str] = {}
    for block, page in blocks("sql"):
        for text in re.findall(r"[^;\\]*(?:;|\\G)", re.sub(r" *--.*", "", block)):
            found.setdefault(text.strip(), page)
    return [Command(text, page) for text, page in found.items()]


def _whole(lines: list[str]) -> Iterator[str]:
    """Yield commands; one goes on where a line ends in the midst of a text or of a pipe."""
    begun = ""
    for line in lines:
        begun += f"\n{line}" if begun else line
        left = _QUOTED.sub("", begun)
        if not left.endswith(("\\", "|")) and not set(left) & {"'", '"'}:
            yield begun
            begun = ""
    if begun:
        raise ValueError(f"it does not end: {begun}")
