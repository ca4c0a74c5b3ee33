"""The channels of an alerting under their names, each with what sends to it."""

from __future__ import annotations

import itertools

from django_health.alerting.counts import Counts
from django_health.alerting.sender import Sender
from django_health.alerting.telling import Wishes
from django_health.json_ready import one_line


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

    def wishes(self, sender: Sender, otherwise: Wishes) -> Wishes:
        """Return what a channel wants to be told: what it says itself, else what is given."""
        repeat = getattr(sender.channel, "repeat_interval", None)
        resolved = getattr(sender.channel, "send_resolved", None)
        return Wishes(
            otherwise.repeat_interval if repeat is None else repeat,
            otherwise.send_resolved if resolved is None else resolved,
        )

    def _free(self, name: str) -> str:
        taken = {sender.name for sender in self.senders}
        numbered = (f"{name}-{number}" for number in itertools.count(2))
        return next(one for one in itertools.chain((name,), numbered) if one not in taken)


def _name_of(channel: object) -> str:
    name = getattr(channel, "name", "")
    return one_line(name, 100) if isinstance(name, str) and name else type(channel).__name__
