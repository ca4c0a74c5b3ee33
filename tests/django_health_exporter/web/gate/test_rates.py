"""How many requests are let through."""

from __future__ import annotations

import pytest

from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.gate.rates import Rates, TokenBucket
from django_health_exporter.web.policy.policy import RateLimit

LIMIT = RateLimit(interval=2.0, burst=3)


def _refused(rates: Rates, limit: RateLimit, *, exempt: bool = False) -> RequestError | None:
    try:
        rates.take(limit, exempt=exempt)
    except RequestError as error:
        return error
    return None


def test_a_bucket_fills_up() -> None:
    """A burst, then one an interval; a pause gives no more than a burst."""
    now = 100.0
    bucket = TokenBucket(LIMIT, lambda: now)
    assert [bucket.take() for _ in range(5)] == [0, 0, 0, 2, 2]
    now += 1.5
    assert bucket.take() == 0.5
    now += 0.5
    assert [bucket.take() for _ in range(2)] == [0, 2]
    now += 1000
    assert [bucket.take() for _ in range(4)] == [0, 0, 0, 2]


def test_a_refusal_costs_nothing() -> None:
    """Who keeps asking does not have to wait longer."""
    now = 0.0
    bucket = TokenBucket(RateLimit(1.0, 1), lambda: now)
    bucket.take()
    for _ in range(10):
        now += 0.125
        last = bucket.take()
    assert last == 0.75  # there was one after the eighth


@pytest.mark.parametrize(("interval", "seconds"), [(0.01, "1"), (1.0, "1"), (2.5, "3"), (90, "90")])
def test_the_refusal_says_when(interval: float, seconds: str) -> None:
    """In whole seconds, rounded up, one at least."""
    rates = Rates(lambda: 0.0)
    limit = RateLimit(interval, 1)
    assert _refused(rates, limit) is None
    error = _refused(rates, limit)
    assert error is not None
    assert (error.status_code, error.headers) == (429, {"Retry-After": seconds})
    assert error.text == f"too many requests, try again in {seconds} s"


def test_two_kinds_of_requests() -> None:
    """A flood of either leaves the other its own bucket."""
    rates = Rates(lambda: 0.0)
    assert [_refused(rates, LIMIT) is None for _ in range(4)] == [True, True, True, False]
    answers = [_refused(rates, LIMIT, exempt=True) is None for _ in range(4)]
    assert answers == [True, True, True, False]


def test_another_limit() -> None:
    """Buckets outlive a policy that says the same, and are new where it says another."""
    rates = Rates(lambda: 0.0)
    for _ in range(3):
        assert _refused(rates, RateLimit(2.0, 3)) is None
    assert _refused(rates, RateLimit(2.0, 3)) is not None
    assert _refused(rates, RateLimit(2.0, 4)) is None
