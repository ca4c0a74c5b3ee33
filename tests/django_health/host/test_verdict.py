"""A usage held against its threshold."""

from __future__ import annotations

import pytest

from django_health.host.verdict import judge
from django_health.result import Reason, Status
from django_health.settings import Threshold
from django_health.verdict import FINE

THRESHOLD = Threshold(85, 95)


@pytest.mark.parametrize(
    ("ratio", "status"),
    [
        (0.0, Status.OK),
        (0.849, Status.OK),
        (0.85, Status.WARNING),
        (0.949, Status.WARNING),
        (0.95, Status.ERROR),
        (1.2, Status.ERROR),
    ],
)
def test_reaching_a_threshold_exceeds_it(ratio: float, status: Status) -> None:
    """The warning holds from its percent up to below the critical one."""
    assert judge("/", "full", ratio, THRESHOLD).status is status


def test_sentence_names_subject_usage_and_limit() -> None:
    """People read what is how full, and at which percent it alarms."""
    verdict = judge("/", "full", 0.962, Threshold(85, 95.5))
    assert verdict.message == "/ is 96.2 % full (critical at 95.5 %)"
    assert verdict.reason is Reason.THRESHOLD


def test_warning_has_the_reason_too() -> None:
    """A warning tells its reason and its own limit."""
    verdict = judge("{the CPU}", "busy", 0.9, THRESHOLD)
    assert verdict.message == "{the CPU} is 90.0 % busy (warning at 85 %)"
    assert verdict.reason is Reason.THRESHOLD


def test_unknown_usage_exceeds_nothing() -> None:
    """What was not measured raises no alarm."""
    assert judge("the CPU", "busy", None, THRESHOLD) == FINE
