"""Lines of a panel of words, of which so many are shown as fit, with one for all that do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from grafana_foundation_sdk.builders.prometheus import Dataquery

from mixin.dashboards.queries import now


class Line(NamedTuple):
    """What may be said of several at once.

    Attributes:
        expr: The state of each.
        legend: How each is called.
        number: How many there are, where that can be told in fewer words than by counting them.
        warns: Whether it only warns; such lines come after all that do not.
    """

    expr: str
    legend: str
    number: str = ""
    warns: bool = False

    def counted(self) -> str:
        """Return how many there are, 0 of none."""
        return f"({self.number or f'count({self.expr})'} or vector(0))"


def fitting(lines: Sequence[Line], room: int) -> Iterator[Dataquery]:
    """Yield queries of as many lines as there is room for, and one that tells how many are left.

    The panel would drop what does not fit without a word.

    Args:
        lines: Those first that count most.
        room: How many are shown besides the last one.
    """
    for place, line in enumerate(lines):
        yield now(f"topk({_left(lines[:place], room)}, {line.expr})", line.legend)
    rest = f'count_values("more", {_number(lines)} - {room} > 0)'
    yield now(f"{_worst(lines, room)} * {rest}", "and {{more}} more")


def _number(lines: Sequence[Line]) -> str:
    return f"({' + '.join(line.counted() for line in lines)})"


def _left(before: Sequence[Line], room: int) -> str:
    """How many more lines there is room for."""
    return f"scalar(clamp_min({room} - {_number(before)}, 0))" if before else f"{room}"


def _worst(lines: Sequence[Line], room: int) -> str:
    """The state of those left: 2 where all of them only warn, else 0."""
    failing = [line for line in lines if not line.warns]
    if len(failing) == len(lines):
        return "0"
    return f"scalar(2 * ({_number(failing)} <= bool {room}))"
