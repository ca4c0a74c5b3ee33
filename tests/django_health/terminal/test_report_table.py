"""A report for people at a terminal."""

from __future__ import annotations

import io

import pytest

from django_health.result import CheckResult, Reason, Status
from django_health.terminal.printing import drawn
from django_health.terminal.report_table import MANY, ReportTable, ReportView, summary
from sample_checks import report_of, result_of

FINE = result_of("database", "default", details={"connections": 4, "max_connections": 100})
LEFT = result_of("celery", status=Status.SKIPPED, message="the project has no Celery application")
OLD = result_of("storage", "media", age=75, message="it is writable")
GONE = result_of(
    "cache",
    "default",
    status=Status.ERROR,
    reason=Reason.REFUSED,
    message="the connection was refused",
    duration=1.25,
)


def _drawn(*results: CheckResult, columns: str = "120", encoding: str = "utf-8") -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    return drawn(ReportView(report_of(*results)), stream, {"COLUMNS": columns})


def test_a_line_for_each_check() -> None:
    """With its state in a word, its time, its figures or what is wrong; the whole comes last."""
    assert _drawn(FINE, GONE, LEFT, OLD) == (
        "✓ ok       database/default   20.0 ms  4 of 100 connections\n"
        "✗ error    cache/default        1.2 s  refused: the connection was refused\n"
        "– skipped  celery                      the project has no Celery application\n"
        "✓ ok       storage/media      20.0 ms  it is writable (75 s old)\n"
        "\n"
        "✗ unhealthy: 1 error, 2 ok, 1 skipped, in 45.0 ms\n"
    )


def test_what_one_run_cannot_judge() -> None:
    """Is told as such beside its figure, and not where it is asked again and again."""
    cpu = result_of("system", part="cpu", details={"usage": 100.0})
    assert "100.0 % used, not judged in one run\n" in _drawn(cpu)
    stream = io.StringIO()
    assert "judged" not in drawn(ReportTable(report_of(cpu)), stream, {"COLUMNS": "120"})
    assert "judged" not in _drawn(result_of("system", part="disk", details={"usage": 100.0}))


def test_on_a_narrow_terminal_what_is_wrong_stands_below() -> None:
    """And what is well is a line each."""
    assert _drawn(FINE, GONE, columns="45") == (
        "✓ ok       database/default   20.0 ms\n"
        "✗ error    cache/default        1.2 s\n"
        "           refused: the connection was\n"
        "           refused\n"
        "\n"
        "✗ unhealthy: 1 error, 1 ok, in 45.0 ms\n"
    )


def test_in_ascii_where_there_is_nothing_else() -> None:
    """No state is a question mark."""
    told = _drawn(FINE, GONE, LEFT, encoding="ascii")
    assert "?" not in told
    assert "x error    cache/default" in told
    assert "x unhealthy:" in told


def test_what_is_awaited_is_not_called_an_error() -> None:
    """Unless an earlier answer is known."""
    silent = result_of("cache", "default", status=Status.ERROR, reason=Reason.TIMEOUT)
    report = report_of(silent, OLD, FINE)
    table = ReportTable(report, awaited=["cache/default", "storage/media"])
    told = drawn(table, io.StringIO(), {})
    assert told.splitlines()[0] == "… asking   cache/default"
    assert "storage/media      20.0 ms  it is writable (75 s old)" in told
    assert [table.is_unanswered(result) for result in report.results] == [True, False, False]


def test_text_of_others_does_nothing_to_the_terminal() -> None:
    """Neither an alias nor a version that a server tells."""
    evil = "\x1b]0;title\x07\x1b[2J[red]\r\n"
    told = _drawn(result_of("cache", evil, evil, details={"version": evil, "engine": evil}))
    assert all(letter.isprintable() for letter in told.replace("\n", ""))
    assert "[red]" in told


def test_of_many_what_is_wrong_is_said_at_the_end() -> None:
    """The first lines have scrolled away."""
    few, many = [FINE] * (MANY - 1), [FINE] * MANY
    again = "cache/default: refused: the connection was refused\n"
    assert _drawn(GONE, *many).endswith(again)
    assert not _drawn(GONE, *few).endswith(again)
    assert _drawn(*many, FINE).endswith("41 ok, in 45.0 ms\n")


@pytest.mark.parametrize(
    ("results", "line"),
    [
        ([], "– unknown: nothing was asked, in 45.0 ms"),
        ([LEFT], "– unknown: 1 skipped, in 45.0 ms"),
        ([FINE], "✓ healthy: 1 ok, in 45.0 ms"),
    ],
)
def test_the_whole(results: list[CheckResult], line: str) -> None:
    """In its own line, which may leave the time out."""
    assert summary(report_of(*results)).plain == line
    assert summary(report_of(*results), is_timed=False).plain == line.removesuffix(", in 45.0 ms")
