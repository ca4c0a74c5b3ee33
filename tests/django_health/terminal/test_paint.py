"""Colours in lines that are no table."""

from __future__ import annotations

import io

import pytest

from django_health.terminal.paint import is_colourful, painter
from pseudo_terminal import Terminal


@pytest.mark.parametrize(
    ("environ", "in_a_pipe", "on_a_terminal"),
    [
        ({}, False, True),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"NO_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_who_gets_colours(environ: dict[str, str], in_a_pipe: bool, on_a_terminal: bool) -> None:
    """Whoever sits at a terminal, unless the variables say otherwise."""
    assert is_colourful(io.StringIO(), environ) is in_a_pipe
    with Terminal() as terminal:
        assert is_colourful(terminal.stream, environ | {"TERM": "xterm"}) is on_a_terminal


def test_a_word() -> None:
    """In its style, and plain where there are none."""
    paint = painter(io.StringIO(), {"FORCE_COLOR": "1"})
    assert paint("unhealthy", "bold red") == "\x1b[1;31munhealthy\x1b[0m"
    assert painter(io.StringIO(), {})("unhealthy", "bold red") == "unhealthy"
