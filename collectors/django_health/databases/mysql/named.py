"""Rows of a name and a whole number, of which a server's status consists, found all at once.

To take such rows apart one after the other, packet by packet and value by value, costs more than
to reckon all figures from them. Found are only rows about which nothing is open: whoever asks reads
the others in the common way, which also says what is wrong with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

# Its length, of which two bytes are 0, and its number; then each value behind its own length. The
# number may not go on into the length of the next packet, which can be a digit.
_ROW = rb"(.)\0\0(.)(.)([A-Za-z_]{1,64})(.)([0-9]{1,20})(?=.\0\0|\Z)"
_ONE, _ALL = re.compile(_ROW, re.DOTALL), re.compile(rb"(?:%b)+" % _ROW, re.DOTALL)
_LENGTHS = 2
"""Bytes of a row that are not of its values: their lengths."""
_NUMBERS = bytes(range(256)) * 2
"""Those of packets, which begin anew behind the last."""


class Named(NamedTuple):
    """Rows that stand at a place.

    Attributes:
        cells: The values of each.
        end: The place behind them.
    """

    cells: Sequence[tuple[bytes, bytes]]
    end: int


def named_at(buffer: bytes, start: int, number: int) -> Named | None:
    """Return the rows of a name and a number that stand at a place, up to the first other one.

    Args:
        buffer: What has come.
        start: The place.
        number: That of the packet before.

    Returns:
        ``None`` where there are none, or one of them is not what it seems.
    """
    whole = _ALL.match(buffer, start)
    if whole is None:
        return None
    end = whole.end()
    rows = _ONE.findall(buffer, start, end)
    sizes, numbers, name_sizes, names, value_sizes, values = zip(*rows, strict=True)
    of_names, of_values = list(map(len, names)), list(map(len, values))
    first = (number + 1) & 0xFF
    is_sound = (
        b"".join(numbers) == _NUMBERS[first : first + len(rows)]
        and b"".join(name_sizes) == bytes(of_names)
        and b"".join(value_sizes) == bytes(of_values)
        and b"".join(sizes) == bytes(map(sum, zip(of_names, of_values, repeat(_LENGTHS))))
    )
    return Named(list(zip(names, values, strict=True)), end) if is_sound else None
