"""The rate limit; which are refused is told in the conformance table."""

from __future__ import annotations

import pytest

from django_health_exporter.web.policy.policy import RateLimit
from django_health_exporter.web.policy.rate import rate_limit_of
from django_health_exporter.web.policy.schema import RateSection


@pytest.mark.parametrize(
    ("interval", "burst", "limit"),
    [
        ("1s", "20", RateLimit(1.0, 20)),
        ("500ms", "1", RateLimit(0.5, 1)),
        ("1m30s", "+5", RateLimit(90.0, 5)),
        ("0", "20", None),
        ("0s", None, None),
        (None, None, None),
    ],
)
def test_limits(interval: str | None, burst: str | None, limit: RateLimit | None) -> None:
    """An interval of 0 means that there is none."""
    assert rate_limit_of(RateSection(interval, burst), "x") == limit
    assert rate_limit_of(None, "x") is None
