"""The results in ``benchmarks/README.md``: the tables of a section, as rows of cells."""

from __future__ import annotations

import re
from pathlib import Path

FILE = Path(__file__).parents[2] / "benchmarks" / "README.md"

Table = list[list[str]]
"""Rows of cells, the first of which is the head."""


def section(title: str) -> str:
    """Return the text below a heading of the results, up to the next one.

    Raises:
        ValueError: There is no such heading.
    """
    text = FILE.read_text(encoding="utf-8")
    found = re.search(rf"(?ms)^### {re.escape(title)}\n(.*?)(?=^##|\Z)", text)
    if found is None:
        raise ValueError(f"{FILE.name} has no results of {title!r}")
    return found.group(1)


def tables(text: str) -> list[Table]:
    """Return the tables of a text in Markdown, without the lines below their heads."""
    blocks = re.findall(r"(?:^\|.+\n)+", text, re.MULTILINE)
    rows = [[line.strip().strip("|").split("|") for line in block.splitlines()] for block in blocks]
    return [[[cell.strip() for cell in row] for row in [block[0], *block[2:]]] for block in rows]


def circumstances(title: str) -> str:
    """Return the line that says when, on which machine and with how many rounds it was measured."""
    return section(title).strip().splitlines()[0]


def columns(table: Table, *names: str) -> Table:
    """Return some columns of a table, the first of it before them.

    Raises:
        ValueError: The table has no such column.
    """
    places = [0, *(table[0].index(name) for name in names)]
    return [[row[place] for place in places] for row in table]


def as_markdown(table: Table) -> str:
    """Return a table as a page has it, columns of figures to the right."""
    head, *rows = table
    are_figures = [all(cell[:1].isdigit() for cell in column) for column in zip(*rows, strict=True)]
    rule = ["---:" if right else "---" for right in are_figures]
    return "".join(f"| {' | '.join(line)} |\n" for line in [head, rule, *rows])
