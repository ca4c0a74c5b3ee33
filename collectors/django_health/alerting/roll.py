"""The channels of an alerting under their names, each with what sends to it."""

from __future__ import annotations

import itertools
import logging
import time

from django_health.alerting.counts import Counts
from django_health.alerting.sender import Sender, seconds
from django_health.alerting.telling import Wishes
from django_health.json_ready import one_line

_GLANCE = 0.2
"""Seconds between two looks whether a channel hangs."""

logger = logging.getLogger(__name__)


class Roll:
    """Knows all channels, in the order in which they came.

    Args:
        counts: Told what becomes of their messages.
    """

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.senders: tuple[Sender, ...] = ()

    def add(self, channel: object, name: str = "") -> None:
        """Take up a channel.

        Args:
            channel: Has ``send_alert``.
            name: What it is called; its own name, or that of its class, where it is empty. A
                number is added to one that is taken.

        Raises:
            TypeError: It is no channel.
        """
        if isinstance(channel, type) or not callable(getattr(channel, "send_alert", None)):
            what = channel.__name__ if isinstance(channel, type) else type(channel).__name__
            raise TypeError(f"{what} is no channel: give an instance with send_alert(health_data)")
        free = self._free(name or _name_of(channel))
        self.senders = (*self.senders, Sender(free, channel, self.counts.of(free)))
        repeat = getattr(channel, "repeat_interval", None)
        if repeat is not None and not seconds(repeat, 0.0):
            logger.warning("alerting: channel %s: repeat_interval is no number of seconds", free)

    def wishes(self, sender: Sender, otherwise: Wishes) -> Wishes:
        """Return what a channel wants to be told: what it says itself, else what is given."""
        repeat = getattr(sender.channel, "repeat_interval", None)
        resolved = getattr(sender.channel, "send_resolved", None)
        return Wishes(
            seconds(repeat, otherwise.repeat_interval),
            resolved if isinstance(resolved, bool) else otherwise.send_resolved,
        )

    def unfinished(self) -> list[str]:
        """Wait until each channel has delivered or failed; return the names of those that hang.

        A channel hangs where an attempt overruns its timeout, or its message takes longer than all
        attempts and pauses may.
        """
        begun = time.monotonic()
        while left := [sender for sender in self.senders if not sender.wait(0)]:
            waited = time.monotonic() - begun
            if all(sender.overruns or waited > sender.longest for sender in left):
                break
            next((sender for sender in left if not sender.overruns), left[0]).wait(_GLANCE)
        return [sender.name for sender in left]

    def _free(self, name: str) -> str:
        taken = {sender.name for sender in self.senders}
        numbered = (f"{name}-{number}" for number in itertools.count(2))
        return next(one for one in itertools.chain((name,), numbered) if one not in taken)


def _name_of(channel: object) -> str:
    name = getattr(channel, "name", "")
    return one_line(name, 100) if isinstance(name, str) and name else type(channel).__name__
