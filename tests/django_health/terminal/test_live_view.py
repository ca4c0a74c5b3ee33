"""The health on a screen that is drawn again and again."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from django_health.result import CheckResult, Reason, Status
from django_health.terminal.live_view import HINT, LiveView
from sample_checks import report_of, result_of

FINE = [result_of("database", f"alias{number}") for number in range(50)]
GONE = result_of(
    "cache", "default", status=Status.ERROR, reason=Reason.REFUSED, message="it was refused"
)
SILENT = result_of("cache", "silent", status=Status.ERROR, reason=Reason.TIMEOUT)


def _screen(
    *results: CheckResult, width: int = 100, height: int = 24, awaited: tuple[str, ...] = ()
) -> list[str]:
    console = Console(file=io.StringIO(), width=width, height=height, color_system=None)
    view = LiveView(report_of(*results), awaited, interval=2.0)
    lines = console.render_lines(view, console.options.update(height=height), pad=False)
    return ["".join(segment.text for segment in line).rstrip() for line in lines]


def test_the_whole_stands_at_the_top() -> None:
    """Then a line for each check."""
    title, whole, blank, first, second = _screen(FINE[0], GONE)[:5]
    assert title.endswith(f"every 2 s  {HINT}")
    assert (whole, blank) == ("✗ unhealthy: 1 error, 1 ok", "")
    assert first.startswith("✓ ok       database/alias0")
    assert second.endswith("refused: it was refused")


def test_what_does_not_fit_is_counted() -> None:
    """What is wrong goes first then."""
    lines = _screen(*FINE, GONE, height=10)
    assert len(lines) == 10
    assert lines[3].startswith("✗ error    cache/default")
    assert lines[4].startswith("✓ ok       database/alias0")
    assert lines[-1] == "and 45 more"


@pytest.mark.parametrize(("height", "place"), [(2, 0), (3, 1), (4, 1)])
def test_a_tiny_screen_still_counts(height: int, place: int) -> None:
    """Where there is no room for all, the blank line goes first, and then the time."""
    lines = _screen(*FINE, GONE, height=height)
    assert len(lines) == height
    assert lines[place] == "✗ unhealthy: 1 error, 50 ok"
    assert lines[-1] == "and 51 more, 1 of them not ok"


def test_a_screen_of_a_line() -> None:
    """Has the whole."""
    assert _screen(*FINE, GONE, height=1) == ["✗ unhealthy: 1 error, 50 ok"]


def test_what_is_wrong_and_does_not_fit_is_counted_too() -> None:
    """So nobody thinks that this was all."""
    assert _screen(*[GONE] * 10, *FINE, height=10)[-1] == "and 54 more, 4 of them not ok"


@pytest.mark.parametrize("height", range(1, 60, 7))
@pytest.mark.parametrize("width", [20, 45, 80, 120])
def test_it_is_never_larger_than_the_screen(width: int, height: int) -> None:
    """Or the terminal would roll."""
    lines = _screen(*FINE, *[GONE] * 5, width=width, height=height)
    assert len(lines) <= height
    assert max(map(len, lines)) <= max(width, 29)


def test_what_has_not_answered_yet_is_not_counted_as_an_error() -> None:
    """It is asked; nothing is known until then."""
    assert _screen(SILENT, FINE[0], awaited=(SILENT.label,))[1] == "✓ healthy: 1 ok, 1 asking"
    assert _screen(SILENT, awaited=(SILENT.label,))[1] == "1 asking"
    assert _screen(*[SILENT] * 9, awaited=(SILENT.label,), height=6)[-1] == "and 7 more"


def test_the_age_is_told_of_what_is_not_from_the_last_question() -> None:
    """Else every line would have one."""
    young, old = result_of("storage", "young", age=2.5), result_of("storage", "old", age=75)
    lines = _screen(young, old)
    assert "old)" not in lines[3]
    assert lines[4].endswith("(75 s old)")
