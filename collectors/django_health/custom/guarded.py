"""A check of the project's own, held to what it declared when it was registered."""

from __future__ import annotations

from collections.abc import Mapping

from django_health.answers import told_by
from django_health.check import BaseHealthCheck
from django_health.custom.attributes import attributes_of
from django_health.custom.series import SeriesTaker
from django_health.failure import CheckFailed
from django_health.result import Outcome


class GuardedCheck(BaseHealthCheck):
    """Asks a check of others and passes on what can be shown.

    Its own attributes are those that the other had when it was registered: what it does to them
    later changes nothing. The values of its gauges are held against their declaration.

    Args:
        origin: The check of others.

    Raises:
        InvalidCheckError: An attribute is missing, ill-typed or out of range.
    """

    def __init__(self, origin: BaseHealthCheck) -> None:
        declared = attributes_of(origin)
        self.origin = origin
        self.name = declared.name
        self.target = declared.target
        self.part = declared.part
        self.description = declared.description
        self.timeout = declared.timeout
        self.min_interval = declared.min_interval
        self.critical = declared.critical
        self.gauges = declared.gauges
        self._series = SeriesTaker(declared.gauges)

    def check(self) -> Outcome:
        """Ask the other, and take what it says for an outcome."""
        answer: Outcome | Mapping[str, object]
        try:
            answer = self.origin.check()
        except CheckFailed as failure:
            answer = told_by(failure)
        return self._series.outcome(answer)

    def cancel(self) -> None:
        """Tell the other that its run overran."""
        self.origin.cancel()

    def close(self) -> None:
        """Tell the other to give back what it keeps."""
        self.origin.close()
