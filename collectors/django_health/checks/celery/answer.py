"""What a broker says of queues and workers, as figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django_health.checks.celery import families
from django_health.result import Measurement

MOST_NAMES = 100
"""More workers than this are counted and not named."""


@dataclass(frozen=True)
class QueueState:
    """One queue; ``None`` is what the broker cannot tell.

    Attributes:
        name: As it is configured.
        length: Messages that wait.
        consumers: Who consumes it.
        oldest_age: Seconds since the message that is next in line was sent.
        unchanged: Seconds for which the same message has been seen next in line.
    """

    name: str
    length: int
    consumers: int | None = None
    oldest_age: float | None = None
    unchanged: float | None = None

    def details(self) -> dict[str, object]:
        """What is known, for JSON."""
        known = {
            "length": self.length,
            "consumers": self.consumers,
            "oldest_message_age": self.oldest_age,
            "head_unchanged": self.unchanged,
        }
        return {key: value for key, value in known.items() if value is not None}

    def measurements(self) -> Iterator[Measurement]:
        """What is known, for Prometheus."""
        known = (
            (families.QUEUE_LENGTH, self.length),
            (families.QUEUE_CONSUMERS, self.consumers),
            (families.OLDEST_MESSAGE_AGE, self.oldest_age),
            (families.HEAD_UNCHANGED, self.unchanged),
        )
        for family, value in known:
            if value is not None:
                yield family(value, self.name)


@dataclass
class BrokerAnswer:
    """What one run heard.

    Attributes:
        queues: The queues that exist and may be looked at.
        unacked: Messages taken and not acknowledged.
        workers: Names of those that answered; ``None`` where they were not asked.
        recipients: To how many the broker gave the ping; ``None`` where it does not tell.
        round_trip: Seconds to the first answer.
        missing: Figures that the user may not see, each with the grant for it.
    """

    queues: list[QueueState] = field(default_factory=list)
    unacked: int | None = None
    workers: list[str] | None = None
    recipients: int | None = None
    round_trip: float | None = None
    missing: list[str] = field(default_factory=list)

    def details(self) -> dict[str, object]:
        """What is known, for JSON."""
        details: dict[str, object] = {}
        if self.workers is not None:
            details["active_workers"] = len(self.workers)
            details["workers"] = self.workers[:MOST_NAMES]
        if self.queues:
            details["queues"] = {queue.name: queue.details() for queue in self.queues}
        if self.unacked is not None:
            details["unacked"] = self.unacked
        if self.missing:
            details["missing_privileges"] = self.missing
        return details

    def measurements(self) -> tuple[Measurement, ...]:
        """What is known, for Prometheus."""
        return tuple(self._measurements())

    def _measurements(self) -> Iterator[Measurement]:
        if self.workers is not None:
            yield families.WORKERS(len(self.workers))
        if self.round_trip is not None:
            yield families.ROUND_TRIP(self.round_trip)
        for queue in self.queues:
            yield from queue.measurements()
        if self.unacked is not None:
            yield families.UNACKED(self.unacked)
        yield families.MISSING_PRIVILEGES(len(self.missing))
