"""How a status looks: never by its colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django_health.result import Status


class Look(NamedTuple):
    """The marks of a status.

    Attributes:
        symbol: One character wide.
        plain: The same in ASCII.
        style: Colour and weight, as rich calls them.
    """

    symbol: str
    plain: str
    style: str


LOOKS: Mapping[Status, Look] = {
    Status.OK: Look("✓", "+", "green"),
    Status.WARNING: Look("▲", "!", "yellow"),
    Status.ERROR: Look("✗", "x", "bold red"),
    Status.SKIPPED: Look("–", "-", "dim"),
}
"""By status; the word beside the symbol is that of the status itself."""

ASKING = Look("…", ".", "cyan")
"""Of what has not answered yet."""


def marked(look: Look, word: str, *, is_plain: bool = False) -> str:
    """Return symbol and word, in ASCII where the terminal knows nothing else."""
    return f"{look.plain if is_plain else look.symbol} {word}"
