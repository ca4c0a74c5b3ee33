"""TOML that repeats nothing of itself."""

from __future__ import annotations

import pytest

from django_health.settings.validation import InvalidDocument
from django_health_exporter.documents.toml_document import parse_toml


def test_tables_are_mappings() -> None:
    """As in any TOML."""
    assert parse_toml("[a]\nb = [1, 'x']", "f") == {"a": {"b": [1, "x"]}}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a = canary", "f:1:5: "),
        ("a = 1\n[canary]\n[canary]", "f:3:8: "),
        ("a = {canary = 1, canary = 2}", "f:1:28: "),
        ("a = ", "f: "),
    ],
)
def test_errors_are_place_and_remedy(text: str, place: str) -> None:
    """Not the parser's own words, which may repeat a key."""
    with pytest.raises(InvalidDocument) as caught:
        parse_toml(text, "f")
    assert str(caught.value).startswith(f"{place}is not TOML: ")
    assert "canary" not in str(caught.value)
