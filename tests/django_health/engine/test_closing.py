"""The last run of an engine."""

from __future__ import annotations

from django_health.engine.closing import Closing
from django_health.result import Status


def test_it_closes_and_says_so() -> None:
    """Who waits hears of it after the closing alone."""
    heard: list[bool] = []
    closing = Closing(lambda: heard.append(closing.done.is_set()))
    assert closing.check().status is Status.SKIPPED
    assert heard == [False]
    assert closing.done.is_set()
