"""From what a report says to what is certain: how long something has to last until it is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django_health.alerting.record import Record, Trouble
from django_health.json_ready import one_line
from django_health.result import CheckResult, Outcome, Report, Status

GONE = Outcome(Status.SKIPPED, message="it is not watched any more")
"""What is said of a check that there was."""


@dataclass(frozen=True)
class Settling:
    """What has to be told, and after how long.

    Attributes:
        min_status: The mildest status that is told.
        fire_after: Seconds that something has to be wrong, whenever it was looked at.
        resolve_after: Seconds that it has to be well.
        instance: Who looks; part of the fingerprint of what it finds.
    """

    min_status: Status = Status.ERROR
    fire_after: float = 0.0
    resolve_after: float = 0.0
    instance: str = ""

    def settle(self, record: Record, report: Report) -> None:
        """Bring a record up to what a report says."""
        now = report.created
        for result in report.results:
            self._take(record, result, now)
        labels = {result.label for result in report.results}
        for label, trouble in record.troubles.items():
            if label not in labels:
                self._observe(trouble, Status.OK, GONE, now)
        _forget(record)
        record.settled = now

    def pause(self, record: Record, now: float) -> float | None:
        """Seconds until something becomes certain if it stays as it is; ``None`` if nothing may."""
        ends = [
            since + lasts
            for trouble in record.troubles.values()
            for since, lasts in (
                (trouble.worse_since, self.fire_after),
                (trouble.better_since, self.resolve_after),
            )
            if since is not None
        ]
        return max(0.0, min(ends) - now) if ends else None

    def _take(self, record: Record, result: CheckResult, now: float) -> None:
        level = self._level(result)
        trouble = record.troubles.get(result.label)
        if trouble is None:
            if level is Status.OK:
                return
            before = Status.OK if record.settled else None
            trouble = record.troubles[result.label] = self._suspected(result, before)
        trouble.critical = result.critical
        self._observe(trouble, level, result.outcome, now)

    def _level(self, result: CheckResult) -> Status:
        """How bad a result is: ok where it is too mild to be told."""
        status = result.status
        if status is Status.ERROR and not result.critical:
            status = Status.WARNING
        return status if status.severity >= self.min_status.severity else Status.OK

    def _suspected(self, result: CheckResult, before: Status | None) -> Trouble:
        identity = "\0".join((self.instance, result.label))
        return Trouble(
            check=result.name,
            target=result.target,
            part=result.part,
            previous=before,
            fingerprint=hashlib.sha256(identity.encode()).hexdigest()[:16],
        )

    def _observe(self, trouble: Trouble, level: Status, outcome: Outcome, now: float) -> None:
        if level.severity > trouble.level.severity:
            self._worse(trouble, level, now)
        else:
            self._not_worse(trouble, level, now)
        if level is trouble.level:
            trouble.status, trouble.reason = outcome.status, outcome.reason
            trouble.message = one_line(outcome.message)

    def _worse(self, trouble: Trouble, level: Status, now: float) -> None:
        trouble.better_since = trouble.calm_since = None
        since = trouble.worse_since = _first(trouble.worse_since, now)
        if now - since >= self.fire_after:
            if not trouble.is_certain:
                trouble.started = since
            _change(trouble, level, since)

    def _not_worse(self, trouble: Trouble, level: Status, now: float) -> None:
        if trouble.worse_since is not None:
            # What fails at every second look is not well: only a longer calm clears it.
            trouble.calm_since = _first(trouble.calm_since, now)
            if now - trouble.calm_since >= self.resolve_after:
                trouble.worse_since = trouble.calm_since = None
        if level is trouble.level:
            trouble.better_since = None
            return
        since = trouble.better_since = _first(trouble.better_since, now)
        if now - since >= self.resolve_after:
            _change(trouble, level, since)


def _first(since: float | None, now: float) -> float:
    """When something began, which cannot be later than now, whatever became of the clock."""
    return now if since is None else min(since, now)


def _change(trouble: Trouble, level: Status, since: float) -> None:
    if trouble.since:  # it was certain before, be it that it is well
        trouble.previous = trouble.status
    trouble.level, trouble.since = level, since
    trouble.worse_since = trouble.calm_since = trouble.better_since = None


def _forget(record: Record) -> None:
    """Drop what is over, once no channel has to be told."""
    for label in list(record.troubles):
        trouble = record.troubles[label]
        is_over = not trouble.is_certain and trouble.worse_since is None
        if is_over and not _is_told(label, record):
            del record.troubles[label]


def _is_told(label: str, record: Record) -> bool:
    return any(label in channel.told for channel in record.channels.values())


def firing(troubles: Iterable[Trouble]) -> int:
    """Return how many troubles are certain."""
    return sum(trouble.is_certain for trouble in troubles)
