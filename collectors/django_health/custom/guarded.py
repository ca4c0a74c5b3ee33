"""A check of the project's own, held to what it declared when it was registered."""

from __future__ import annotations

from collections.abc import Mapping

from django_health.answers import told_by
from django_health.check import BaseHealthCheck
from django_health.custom.attributes import attributes_of
from django_health.custom.function import FunctionCheck
from django_health.custom.series import SeriesTaker
from django_health.custom.turn import turn_of
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason

PATIENCE = 0.5
"""The part of its time that a run waits for another one of the same check; the rest it needs."""


_DECLARED = (
    "name",
    "target",
    "part",
    "description",
    "timeout",
    "min_interval",
    "critical",
    "gauges",
)


class GuardedCheck(BaseHealthCheck):
    """Asks a check of others and passes on what can be shown.

    Its own attributes are those that the other had when it was registered: what it does to them
    later changes nothing. The values of its gauges are held against their declaration.

    Where settings change, the checks of before and those of now both have a guard around it. It is
    not run twice at a time all the same: a run waits for the other, and fails where that hangs.

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
        # Of a function, which may be taken anew from its path, and then has another check.
        self._turn = turn_of(origin.function if isinstance(origin, FunctionCheck) else origin)

    def check(self) -> Outcome:
        """Ask the other, and take what it says for an outcome.

        Raises:
            CheckFailed: It is being asked, and does not come to an end.
        """
        with self._turn.taken(PATIENCE * self.timeout) as is_ours:
            if not is_ours:
                raise CheckFailed(Reason.TIMEOUT, "another run of it has not ended")
            return self._series.outcome(self._answer())

    def _answer(self) -> Outcome | Mapping[str, object]:
        try:
            return self.origin.check()
        except CheckFailed as failure:
            return told_by(failure)

    def is_like(self, other: BaseHealthCheck) -> bool:
        """Whether another one asks the very same thing, and in the same way."""
        return (
            isinstance(other, GuardedCheck)
            and other._turn is self._turn  # noqa: SLF001 - one of its own kind
            and all(getattr(other, name) == getattr(self, name) for name in _DECLARED)
        )

    def cancel(self) -> None:
        """Tell the other that its run overran."""
        self.origin.cancel()

    def close(self) -> None:
        """Tell the other to give back what it keeps."""
        self.origin.close()
