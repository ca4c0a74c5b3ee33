"""What a single run cannot tell."""

from __future__ import annotations

from django_health.terminal.one_run import is_judged
from sample_checks import result_of


def test_the_processors_are_judged_by_half_a_minute() -> None:
    """Everything else is as it is now."""
    assert not is_judged(result_of("system", part="cpu"))
    assert is_judged(result_of("system", part="memory"))
    assert is_judged(result_of("database", "default"))
