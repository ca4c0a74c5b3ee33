"""What a single run cannot tell."""

from __future__ import annotations

from django_health.result import CheckResult

NOT_JUDGED = "not judged in one run"
"""Said of what is well for want of anything to hold against its threshold."""


def is_judged(result: CheckResult) -> bool:
    """Whether one run is enough to hold a check against its threshold.

    That of the processors is for the mean of half a minute.
    """
    return (result.name, result.part) != ("system", "cpu")
