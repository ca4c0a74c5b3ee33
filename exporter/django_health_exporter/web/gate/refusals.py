"""The log of what is refused: a line a minute at most, whoever tries however often."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter

logger = logging.getLogger(__name__)

SPARING = 60.0
"""Seconds between two lines."""

MOST_PLACES = 1000
"""Addresses that are counted apart; those that come later are counted together."""

REST = "the rest"


class Refusals:
    """Counts by address, and tells the first at once and those that follow a minute later.

    Args:
        what: What is refused, as the log says it.
        sparing: Seconds between two lines.
    """

    def __init__(self, what: str, sparing: float = SPARING) -> None:
        self._what = what
        self._sparing = sparing
        self._counts: Counter[str] = Counter()
        self._pause: asyncio.TimerHandle | None = None

    def note(self, address: str) -> None:
        """Count one more; on the event loop."""
        apart = address in self._counts or len(self._counts) < MOST_PLACES
        self._counts[address if apart else REST] += 1
        if self._pause is None:
            self._tell()

    def _tell(self) -> None:
        self._pause = None
        if self._counts:
            logger.warning("%s: %s", self._what, _told(self._counts))
            self._counts.clear()
            self._pause = asyncio.get_running_loop().call_later(self._sparing, self._tell)


def _told(counts: Counter[str]) -> str:
    total = counts.total()
    number = f"more than {MOST_PLACES}" if counts.pop(REST, 0) else f"{len(counts)}"
    ((address, most),) = counts.most_common(1)
    if most == total:
        return f"{total} from {address}"
    return f"{total} from {number} addresses, {most} of them from {address}"
