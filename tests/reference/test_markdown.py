"""Texts of the code become Markdown in which nothing is a mark by chance."""

from __future__ import annotations

import pytest

from reference.markdown import in_help, inline, page, status, table


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("asks ``INFO`` of it", "asks `INFO` of it"),
        ("see :class:`~a.b.Check` and :func:`go`", "see `Check` and `go`"),
        ("veth*, 2**30", r"veth\*, 2\*\*30"),
        ("<alias> of ``<name>``", r"\<alias\> of `<name>`"),
        ("pg_stat of _x_", r"pg_stat of \_x\_"),
    ],
)
def test_inline(text: str, markdown: str) -> None:
    """Marks of docstrings are code; all else is a text."""
    assert inline(text) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("as 'database' or 'a/b'", "as `database` or `a/b`"),
        ("Django's and each check's own", "Django's and each check's own"),
        ("the path of --web.external-url.", "the path of `--web.external-url`."),
        ("with '--kind=redis' alone", "with `--kind=redis` alone"),
        (
            "DATABASE_URL_<ALIAS> and HEALTH_CHECK['ALERTING']",
            "`DATABASE_URL_<ALIAS>` and `HEALTH_CHECK['ALERTING']`",
        ),
        ("CPU, TLS", "CPU, TLS"),
    ],
)
def test_in_help(text: str, markdown: str) -> None:
    """Flags, variables and what stands in quotes are code."""
    assert in_help(text) == markdown


def test_table() -> None:
    """A pipe does not end a cell, a line break not a row, and an empty column is left out."""
    written = table(["a", "b", "c"], [["1|2", "", "x\ny"], ["3", "", ""]])
    assert written == "| a | c |\n| --- | --- |\n| 1\\|2 | x y |\n| 3 |  |"
    assert table(["a", "b"], [["1", ""]], whole=True).startswith("| a | b |")


def test_page() -> None:
    """Blocks stand apart; empty ones are no gap."""
    assert page("# A", "", "\ntext\n") == "# A\n\ntext\n"


def test_status_codes_have_the_same_names_everywhere() -> None:
    """Whatever the version of Python calls them."""
    assert status(200) == "`200` OK"
    assert status(413) == "`413` Content Too Large"
