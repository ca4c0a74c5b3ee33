from __future__ import annotations

from django_health.host.cgroup.use import Limit, seconds, tightest, working_set


def test_smallest_limit_counts() -> None:
    """The level of the smallest limit is told with it."""
    assert tightest([None, 4, 2, 8]) == Limit(2, 2)
    assert tightest([1, 4]) == Limit(0, 1)


def test_outermost_of_equal_limits_counts() -> None:
    """Others may use some of the outer one's share."""
    assert tightest([2, 2, None]) == Limit(1, 2)


def test_without_a_limit_it_is_the_own_level() -> None:
    """No limit is ``None`` at the own level."""
    assert tightest([None, None]) == Limit(0, None)
    assert tightest([]) == Limit(0, None)


def test_working_set_leaves_out_what_can_be_dropped() -> None:
    """Inactive pages of files are not needed; the two figures are not of one moment."""
    assert working_set(100, 30) == 70
    assert working_set(100, None) == 100
    assert working_set(100, 130) == 0
    assert working_set(None, 30) is None


def test_seconds_of_an_unknown_time_are_unknown() -> None:
    """Nothing is made up where the kernel says nothing."""
    assert seconds(1_500_000, 1e6) == 1.5
    assert seconds(None, 1e6) is None
