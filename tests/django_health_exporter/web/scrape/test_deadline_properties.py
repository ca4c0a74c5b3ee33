"""Scrape timeouts as scrapers send them, and any other header."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.scrape.deadline import LONGEST, deadline_of


@given(limit=st.floats(0, exclude_min=True, allow_infinity=False), offset=st.floats(0, 3600))
def test_the_answer_comes_before_the_limit(limit: float, offset: float) -> None:
    """By the offset, but by no more than half of it, and never after two minutes."""
    deadline = deadline_of(repr(limit), WebConfig(timeout_offset=offset))
    assert deadline == min(max(limit - offset, limit / 2), LONGEST)
    assert deadline <= min(limit, LONGEST)


@given(st.one_of(st.text(st.characters(max_codepoint=255)), st.sampled_from(["nan", "inf", "-1"])))
def test_any_other_header_is_refused(header: str) -> None:
    """With 400 and a line that does not repeat it."""
    try:
        number = float(header)
    except ValueError:
        number = math.nan
    if math.isfinite(number) and number > 0:
        assert 0 <= deadline_of(header, WebConfig()) <= LONGEST
    else:
        with pytest.raises(RequestError) as caught:
            deadline_of(header, WebConfig())
        assert caught.value.status_code == 400
        assert caught.value.text == (
            "X-Prometheus-Scrape-Timeout-Seconds must be a number of seconds above 0"
        )
