"""What happens when: drawn from a seed before anything happens, so that it can be had again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

FIRST = 3.0
"""Seconds that each target is ill in the first round."""

LASTING = (0.1, 6.0)
"""Seconds that something lasts at the least and at the most; an ill needs two to be told."""

_FLAPS = (0.02, 0.4)


class Deed(NamedTuple):
    """One thing that is done, so many seconds after the round's begin."""

    at: float
    target: str
    ill: str
    begins: bool


class Round(NamedTuple):
    """Deeds in their order; afterwards everything is well and is given time to settle."""

    name: str
    deeds: tuple[Deed, ...]


class Plan:
    """An endless row of rounds.

    Args:
        seed: The same seed gives the same rounds.
        ills: What each target can be given.
    """

    def __init__(self, seed: int, ills: Mapping[str, Sequence[str]]) -> None:
        self._random = Random(seed)  # noqa: S311 - nothing is secret about it
        self._ills = ills

    def rounds(self) -> Iterator[Round]:
        """Draw one round after another; the first gives each target one ill."""
        yield self._everything()
        while True:
            kinds = [self._some, self._some, self._some, self._together, self._flapping]
            yield self._random.choice(kinds)()

    def _everything(self) -> Round:
        deeds: list[Deed] = []
        for place, target in enumerate(self._ills):
            deeds += self._ill(target, place * 0.3, place * 0.3 + FIRST)
        return _round("one after another", deeds)

    def _some(self) -> Round:
        """Ills that come and go by themselves, some at the same time."""
        deeds: list[Deed] = []
        free = dict.fromkeys(self._ills, 0.0)
        for _ in range(self._random.randint(2, 8)):
            target = self._random.choice(list(self._ills))
            begin = free[target] + self._random.uniform(0.0, 2.0)
            free[target] = begin + self._random.uniform(*LASTING)
            deeds += self._ill(target, begin, free[target])
        return _round("at random", deeds)

    def _together(self) -> Round:
        """All targets at once, for as long."""
        lasting = self._random.uniform(*LASTING)
        deeds = [deed for target in self._ills for deed in self._ill(target, 0.0, lasting)]
        return _round("all at once", deeds)

    def _flapping(self) -> Round:
        """One target that comes and goes faster than a check can tell."""
        target = self._random.choice(list(self._ills))
        deeds: list[Deed] = []
        at = 0.0
        for _ in range(self._random.randint(5, 25)):
            end = at + self._random.uniform(*_FLAPS)
            deeds += self._ill(target, at, end)
            at = end + self._random.uniform(*_FLAPS)
        return _round(f"flapping {target}", deeds)

    def _ill(self, target: str, begin: float, end: float) -> tuple[Deed, Deed]:
        ill = self._random.choice(self._ills[target])
        return Deed(begin, target, ill, begins=True), Deed(end, target, ill, begins=False)


def _round(name: str, deeds: Sequence[Deed]) -> Round:
    return Round(name, tuple(sorted(deeds)))
