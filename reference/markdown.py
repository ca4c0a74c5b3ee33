"""Pieces of Markdown that read the same in the repository and on the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from http import HTTPStatus

_MARKS = re.compile(r"``(?P<word>[^`]+)``|:\w+:`~?(?P<role>[^`]+)`")
_CODE = re.compile(r"(`[^`]*`)")
_QUOTED = re.compile(r"(?<![\w`\[])'(?P<word>[^'`]+)'(?!\w)")
_NAMES = re.compile(
    r"(?<![\w/.-])(--[a-z][\w.=-]*\w|[A-Z]+(_[A-Z]+)*_(<[A-Z]+>|[A-Z]+)(\['\w+'\])?)"
)
_RENAMED = {413: "Content Too Large", 422: "Unprocessable Content"}
_SPECIAL = re.compile(r"([\\*<>])|(?<!\w)(_)|(_)(?!\w)")


def inline(text: str) -> str:
    """Return a text of a docstring as Markdown: its marks become code, the rest stays a text."""
    marked = _MARKS.sub(_as_code, text)
    pieces = _CODE.split(marked)
    return "".join(piece if piece.startswith("`") else _plain(piece) for piece in pieces)


def in_help(text: str) -> str:
    """Return a help text as Markdown: flags, variables and what stands in quotes become code."""
    pieces = _CODE.split(_QUOTED.sub(r"`\g<word>`", text))
    return inline(
        "".join(one if one.startswith("`") else _NAMES.sub(r"`\g<0>`", one) for one in pieces)
    )


def _as_code(found: re.Match[str]) -> str:
    return f"`{found['word'] or found['role'].rpartition('.')[2]}`"


def _plain(text: str) -> str:
    """A text none of which is a mark or a tag."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def code(text: str) -> str:
    """Return a word as code; nothing for an empty one."""
    return f"`{text}`" if text else ""


def codes(words: Iterable[str]) -> str:
    """Return several, with commas between."""
    return ", ".join(code(word) for word in words)


def status(number: int) -> str:
    """Return a status code of HTTP with its name, which not all versions of Python have alike."""
    return f"{code(str(number))} {_RENAMED.get(number) or HTTPStatus(number).phrase}"


def paragraphs(texts: Iterable[str]) -> str:
    """Return texts of a docstring, one below the other."""
    return "\n\n".join(inline(text) for text in texts)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, whole: bool = False) -> str:
    """Return a table; a column that is empty in each row is left out, unless it is to be whole."""
    lines = [list(row) for row in rows]
    kept = [index for index, _ in enumerate(head) if whole or any(line[index] for line in lines)]
    written = [_row([head[index] for index in kept]), "| --- " * len(kept) + "|"]
    return "\n".join(written + [_row([line[index] for index in kept]) for line in lines])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def page(*blocks: str) -> str:
    """Return a whole page; empty blocks are left out."""
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n"
