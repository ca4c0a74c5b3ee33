"""Names of checks that there are not."""

from __future__ import annotations

import pytest

from django_health.settings.validation import InvalidDocument
from django_health_exporter.configuration.misnamed import known_by_file


@pytest.mark.parametrize(
    ("text", "document", "told"),
    [
        (
            "checks: unknown check 'foo', there are a",
            {"collectors": {"foo": True}},
            "a.yml: collectors: unknown check 'foo', there are a",
        ),
        (
            "critical: unknown check 'foo', there are a",
            {"critical": {"foo": False}},
            "a.yml: critical: unknown check 'foo', there are a",
        ),
        (
            "checks: unknown check 'foo', there are a",
            {"collectors": {"bar": True}},
            "checks: unknown check 'foo', there are a",
        ),
        ("checks: unknown check 'foo'", {}, "checks: unknown check 'foo'"),
        ("http.a: no url", {"collectors": {"foo": True}}, "http.a: no url"),
    ],
)
def test_what_stands_in_the_file_is_told_by_it(
    text: str, document: dict[str, object], told: str
) -> None:
    """By its key there; what Django's settings say keeps theirs."""
    with pytest.raises(InvalidDocument) as raised, known_by_file(document, "a.yml"):
        raise InvalidDocument(text)
    assert str(raised.value) == told
