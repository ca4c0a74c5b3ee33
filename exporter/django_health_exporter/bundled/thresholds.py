"""The thresholds of rules and dashboards: which there are, and what people want instead."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import msgspec

from django_health.errors import HealthCheckError

FILES = Path(__file__).parent / "files"
"""What is carried: written by ``make mixin``."""

DIGITS = 12
"""That a number may have: so many are written."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_OF_THE_EXPORTER = re.compile(r"(cpu|memory|disk)(_.*)?")
_NAME = re.compile(r"[A-Za-z][A-Za-z_]{0,60}")


class ThresholdError(HealthCheckError, ValueError):
    """What is wanted of the thresholds cannot be; the text is one line."""


class Offered(msgspec.Struct, frozen=True):
    """A threshold.

    Attributes:
        name: Its name.
        unit: What it counts: ``seconds``; ``share`` is 0 to 1.
        text: What is compared with it.
        above: It is greater than this.
        most: It is this at most; ``None`` where nothing ends it.
        at_most: The name of the threshold that it may not exceed; empty without one.
        default: The number where nobody wants another.
        alerts: The alerts that compare with it.
        dashboards: The dashboards that show it.
    """

    name: str
    unit: str
    text: str
    above: float
    most: float | None
    at_most: str
    default: float
    alerts: tuple[str, ...]
    dashboards: tuple[str, ...]


@cache
def offered() -> Mapping[str, Offered]:
    """Return all thresholds by name, in the order in which they are told."""
    text = (FILES / "thresholds.json").read_bytes()
    return {one.name: one for one in msgspec.json.decode(text, type=tuple[Offered, ...])}


def written(number: float) -> str:
    """Return a number as it stands in expressions and texts."""
    return f"{number:.{DIGITS}g}"


def chosen(wanted: Iterable[str]) -> dict[str, float]:
    """Return the number of each threshold.

    Args:
        wanted: ``NAME=NUMBER`` for those that are to differ from their defaults.

    Raises:
        ThresholdError: There is none of the name, or it cannot be that number.
    """
    given: dict[str, float] = {}
    for text in wanted:
        name, number = _understood(text)
        if name in given:
            raise ThresholdError(f"{name} stands twice: keep one")
        given[name] = number
    numbers = {name: one.default for name, one in offered().items()} | given
    for name, one in offered().items():
        if one.at_most and numbers[name] > numbers[one.at_most]:
            raise ThresholdError(
                f"{name} {written(numbers[name])} is above "
                f"{one.at_most} {written(numbers[one.at_most])}: give both"
            )
    return numbers


def _understood(text: str) -> tuple[str, float]:
    name, equals, value = text.partition("=")
    name = name.strip().lower()
    if name not in offered():
        raise ThresholdError(_unknown(name))
    if not equals or not _NUMBER.fullmatch(value.strip()):
        example = written(offered()[name].default)
        raise ThresholdError(f"{name}: a number is expected, as in {name}={example}")
    return name, _within(offered()[name], float(value))


def _within(one: Offered, number: float) -> float:
    """Return the number, if the threshold can be that."""
    told = f"{one.name}: {written(number)} cannot be"
    if not math.isfinite(number) or float(written(number)) != number:
        raise ThresholdError(f"{one.name}: a number has {DIGITS} digits at most")
    if number <= one.above:
        raise ThresholdError(f"{told}, it is more than {written(one.above)}")
    if one.most is not None and number > one.most:
        share = " as a share (0.8 is 80 %)" if one.unit == "share" else ""
        raise ThresholdError(f"{told}, it is {written(one.most)} at most{share}")
    return number


def _unknown(name: str) -> str:
    if _OF_THE_EXPORTER.fullmatch(name):
        return (
            f"{name}: usage of CPU, memory and disks is compared with what each exporter is "
            "configured to ('thresholds:' of its file), which rules and dashboards follow by "
            "themselves"
        )
    told = f"{name!r} is no threshold" if _NAME.fullmatch(name) else "there is no such threshold"
    if similar := get_close_matches(name, offered(), n=1):
        return f"{told}, did you mean {similar[0]!r}?"
    return f"{told}: --list-thresholds names them"
