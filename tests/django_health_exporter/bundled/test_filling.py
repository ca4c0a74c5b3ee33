"""Numbers and the job take the places of their marks."""

from __future__ import annotations

import pytest

from django_health_exporter.bundled.filling import filled, filled_document

NUMBERS = {"share": 0.999, "waited": 600.0, "extent": 2.0**26}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > <<waited>>", "a > 600"),
        ("a > <<waited;/2>>s", "a > 300s"),
        ("<<share;*100>> %", "99.9 %"),
        ("<<share;1-;*30;*24;*60>>", "43.2"),
        ("<<waited;/60;+15>>", "25"),
        ("<<extent>>", "67108864"),
        ("a << b >> c", "a << b >> c"),
        ("a<<job>> + b{c='d'<<,job>>}", "a + b{c='d'}"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    """Without a job nothing is narrowed."""
    assert filled(text, NUMBERS) == expected


def test_a_job() -> None:
    """It is one more matcher, or the only one."""
    text = "a<<job>> + b{c='d'<<,job>>}"
    assert filled(text, NUMBERS, "shop") == """a{job="shop"} + b{c='d',job="shop"}"""


def test_documents() -> None:
    """Numbers are numbers, and texts with numbers are texts."""
    board = {"value": "<<#waited;*2>>", "text": ["over <<waited>> s", 1, None, True]}
    assert filled_document(board, NUMBERS) == {
        "value": 1200.0,
        "text": ["over 600 s", 1, None, True],
    }


@pytest.mark.parametrize(
    ("mark", "error"), [("<<other>>", KeyError), ("<<waited;^2>>", ValueError)]
)
def test_what_nobody_knows_is_no_text(mark: str, error: type[Exception]) -> None:
    """A mark never gets into a file."""
    with pytest.raises(error):
        filled(mark, NUMBERS)
