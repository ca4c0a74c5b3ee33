"""Tests of a broker with several places."""

from __future__ import annotations

import pytest

from django_health.checks.celery.failover import first_open


def test_the_first_that_opens_is_used() -> None:
    """A place that is down is passed over."""

    def open_one(place: str, _: float) -> str:
        if place == "down":
            raise ConnectionRefusedError
        return place

    assert first_open(["down", "up", "other"], open_one, 1.0, (OSError,)) == "up"


def test_the_last_error_is_the_answer() -> None:
    """Where no place opens, what the last one says is raised."""

    def open_one(place: str, _: float) -> str:
        raise OSError(place)

    with pytest.raises(OSError, match="second"):
        first_open(["first", "second"], open_one, 1.0, (OSError,))


def test_each_gets_a_share_of_the_time() -> None:
    """One silent place does not take the time of the others."""
    given: list[float] = []

    def open_one(_: str, timeout: float) -> str:
        given.append(timeout)
        raise TimeoutError

    with pytest.raises(TimeoutError):
        first_open(["a", "b"], open_one, 10.0, (OSError,))
    assert given[0] == pytest.approx(5, abs=1)
    assert given[1] == pytest.approx(10, abs=1)


def test_other_errors_are_not_passed_over() -> None:
    """A mistake in the settings is told."""

    def open_one(_: str, __: float) -> str:
        raise KeyError

    with pytest.raises(KeyError):
        first_open(["a", "b"], open_one, 1.0, (OSError,))
