"""Headers that the file adds; which are refused is told in the conformance table."""

from __future__ import annotations

import pytest

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy.headers import ALLOWED, headers_of
from django_health_exporter.web.policy.schema import HttpSection


def test_they_are_sent_as_they_are_written() -> None:
    """In order, and without what stands around them."""
    given: dict[str, str | None] = {
        "X-XSS-Protection": " 1; mode=block ",
        "X-Frame-Options": "deny",
    }
    expected = {"X-XSS-Protection": "1; mode=block", "X-Frame-Options": "deny"}
    assert headers_of(HttpSection(headers=given), "x") == expected


@pytest.mark.parametrize("blank", ["", "  ", None])
@pytest.mark.parametrize("name", ALLOWED)
def test_blank_ones_are_not_sent(name: str, blank: str | None) -> None:
    """As the standard has it, also where only some words are allowed."""
    assert headers_of(HttpSection(headers={name: blank}), "x") == {}


@pytest.mark.parametrize("sign", [chr(code) for code in (*range(32), 127, 128, 255)])
def test_no_value_breaks_out_of_its_line(sign: str) -> None:
    """No control character, and nothing that is encoded in more than one way."""
    with pytest.raises(InvalidDocument, match=r"^x\.headers\.X-XSS-Protection: a header is"):
        headers_of(HttpSection(headers={"X-XSS-Protection": f"a{sign}b"}), "x")


def test_without_a_section_there_are_none() -> None:
    """Nor with an empty one."""
    assert headers_of(None, "x") == headers_of(HttpSection(), "x") == {}
