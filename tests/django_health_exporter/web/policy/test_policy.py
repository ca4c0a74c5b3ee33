"""What a policy is compared by, and what it shows."""

from __future__ import annotations

from django_health_exporter.web.policy.policy import Policy, RateLimit


def test_limits_of_one_kind_are_equal() -> None:
    """By which a bucket goes on when something else in the file has changed."""
    assert RateLimit(1.0, 5) == RateLimit(1.0, 5) != RateLimit(1.0, 6)


def test_no_hash_is_shown() -> None:
    """Policies stand in tracebacks."""
    assert "canary" not in repr(Policy(users={"alice": b"canary"}))
