"""How many requests may wait for checks at the same time, and who may if all want to."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.table import ConnectionCounts


class Waiting(Protocol):
    """A request that waits."""

    def give_way(self, refusal: RequestError) -> None:
        """End the wait with a refusal, at once."""


class Admission:
    """Counts the requests that wait for checks, and for the page that is made of them.

    A client that asks all the time must not keep the others out: where all places are taken, a
    newcomer gets the latest one of the address that has most, if that has more than the newcomer's.

    Args:
        most: Of them at the same time; 0 for any number.
        counts: Where they are counted.
    """

    def __init__(self, most: int, counts: ConnectionCounts) -> None:
        self._most = most
        self._counts = counts
        self._groups: dict[Waiting, str] = {}
        self._held: Counter[str] = Counter()

    def enter(self, request: Waiting, group: str) -> None:
        """Let one more wait, until it :meth:`leaves <leave>`.

        Args:
            request: Who; may have to give way.
            group: The address that it comes from, or what stands for it.

        Raises:
            RequestError: As many wait as may.
        """
        if request in self._groups:
            return
        if 0 < self._most <= len(self._groups):
            self._displace(group)
        self._groups[request] = group
        self._held[group] += 1
        self._counts.in_flight = len(self._groups)

    def leave(self, request: Waiting) -> None:
        """Note that one waits no more, if it did."""
        group = self._groups.pop(request, None)
        if group is None:
            return
        self._held[group] -= 1
        if not self._held[group]:
            del self._held[group]
        self._counts.in_flight = len(self._groups)

    def _displace(self, group: str) -> None:
        """Take a place from the address that has most, if that is fair."""
        self._counts.rejected += 1
        text = f"Limit of concurrent requests reached ({self._most}), try again later."
        refusal = RequestError(503, text, {"Retry-After": "1"})  # in node_exporter's words
        heaviest, count = self._held.most_common(1)[0]
        if count <= self._held[group] + 1:
            raise refusal
        latest = next(one for one, held_by in reversed(self._groups.items()) if held_by == heaviest)
        self.leave(latest)
        latest.give_way(refusal)
