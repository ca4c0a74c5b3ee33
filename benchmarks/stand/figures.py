"""What becomes of measurements: medians, ratios of the same round, tables, and bars."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


def show(text: str) -> None:
    """Print at once, for those who watch."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of the same rounds."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def percentile(values: Sequence[float], percent: int) -> float:
    """A percentile, never beyond the values that there are."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


@dataclass(frozen=True)
class Bar:
    """What was promised, and what was measured.

    Attributes:
        words: What it is about.
        limit: The promise.
        value: The measurement.
        unit: Of both.
        least: Whether the limit is the least that it may be, and not the most.
    """

    words: str
    limit: float
    value: float
    unit: str = ""
    least: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is kept."""
        return self.value >= self.limit if self.least else self.value <= self.limit

    def row(self) -> list[str]:
        """The bar as a row of a table."""
        bound = "at least" if self.least else "at most"
        verdict = "pass" if self.holds else "FAIL"
        return [
            self.words,
            f"{_short(self.value)}{self.unit}",
            f"{bound} {_short(self.limit)}{self.unit}",
            verdict,
        ]


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


HEADS = ["bar", "measured", "promised", ""]


def read_bars(path: Path) -> list[Bar]:
    """Read bars that :func:`write_bars` wrote."""
    return [Bar(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]


def write_bars(path: Path, bars: Sequence[Bar]) -> None:
    """Write bars for the summary of several benchmarks."""
    path.write_text(json.dumps([asdict(bar) for bar in bars]), encoding="utf-8")


def table(rows: Sequence[Sequence[str]], *, markdown: bool = False) -> str:
    """Rows as aligned columns; the first row is the head."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths, markdown=markdown) for row in rows]
    if markdown:
        rest = [f"{'-' * (width - 1)}:" for width in widths[1:]]
        lines.insert(1, f"| {' | '.join(['-' * widths[0], *rest])} |")
    return "\n".join(lines)


def _line(row: Sequence[str], widths: Sequence[int], *, markdown: bool) -> str:
    cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
    cells[0] = row[0].ljust(widths[0])
    return f"| {' | '.join(cells)} |" if markdown else "  ".join(cells).rstrip()
