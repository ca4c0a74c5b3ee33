"""Caches that cannot be asked."""

from __future__ import annotations

from django_health.caches.skipped import SkippedCheck
from django_health.result import Outcome, Status
from django_health.targets import SkippedTarget


def test_it_says_why() -> None:
    """Nothing is asked, and nothing is measured."""
    check = SkippedCheck(SkippedTarget("default", "b", "it lives elsewhere"), 2.0)
    assert check.check() == Outcome(Status.SKIPPED, message="it lives elsewhere")
    assert check.label == "cache/default"
