"""``docs/comparison.md``: its figures are those of the benchmarks, and nothing is left unsaid.

With ``UPDATE_GOLDEN=1`` the tables of figures are written anew from ``benchmarks/README.md``.
"""

from __future__ import annotations

import os
import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmark_tables import Table, as_markdown, circumstances, columns, section, tables

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "comparison.md"
PLACE = re.compile(r"(?ms)^<!-- from benchmarks/README.md: (.+?) -->\n\n(.*?)\n<!-- end -->$")
FAILED = "FAIL"
COLD = "peers --every 1"
"""How the results with cold caches are come by."""


def _command(script: str) -> str:
    return f"```sh\n.venv/bin/python benchmarks/{script}.py\n```\n"


def _of_peers() -> str:
    measured, *_ = tables(section("peers"))
    figures = columns(measured, "p50", "CPU", "server CPU", "new conns", "RSS", "series")
    return f"{_command('peers')}\n{circumstances('peers')}.\n\n{as_markdown(figures)}"


def _of_views() -> str:
    measured, *_ = tables(section("views"))
    figures = columns(measured, "p50 ms", "CPU ms", "8 clients /s", "PostgreSQL", "Redis")
    said = "`PostgreSQL`, `Redis`: connections opened by 100 probes."
    return f"{_command('views')}\n{circumstances('views')}.\n\n{as_markdown(figures)}\n{said}\n"


def _of_bars() -> str:
    (measured,) = tables(section("all bars"))
    failed = [row[:-1] for row in measured if row[-1] == FAILED]
    rarely = [[COLD, *row] for row in _failed("peers, one scrape a second")]
    return as_markdown([["by", "what", "measured", "promised"], *failed, *rarely])


def _failed(title: str) -> Table:
    """Return the bars of a section that are not kept: what, measured, promised."""
    return [row[:-1] for table in tables(section(title)) for row in table if row[-1] == FAILED]


WRITTEN = {"peers": _of_peers, "views": _of_views, "all bars": _of_bars}
"""What stands at each place of the page."""


def _text() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_there_is_a_place_for_each_table() -> None:
    """And no other."""
    assert [name for name, _ in PLACE.findall(_text())] == list(WRITTEN)


@pytest.mark.parametrize("name", WRITTEN)
def test_the_figures_are_those_of_the_benchmarks(name: str) -> None:
    """To the letter, with the day, the machine and the command."""
    expected = WRITTEN[name]()
    if os.environ.get("UPDATE_GOLDEN"):
        _write(name, expected)
    assert dict(PLACE.findall(_text()))[name] == expected


def _write(name: str, expected: str) -> None:
    begin = f"<!-- from benchmarks/README.md: {name} -->\n\n"
    head, _, rest = _text().partition(begin)
    after = rest[rest.index("\n<!-- end -->") :]
    PAGE.write_text(f"{head}{begin}{expected}{after}", encoding="utf-8")


def test_each_bar_that_failed_is_told() -> None:
    """Of every single table too, not only of the last one, which may be of another run."""
    titles = ("peers", "views", "limit", "scale", "rendering", "start", "attacks")
    others = ("peers, one scrape a second", "views, in threads")
    single = [row for title in (*titles, *others) for row in _failed(title)]
    told = dict(PLACE.findall(_text()))["all bars"]
    assert sorted(row[1:] for table in tables(told) for row in table[1:]) == sorted(single)


def test_no_other_figure_is_told() -> None:
    """A number in prose or in the tables of features would be one that nobody holds true."""
    prose = PLACE.sub("", _text())
    allowed = {
        *re.findall(r"(?<![\w.])\d+\.\d+\.\d+(?![\w.])", prose),  # versions
        # HEALTH_MAX_AGE, Debian, Django, a status, and the patience of a trial.
        *("0", "12", "5.2", "200", "25"),
    }
    assert set(re.findall(r"(?<![\w.])\d[\d.,]*\d|(?<![\w.])\d", prose)) <= allowed


def _installed_with(name: str, extras: frozenset[str], found: set[str]) -> set[str]:
    """All packages that pip brings for one, by what their metadata ask for here."""
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        marker, other = requirement.marker, canonicalize_name(requirement.name)
        wanted = marker is None or any(marker.evaluate({"extra": x}) for x in extras or {""})
        if wanted and other not in found:
            found.add(other)
            _installed_with(other, frozenset(requirement.extras), found)
    return found


def test_how_many_packages_it_brings() -> None:
    """Two dozen, give or take those that an older Python needs; Django is not among them."""
    brought = _installed_with("django-health-exporter", frozenset(), set())
    assert "django" not in brought
    assert 20 <= len(brought) <= 26, sorted(brought)
    said = " ".join(_text().split())
    assert "Python with two dozen packages" in said
    assert "two dozen dependencies with the daemon" in said


def test_the_commands_are_there() -> None:
    """Each script that the page names can be run."""
    named = re.findall(r"(benchmarks/\w+\.py)", _text())
    assert named
    assert all((ROOT / name).exists() for name in named)


def test_each_row_has_all_its_cells() -> None:
    """A missing one would put what a peer does into another one's column."""
    for table in tables(_text()):
        assert {len(row) for row in table} == {len(table[0])}, table[0]
