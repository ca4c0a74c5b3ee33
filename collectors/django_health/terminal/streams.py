"""What a stream is, and how programs are written to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import IO

_DUMB = ("dumb", "unknown")


def is_terminal(stream: IO[str] | None, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a person reads a stream on something that can move its cursor.

    Args:
        stream: Python has ``None`` for one that is closed from the start.
        environ: The variables that say what the terminal is.
    """
    if stream is None:
        return False
    try:
        return stream.isatty() and environ.get("TERM", "").lower() not in _DUMB
    except ValueError:  # it is closed
        return False


def put(text: str, stream: IO[str]) -> None:
    """Write a text for programs: in UTF-8, whatever the terminal's encoding is."""
    if (binary := getattr(stream, "buffer", None)) is not None:
        stream.flush()
        binary.write(text.encode("utf-8", "replace"))
    else:
        stream.write(text)
    stream.flush()
