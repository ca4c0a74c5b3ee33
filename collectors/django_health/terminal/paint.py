"""Colours in lines that are no table: for a pipe whose reader wants them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import IO

from django_health.terminal.streams import is_terminal

Paint = Callable[[str, str], str]
"""Returns a word in a style, as rich calls it."""


def unpainted(word: str, _style: str) -> str:
    """Return the word as it is."""
    return word


def is_colourful(stream: IO[str], environ: Mapping[str, str] = os.environ) -> bool:
    """Whether what is written has colours: on a terminal, and where ``FORCE_COLOR`` is set.

    ``NO_COLOR`` takes them away from both.
    """
    wanted = is_terminal(stream, environ) or bool(environ.get("FORCE_COLOR"))
    return wanted and not environ.get("NO_COLOR")


def painter(stream: IO[str], environ: Mapping[str, str] = os.environ) -> Paint:
    """Return what paints the words of lines for a stream."""
    if not is_colourful(stream, environ):
        return unpainted
    from rich.color import ColorSystem  # noqa: PLC0415 - rich, for who wants colours alone
    from rich.style import Style  # noqa: PLC0415 - the same

    def paint(word: str, style: str) -> str:
        return Style.parse(style).render(word, color_system=ColorSystem.STANDARD)

    return paint
