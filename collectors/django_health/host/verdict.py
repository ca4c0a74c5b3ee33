"""What a usage means when it is held against its threshold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django_health.host.units import percent
from django_health.result import Reason, Status
from django_health.settings import Threshold


class Verdict(NamedTuple):
    """How a resource is, why, and a sentence for people."""

    status: Status = Status.OK
    reason: Reason | None = None
    message: str = ""


FINE = Verdict()


def judge(subject: str, word: str, ratio: float | None, threshold: Threshold) -> Verdict:
    """Hold a usage against its threshold; reaching the threshold is exceeding it.

    Args:
        subject: What is used, like ``/srv`` or ``the memory``.
        word: What the usage is called, like ``full``.
        ratio: The usage from 0 to 1; one that is not known exceeds nothing.
        threshold: The percents that warn and fail.
    """
    if ratio is None or 100 * ratio < threshold.warning:
        return FINE
    if 100 * ratio < threshold.critical:
        status, level, limit = Status.WARNING, "warning", threshold.warning
    else:
        status, level, limit = Status.ERROR, "critical", threshold.critical
    sentence = f"{subject} is {percent(ratio):.1f} % {word} ({level} at {limit:g} %)"
    return Verdict(status, Reason.THRESHOLD, sentence)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of several verdicts, with the sentences of all that are not fine."""
    alarms = [verdict for verdict in verdicts if verdict.status is not Status.OK]
    if not alarms:
        return FINE
    alarms.sort(key=lambda verdict: -verdict.status.severity)
    return alarms[0]._replace(message="; ".join(verdict.message for verdict in alarms))
