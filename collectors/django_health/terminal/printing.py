"""Puts text and tables where they are read: in colour and in its width on a terminal only.

``NO_COLOR`` takes the colours away, ``FORCE_COLOR`` gives them to a pipe too, as for a pager or the
log of a build, and ``COLUMNS`` sets the width. Without it the lines in a pipe are as long as they
need to be: they are for ``grep`` and not for a screen.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from io import StringIO
from typing import IO

from rich.console import Console, RenderableType

from django_health.terminal.streams import is_terminal

UNBOUNDED = 10_000
"""Columns of what is no terminal."""

NARROWEST = 20
"""Columns that a table has at least."""

USUAL = 80
"""Columns of a terminal that does not tell."""


def console_for(
    stream: IO[str],
    environ: Mapping[str, str] = os.environ,
    *,
    file: IO[str] | None = None,
    is_live: bool = False,
) -> Console:
    """Return a console of rich that draws for a stream.

    Args:
        stream: Where it will be read.
        environ: The variables that say how.
        file: Where to draw, if that is not there.
        is_live: Whether it draws again and again, and so has to follow a terminal's size.
    """
    has_terminal = is_terminal(stream, environ)
    is_colourful = has_terminal or bool(environ.get("FORCE_COLOR"))
    return Console(
        file=file or stream,
        width=_columns(environ) or (None if is_live else _width(stream, has_terminal)),
        color_system="auto" if is_colourful and not environ.get("NO_COLOR") else None,
        force_terminal=is_colourful,
        legacy_windows=False,
        force_jupyter=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={key: environ[key] for key in ("TERM", "COLORTERM", "LINES") if key in environ},
    )


def drawn(
    renderable: RenderableType, stream: IO[str], environ: Mapping[str, str] = os.environ
) -> str:
    """Return a table or a line as it has to be written to a stream, with an end of line.

    Blanks at the ends of lines are left out, and so is what the stream's encoding has not.
    """
    encoding = getattr(stream, "encoding", None) or "utf-8"
    buffer = _Drawing(encoding)
    console_for(stream, environ, file=buffer).print(renderable)
    lines = (line.rstrip(" ") for line in buffer.getvalue().split("\n"))
    return "\n".join(lines).encode(encoding, "replace").decode(encoding)


def show(
    renderable: RenderableType, stream: IO[str], environ: Mapping[str, str] = os.environ
) -> None:
    """Write a table or a line for people."""
    stream.write(drawn(renderable, stream, environ))
    stream.flush()


class _Drawing(StringIO):
    """Has the encoding of the stream that it stands for: rich draws lines in ASCII for some."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding


def _columns(environ: Mapping[str, str]) -> int | None:
    columns = environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and 0 < int(columns[:9]) <= UNBOUNDED:
        return max(int(columns), NARROWEST)
    return None


def _width(stream: IO[str], has_terminal: bool) -> int:
    if not has_terminal:
        return UNBOUNDED
    try:
        return max(os.get_terminal_size(stream.fileno()).columns or USUAL, NARROWEST)
    except (OSError, ValueError):
        return USUAL
