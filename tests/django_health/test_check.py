"""The one contract of everything that can be asked."""

from __future__ import annotations

import pytest

from django_health.check import BaseHealthCheck, names_of
from django_health.result import Outcome
from sample_checks import Sample


class _Least(BaseHealthCheck):
    name = "least"

    def check(self) -> Outcome:
        return Outcome()


def test_a_name_and_a_method_are_enough() -> None:
    """Everything else has a default: bounded, critical, asked each time, nothing kept."""
    check = _Least()
    assert (check.target, check.part, check.description) == ("", "", "")
    assert (check.timeout, check.min_interval, check.critical) == (10.0, 0.0, True)
    check.cancel()
    check.close()


def test_without_the_method_there_is_no_check() -> None:
    """The contract is told when the check is made, not when it is asked."""
    with pytest.raises(TypeError, match="abstract"):
        BaseHealthCheck()  # type: ignore[abstract]


def test_label_is_the_place_in_words() -> None:
    """Log lines call a check by component, target and part."""
    check = _Least()
    assert check.label == "least"
    check.target, check.part = "default", "10.0.0.1:6379"
    assert check.label == "least/default/10.0.0.1:6379"


def test_names_of_checks() -> None:
    """Each component once, where it comes first."""
    checks = [Sample("cache", "a"), Sample("database"), Sample("cache", "b")]
    assert names_of(checks) == ("cache", "database")
