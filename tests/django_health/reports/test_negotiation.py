"""The choice between the two JSON documents, and of gzip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.reports import exposition
from django_health.reports.negotiation import (
    HEADERS,
    HEALTH_JSON,
    JSON,
    accepts_gzip,
    json_type,
)

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (BROWSER, JSON),
        ("text/plain", JSON),
        ("nonsense;;=,", JSON),
        ("application/json", JSON),
        ("application/health+json", HEALTH_JSON),
        ("Application/Health+JSON ; q=0.1", HEALTH_JSON),
        ("application/health+json;q=0", JSON),
        ("application/health+json;q=0, application/json;q=0", JSON),
        ("application/health+json;q=x", JSON),
        ("application/health+json;q=2", JSON),
        ("application/health+json;q=0.5, application/json", JSON),
        ("application/health+json, application/json;q=0.5", HEALTH_JSON),
        ("application/health+json, */*", HEALTH_JSON),
        ("*/*, application/health+json", HEALTH_JSON),
        ("application/health+json;q=0.5, */*", JSON),
        ("application/*;q=0.9, application/json;q=0.1", HEALTH_JSON),
        ("application/json, application/health+json", JSON),
        ("application/health+json, application/json", HEALTH_JSON),
        ("application/json;q=0, */*", HEALTH_JSON),
        ("application/health+json;q=0, */*", JSON),
    ],
)
def test_the_document_that_is_liked_best(accept: str, media_type: str) -> None:
    """Quality, then precision, then order; JSON for everybody who says nothing of it."""
    assert json_type(accept) == media_type


@given(st.text(st.characters(max_codepoint=255)))
def test_any_accept_header_gets_a_document(accept: str) -> None:
    """There is no header for which there is nothing."""
    assert json_type(accept) in (JSON, HEALTH_JSON)


@pytest.mark.parametrize(
    ("accept_encoding", "gzip"),
    [
        ("", False),
        ("gzip", True),
        ("GZIP;Q=1", True),
        ("deflate, gzip;q=0.5, br", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=x", False),
        ("gzip;q=-1", False),
        ("gzip;q=nan", False),
        ("*", True),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("*;q=0, gzip", True),
        ("identity", False),
        ("xgzip", False),
    ],
)
def test_gzip_only_for_those_who_take_it(accept_encoding: str, gzip: bool) -> None:
    """A quality of 0 is a refusal, a name outweighs the star."""
    assert accepts_gzip(accept_encoding) is gzip


def test_few_headers_are_kept() -> None:
    """However many different ones a client sends, who may be hostile."""
    for number in range(10 * HEADERS):
        assert accepts_gzip(f"gzip, {number}")
        exposition.encoder_for(f"text/plain, {number}")
    for kept in (accepts_gzip, exposition._best):
        assert kept.cache_info().currsize <= HEADERS
