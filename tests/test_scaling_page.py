"""The page about scaling reckons rightly, from the figures that it gives."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "scaling.md"
INTERVAL = 15
COUNTS = (100, 1000, 10_000, 100_000)


@cache
def _tables() -> list[list[list[str]]]:
    """Return all tables of the page: rows of cells, without the head."""
    blocks = re.findall(r"(?:^\|.+\n)+", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    rows = [[line.strip("| ").split("|") for line in block.splitlines()] for block in blocks]
    return [[[cell.strip() for cell in row] for row in table[2:]] for table in rows]


def _unit(name: str) -> float:
    """Return a figure of the first table."""
    return float({row[0]: row[1] for row in _tables()[0]}[name])


def _row(table: int, targets: int) -> list[float]:
    """Return the row of so many targets, as numbers."""
    rows = [[float(cell.replace(",", "")) for cell in row] for row in _tables()[table]]
    (found,) = [row[1:] for row in rows if row[0] == targets]
    return found


def _is(told: float, reckoned: float, places: int = 0) -> bool:
    return abs(told - reckoned) <= 0.5000001 * math.pow(10, -places)


def test_the_mean_series_of_a_target() -> None:
    """It is that of the four servers."""
    kinds = ["PostgreSQL database", "MariaDB database", "Redis cache", "Memcached cache"]
    assert _is(_unit("series of a target"), mean(_unit(f"series of a {kind}") for kind in kinds))


def test_every_figure_says_where_it_is_from() -> None:
    """It is measured, or reckoned from something that is named."""
    for name, _, source in _tables()[0]:
        assert re.match("measured|reckoned: |the mean of", source), name


@pytest.mark.parametrize("targets", COUNTS)
def test_prometheus(targets: int) -> None:
    """Series, samples, memory, servers and disk follow from the figures of one."""
    told = _row(1, targets)
    series = targets * _unit("series of a target")
    samples = series / INTERVAL
    each = _unit("Prometheus, kB of a series") * 1000 * _unit("Prometheus, memory in use to that")
    memory = (_unit("empty Prometheus, MiB") * 2**20 + series * each) / 2**30
    disk = samples * 86_400 * _unit("bytes of a sample on disk") / 1e9
    assert told[0] == series
    assert _is(told[1], samples)
    assert _is(told[2], memory, 1)
    assert told[3] == math.ceil(memory / 16)
    assert _is(told[4], samples * _unit("Prometheus, CPU µs of a sample") / 1e6, 2)
    assert _is(told[5], disk, 1)


@pytest.mark.parametrize("targets", COUNTS)
def test_exporters(targets: int) -> None:
    """CPU, number, memory and lists follow from the figures of one."""
    told = _row(2, targets)
    cores = targets / INTERVAL * _unit("CPU of a probe, ms") / 1000
    exporters = max(math.ceil(cores / 0.5), math.ceil(targets / 3000))
    memory = (
        _unit("exporter with one target, MiB")
        + targets / 1000 * _unit("1,000 targets, configured, MiB")
        + targets / exporters / 1000 * _unit("1,000 targets, asked, MiB")
    )
    together = targets / INTERVAL * _unit("CPU of a target in /metrics, ms") / 1000
    assert _is(told[0], cores, 2)
    assert _is(told[1], together, 2)
    assert told[2] == exporters
    assert _is(told[3], memory)
    assert _is(told[4], targets / 1000 * _unit("MB of a list of 1,000 targets"), 2)


def test_there_are_rows_up_to_100_000() -> None:
    """Nothing is left out of either table."""
    for table in (1, 2):
        assert [row[0] for row in _tables()[table]] == [f"{count:,}" for count in COUNTS]


def test_the_script_that_measures_is_there() -> None:
    """So are all files to which the page leads."""
    page = PAGE.read_text(encoding="utf-8")
    assert "benchmarks/fleet.py" in page
    assert (ROOT / "benchmarks" / "fleet.py").exists()
    for path in re.findall(r"\]\(([^)#:]+)", page):
        assert (PAGE.parent / path).exists(), path
