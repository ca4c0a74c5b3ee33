"""Lines of four columns."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from django_health.terminal.columns import Columns

CONSOLE = Console(file=io.StringIO(), width=200)
SAID = "the connection was refused by a server that is not there any more"


def _lines(width: int, name: str = "cache/default", *, is_whole: bool = True) -> list[str]:
    columns = Columns(width, cell_len(name))
    texts = columns.lines(
        CONSOLE, Text("✗ error"), Text(name), Text("1.2 ms"), Text(SAID), is_whole=is_whole
    )
    return [text.plain.rstrip() for text in texts]


def test_where_there_is_room_all_is_in_a_line() -> None:
    """Each column has its place."""
    assert _lines(120) == [f"✗ error    cache/default    1.2 ms  {SAID}"]


def test_what_is_said_goes_on_below_itself() -> None:
    """Where most of it fits behind the time."""
    first, second = _lines(90)
    assert first.startswith("✗ error    cache/default    1.2 ms  the connection was")
    assert second == " " * 36 + "there any more"


def test_else_it_goes_below_the_name() -> None:
    """As wide as the screen."""
    assert _lines(70) == [
        "✗ error    cache/default    1.2 ms",
        "           the connection was refused by a server that is not there",
        "           any more",
    ]


def test_what_is_not_needed_is_cut() -> None:
    """Or left out where nothing could be read of it."""
    assert _lines(60, is_whole=False) == [
        "✗ error    cache/default    1.2 ms  the connection was refu…"
    ]
    assert _lines(50, is_whole=False) == ["✗ error    cache/default    1.2 ms"]


def test_a_long_name_goes_on_below_itself() -> None:
    """The time stays in its column."""
    assert _lines(40, "cache/a-very-long-alias", is_whole=False) == [
        "✗ error    cache/a-very-long-a    1.2 ms",
        "           lias",
    ]


@pytest.mark.parametrize("width", [20, 33, 47, 60, 79, 80, 100, 140])
@pytest.mark.parametrize("name", ["a", "cache/default", "データベース/既定の接続先", "x" * 200])
@pytest.mark.parametrize("is_whole", [True, False])
def test_no_line_is_wider_than_the_screen(width: int, name: str, is_whole: bool) -> None:
    """Also in letters that take two columns; on very narrow ones the time may stick out."""
    lines = _lines(width, name, is_whole=is_whole)
    assert max(map(cell_len, lines)) <= max(width, 29)
