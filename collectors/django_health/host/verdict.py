"""What a usage means when it is held against its threshold."""

from __future__ import annotations

from django_health.host.units import percent
from django_health.result import Reason, Status
from django_health.settings import Threshold
from django_health.verdict import FINE, Verdict


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
