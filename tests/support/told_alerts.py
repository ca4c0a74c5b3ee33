"""What tests of the alerting have in common: reports made by hand, channels, a clock to turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from django_health.alerting.channel import AlertError
from django_health.result import CheckResult, Outcome, Reason, Report, Status

OK = Outcome(Status.OK)
WARNING = Outcome(Status.WARNING, Reason.THRESHOLD, "80 % is used")
ERROR = Outcome(Status.ERROR, Reason.TIMEOUT, "no answer within 5 s")
SKIPPED = Outcome(Status.SKIPPED, message="there is nothing to ask")


def report_of(
    now: float = 1000.0, *, uncritical: tuple[str, ...] = (), **outcomes: Outcome
) -> Report:
    """A report at a time, of checks by name."""
    results = tuple(
        CheckResult(name, "default", "", outcome, 0.1, now, critical=name not in uncritical)
        for name, outcome in outcomes.items()
    )
    return Report(results, now, now, 0.1)


class Clock:
    """Unix seconds that a test turns."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return the time."""
        return self.now


class Recording:
    """A channel that keeps what it is told.

    Attributes:
        told: What came, whole.
        fails: Raised instead of taking it, while it is set.
    """

    def __init__(self, name: str = "", fails: BaseException | None = None) -> None:
        if name:
            self.name = name
        self.told: list[dict[str, Any]] = []
        self.fails = fails

    def send_alert(self, health_data: Mapping[str, Any]) -> None:
        """Take it, or fail."""
        if self.fails is not None:
            raise self.fails
        self.told.append(dict(health_data))

    @property
    def events(self) -> list[tuple[str, str]]:
        """Event and status of each alert, in their order."""
        return [
            (alert["event"], alert["status"])
            for health_data in self.told
            for alert in health_data["alerts"]
        ]


class Hanging:
    """A channel that hangs until it is let go, and then fails."""

    timeout = 0.05

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.let_go = threading.Event()

    def send_alert(self, health_data: Mapping[str, Any]) -> None:  # noqa: ARG002 - the contract
        """Hang."""
        self.entered.set()
        self.let_go.wait(60)
        raise AlertError(Reason.TIMEOUT, retry=False)


def looks(tell: Callable[[Report], object], *steps: tuple[float, Outcome]) -> None:
    """Tell a report of one check at each of some times."""
    for now, outcome in steps:
        tell(report_of(now, database=outcome))
