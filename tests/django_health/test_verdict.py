"""Several verdicts as one."""

from __future__ import annotations

from django_health.result import Reason, Status
from django_health.verdict import FINE, Verdict, worst


def test_worst_comes_first_and_all_alarms_are_told() -> None:
    """Of several the worst decides, and the sentences follow by severity."""
    warned = Verdict(Status.WARNING, Reason.THRESHOLD, "a is nearly full")
    failed = Verdict(Status.ERROR, Reason.READ_ONLY, "b is read-only")
    verdict = worst([warned, failed, FINE])
    assert verdict == (Status.ERROR, Reason.READ_ONLY, "b is read-only; a is nearly full")


def test_nothing_wrong_is_fine() -> None:
    """Without an alarm there is no sentence."""
    assert worst([FINE, FINE]) == FINE
    assert worst([]) == FINE
