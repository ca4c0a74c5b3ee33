"""Rows of words under headings, which fit the width that there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from django_health.json_ready import one_line

NARROW = 76
"""Columns below which each row is a few lines."""


class RowTable:
    """A table of words.

    Args:
        headings: Above the columns; the first column is the name of its row.
        rows: What stands in them; it is printed as one line each.
    """

    def __init__(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        self._headings = tuple(headings)
        self._rows = [tuple(map(one_line, row)) for row in rows]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it."""
        if options.max_width < NARROW:
            yield from map(self._lines, self._rows)
            return
        used = [place for place in range(len(self._headings)) if self._is_used(place)]
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for place in used:
            table.add_column(self._headings[place], overflow="fold")
        for row in self._rows:
            table.add_row(*(Text(row[place], style=_style(place)) for place in used))
        yield table

    def _is_used(self, place: int) -> bool:
        return any(row[place] for row in self._rows)

    def _lines(self, row: Sequence[str]) -> Text:
        name, *rest = row
        text = Text(name, style=_style(0), overflow="fold")
        for heading, word in zip(self._headings[1:], rest, strict=True):
            if word:
                text.append(f"\n  {heading or 'note'}: {word}", style="none")
        return text


def _style(place: int) -> str:
    return "" if place else "bold"
