"""Pages of measurements that come in the same order again and again, as they do at each scrape.

Which lines a page has, and in which order, changes seldom; so it is kept, and found again by what
tells the measurements apart. Then only the values that have changed are looked at one by one.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import compress
from math import inf
from operator import ne
from struct import Struct
from typing import NamedTuple

from prometheus_client.utils import floatToGoString

from django_health.reports.families import Same
from django_health.result import Family, Measurement

_LIKE_PYTHON = 1e6
"""Below it numbers are written as Python writes them."""

_NEGATIVE_ZERO = Struct("d").pack(-0.0)


class Items(NamedTuple):
    """What a page tells, without the values: measurements, and batches that stay the same.

    Attributes:
        families: Of each measurement; or the batch.
        labels: Of each measurement; none of a batch.
    """

    families: tuple[Family | Same, ...]
    labels: tuple[tuple[str, ...], ...]


def items_of(batches: Iterable[Sequence[Measurement]]) -> tuple[Items, list[float]]:
    """Return what a page tells, and the value of each item; that of a batch means nothing."""
    told: list[tuple[Family | Same, float, tuple[str, ...]]] = []
    for batch in batches:
        if batch.__class__ is Same:
            told.append((batch, 0.0, ()))
        else:
            told += batch
    if not told:
        return Items((), ()), []
    families, values, labels = zip(*told, strict=True)
    return Items(families, labels), list(values)


class Layout:
    """The text of a page in pieces, one for each line, and which of them tells which value.

    Not safe for concurrent use.

    Args:
        pieces: The text; what stands in those for values is written over.
        places: For each item the number of its piece.
        starts: For each item its line up to the value; empty for a batch, whose piece stays.
    """

    def __init__(self, pieces: list[str], places: Sequence[int], starts: Sequence[str]) -> None:
        self._pieces = pieces
        self._places = places
        self._starts = starts
        self._pack = Struct(f"{len(places)}d").pack
        self._values: Sequence[float] = ()
        self._bits = b""
        self._has_zero = False

    def __len__(self) -> int:
        return len(self._pieces)

    def text(self, values: Sequence[float]) -> str:
        """Return the page with these values."""
        pieces, places, starts = self._pieces, self._places, self._starts
        for item in compress(range(len(places)), self._changed(values)):
            pieces[places[item]] = f"{starts[item]}{written(values[item])}\n"
        return "".join(pieces)

    def _changed(self, values: Sequence[float]) -> Iterable[object]:
        """For each item, whether its value may be written otherwise than it was the last time."""
        before, bits_before, had_zero = self._values, self._bits, self._has_zero
        bits = self._pack(*values)
        has_zero = _NEGATIVE_ZERO in bits  # or something that looks like one
        self._values, self._bits, self._has_zero = values, bits, has_zero
        if not bits_before:
            return self._starts
        if has_zero or had_zero:  # the two zeros are equal, and written differently
            return map(ne, array("q", bits), array("q", bits_before))
        return map(ne, values, before)


def written(value: float) -> str:
    """Return a number as the library writes it."""
    if -inf < value < _LIKE_PYTHON:
        return repr(float(value))
    return floatToGoString(value)  # type: ignore[no-untyped-call, no-any-return]
