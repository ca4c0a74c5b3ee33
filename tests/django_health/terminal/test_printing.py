"""Text and tables as they have to be where they are read."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import termios
from collections.abc import Iterator, Mapping
from typing import IO

import pytest
from rich.text import Text

from django_health.terminal.printing import NARROWEST, UNBOUNDED, USUAL, console_for, drawn, show

LINE = Text("fine", style="bold green")
LONG = Text("word " * 40)
XTERM = {"TERM": "xterm-256color"}


@pytest.fixture
def terminal() -> Iterator[IO[str]]:
    """One whose size nobody has set."""
    controller, device = pty.openpty()
    with os.fdopen(device, "w") as stream:
        yield stream
    os.close(controller)


@pytest.mark.parametrize(
    ("environ", "is_colourful"),
    [
        (XTERM, True),
        ({**XTERM, "NO_COLOR": "1"}, False),
        ({**XTERM, "NO_COLOR": ""}, True),
        ({**XTERM, "NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colours_on_a_terminal(
    terminal: IO[str], environ: Mapping[str, str], is_colourful: bool
) -> None:
    """Unless they are not wanted; then there is no escape sequence at all."""
    assert ("\x1b[" in drawn(LINE, terminal, environ)) is is_colourful


@pytest.mark.parametrize(
    ("environ", "is_colourful"),
    [
        ({}, False),
        (XTERM, False),
        ({**XTERM, "FORCE_COLOR": "1"}, True),
        ({**XTERM, "FORCE_COLOR": ""}, False),
        ({**XTERM, "FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({**XTERM, "TTY_COMPATIBLE": "1", "TTY_INTERACTIVE": "1"}, False),
    ],
)
def test_colours_in_a_pipe(environ: Mapping[str, str], is_colourful: bool) -> None:
    """Only where somebody forces them."""
    assert ("\x1b[" in drawn(LINE, io.StringIO(), environ)) is is_colourful


@pytest.mark.parametrize(
    ("columns", "width"),
    [
        ("30", 30),
        ("1", NARROWEST),
        ("0", UNBOUNDED),
        ("-5", UNBOUNDED),
        ("wide", UNBOUNDED),
        ("", UNBOUNDED),
        ("9" * 5000, UNBOUNDED),
        ("²", UNBOUNDED),
    ],
)
def test_the_width_of_a_pipe(columns: str, width: int) -> None:
    """What it is told, or as much as the lines need."""
    assert console_for(io.StringIO(), {"COLUMNS": columns}).width == width


def test_the_width_of_a_terminal(terminal: IO[str]) -> None:
    """Its own; a usual one where it tells none."""
    assert console_for(terminal, XTERM).width == USUAL
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 33, 0, 0))
    assert console_for(terminal, XTERM).width == 33
    assert console_for(terminal, {**XTERM, "COLUMNS": "44"}).width == 44


def test_lines_have_no_blanks_at_their_ends() -> None:
    """And are as long as they need to be."""
    assert drawn(LONG, io.StringIO(), {}) == "word " * 39 + "word\n"
    assert drawn(LONG, io.StringIO(), {"COLUMNS": "20"}) == "word word word word\n" * 10


def test_nothing_is_read_into_a_text() -> None:
    """Neither markup nor names of pictures, as the text is somebody's."""
    for text in ("[bold]x[/bold]", ":smiley:", "[link=http://x]x"):
        assert drawn(text, io.StringIO(), {}) == f"{text}\n"


def test_what_an_encoding_has_not_is_replaced() -> None:
    """An old terminal is no reason to fail."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    show(Text("grün ✓"), stream, {})
    stream.seek(0)
    assert stream.read() == "gr?n ?\n"
