"""How one of several parts of a check is, and what they amount to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django_health.result import Reason, Status


class Verdict(NamedTuple):
    """How a part is, why, and a sentence for people."""

    status: Status = Status.OK
    reason: Reason | None = None
    message: str = ""


FINE = Verdict()


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of several verdicts, with the sentences of all that are not fine."""
    alarms = [verdict for verdict in verdicts if verdict.status is not Status.OK]
    if not alarms:
        return FINE
    alarms.sort(key=lambda verdict: -verdict.status.severity)
    return alarms[0]._replace(message="; ".join(verdict.message for verdict in alarms))
