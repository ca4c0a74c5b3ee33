"""How long a ping waits for answers: no longer than needed, and long enough for a slow worker."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 5.0
"""Seconds at most to wait for a worker that is expected to answer, or for the first of all."""

ACQUAINTANCE = 1.0
"""Seconds to listen where no worker is known yet and the broker does not tell how many there are;
as long as Celery's own ping always takes."""

GRACE = 0.05
"""Seconds to listen on for others, when all that are expected have answered."""


class RollCall:
    """Counts the workers that answer one ping after the other.

    Celery's own ping cannot know whether another worker would have answered, and so always takes
    all of its time. This one remembers who answered: a ping is over when the broker's count of its
    recipients is reached, or else when everyone who is expected has answered and :data:`GRACE` has
    passed without another. Where one of these is missing it waits with patience, so that no worker
    is given up for being slow once. One that still has not answered is not counted, and no longer
    expected by the next ping. If its answer comes after all, the next ping finds it and expects the
    worker again; so it is with a newcomer that needs longer than the others.

    Args:
        patience: Seconds at most for a ping.
        clock: Monotonic seconds.
    """

    def __init__(self, patience: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience = patience
        self._clock = clock
        self._expected: set[str] = set()
        self._answered: dict[str, float] = {}
        self._begun = 0.0

    def begin(self) -> None:
        """Begin a ping; call it right before it is sent."""
        self._answered = {}
        self._begun = self._clock()

    def end(self) -> None:
        """End a ping that was waited for; one that broke off changes no expectation."""
        self._expected = set(self._answered)

    def heard(self, worker: str) -> None:
        """Note an answer to the ping that is under way."""
        self._answered.setdefault(worker, self._clock())

    def heard_late(self, worker: str) -> None:
        """Note an answer to an earlier ping: that worker is there, and is waited for now."""
        self._expected.add(worker)

    @property
    def workers(self) -> list[str]:
        """Who has answered so far, in alphabetical order."""
        return sorted(self._answered)

    @property
    def round_trip(self) -> float | None:
        """Seconds to the first answer; ``None`` without one."""
        return min(self._answered.values()) - self._begun if self._answered else None

    def remaining(self, recipients: int | None = None) -> float:
        """Return the seconds for which to listen on; 0 when the ping is over.

        Args:
            recipients: To how many the broker gave the ping, where it tells.
        """
        if recipients is not None and len(self._answered) >= recipients:
            return 0.0
        now = self._clock()
        left = self._begun + self._patience - now
        if self._answered and not self._expected - self._answered.keys():
            left = min(left, self._settled() - now)
        return max(left, 0.0)

    def _settled(self) -> float:
        """When there is nobody left to wait for."""
        if not self._expected:
            return self._begun + ACQUAINTANCE
        return max(self._answered.values()) + GRACE
