"""A cache that cannot be asked from outside the application's process."""

from __future__ import annotations

from django_health.check import BaseHealthCheck
from django_health.result import Outcome, Status
from django_health.targets import SkippedTarget


class SkippedCheck(BaseHealthCheck):
    """Asks nothing and says why.

    Args:
        target: The cache and the reason for passing over it.
        timeout: Not used, as nothing is asked.
    """

    name = "cache"
    description = "nothing is asked"

    def __init__(self, target: SkippedTarget, timeout: float) -> None:
        self.target = target.alias
        self.timeout = timeout
        self._outcome = Outcome(Status.SKIPPED, message=target.why)

    def check(self) -> Outcome:
        """Return the same answer always."""
        return self._outcome
