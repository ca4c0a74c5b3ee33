"""What became of the messages of each channel; it goes on when a configuration follows another."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django_health.result import Reason


@dataclass
class ChannelCounts:
    """The figures of one channel.

    Attributes:
        sent: Messages that ended, delivered or not.
        failed: Those of them that were not delivered, by reason of the last attempt.
        dropped: Messages that were never tried, as too many waited or the end had come.
        waiting: Messages that wait, or are being delivered.
        last_success: Unix time of the last delivery; ``None`` if there was none.
        works: Whether the last attempt delivered; ``None`` before the first one.
    """

    sent: int = 0
    failed: Counter[Reason] = field(default_factory=Counter)
    dropped: int = 0
    waiting: int = 0
    last_success: float | None = None
    works: bool | None = None


class Counts:
    """The figures of all channels by name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._channels: dict[str, ChannelCounts] = {}

    def of(self, name: str) -> ChannelCounts:
        """Return the figures of a channel, which begin at nothing."""
        with self._lock:
            return self._channels.setdefault(name, ChannelCounts())

    def present(self) -> Mapping[str, ChannelCounts]:
        """Return the figures by name."""
        with self._lock:
            return dict(self._channels)
