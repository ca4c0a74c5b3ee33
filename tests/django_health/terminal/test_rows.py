"""Rows of words in the width that there is."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from django_health.terminal.printing import drawn
from django_health.terminal.rows import RowTable

ROWS = [
    ("database/default", "postgresql", "db:5432 shop", ""),
    ("cache/x", "redis", "", ""),
]
HEADINGS = ("target", "kind", "where", "")


def lines(width: int, rows: Sequence[tuple[str, ...]]) -> list[str]:
    """What is drawn in so many columns."""
    return drawn(RowTable(HEADINGS, rows), StringIO(), {"COLUMNS": str(width)}).splitlines()


def test_columns_in_a_wide_terminal() -> None:
    """A column that nothing stands in is left out."""
    assert lines(100, ROWS) == [
        "target            kind        where",
        "database/default  postgresql  db:5432 shop",
        "cache/x           redis",
    ]


def test_lines_in_a_narrow_terminal() -> None:
    """Each row under its name; what is empty is left out."""
    assert lines(40, [*ROWS[:1], ("cache/y", "redis", "", "switched off")]) == [
        "database/default",
        "  kind: postgresql",
        "  where: db:5432 shop",
        "cache/y",
        "  kind: redis",
        "  note: switched off",
    ]


def test_nothing_of_a_word_reaches_the_terminal_as_a_command() -> None:
    """Aliases are whatever somebody wrote."""
    (_, row) = lines(100, [("a\x1b[31m\nb", "[red]k[/red]", "", "")])
    assert "\x1b" not in row
    assert "[red]k[/red]" in row
