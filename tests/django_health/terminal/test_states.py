"""How a status looks."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style

from django_health.result import Status
from django_health.terminal.states import ASKING, LOOKS, marked


def test_every_status_has_marks_of_its_own() -> None:
    """So that it is told without its colour, in ASCII too."""
    looks = [*LOOKS.values(), ASKING]
    assert set(LOOKS) == set(Status)
    assert len({look.symbol for look in looks}) == len({look.plain for look in looks}) == 5
    assert all(cell_len(look.symbol) == 1 for look in looks)
    assert all(look.plain.isascii() for look in looks)
    assert all(Style.parse(look.style) for look in looks)


def test_the_word_stands_beside_the_symbol() -> None:
    """In either form."""
    look = LOOKS[Status.ERROR]
    assert marked(look, "error") == "✗ error"
    assert marked(look, "error", is_plain=True) == "x error"
