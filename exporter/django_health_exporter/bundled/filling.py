"""What is carried has marks where a number stands; here numbers are put there.

``<<queue_standstill;/2>>`` is half of that threshold, ``"<<#queue_standstill>>"`` is one that JSON
has as a number, and ``<<job>>`` and ``<<,job>>`` are where a selector can be narrowed to a job.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django_health_exporter.bundled.thresholds import written

_MARK = re.compile(r"<<(#?)([a-z_]+)((?:;[^;<>]+)*)>>")
_ALONE, _FURTHER = "<<job>>", "<<,job>>"


def filled(text: str, numbers: Mapping[str, float], job: str = "") -> str:
    """Return a text with numbers and the job in it.

    Args:
        text: With marks.
        numbers: By the names of the thresholds.
        job: What selectors are narrowed to, without quotes and backslashes; empty for all jobs.
    """
    matcher = f'job="{job}"'
    text = text.replace(_ALONE, f"{{{matcher}}}" if job else "")
    text = text.replace(_FURTHER, f",{matcher}" if job else "")
    return _MARK.sub(lambda mark: written(_number(mark, numbers)), text)


def filled_document(value: object, numbers: Mapping[str, float]) -> object:
    """Return a document of JSON with numbers in it.

    Args:
        value: With marks.
        numbers: By the names of the thresholds.
    """
    if isinstance(value, dict):
        return {key: filled_document(one, numbers) for key, one in value.items()}
    if isinstance(value, list):
        return [filled_document(one, numbers) for one in value]
    if not isinstance(value, str):
        return value
    mark = _MARK.fullmatch(value)
    return _number(mark, numbers) if mark and mark[1] else filled(value, numbers)


def _number(mark: re.Match[str], numbers: Mapping[str, float]) -> float:
    number = numbers[mark[2]]
    for step in filter(None, mark[3].split(";")):
        number = _step(number, step)
    return number


def _step(number: float, step: str) -> float:
    """Return what becomes of a number: ``*2``, ``/2``, ``+15`` or ``1-``."""
    if step.endswith("-"):
        return float(step[:-1]) - number
    other = float(step[1:])
    match step[0]:
        case "*":
            return number * other
        case "/":
            return number / other
        case "+":
            return number + other
    raise ValueError(f"the step {step!r} is not known")
