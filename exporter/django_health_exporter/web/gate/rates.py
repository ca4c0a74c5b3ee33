"""How many requests are answered in a time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.policy.policy import RateLimit


class TokenBucket:
    """Holds a token for each request that may come; it fills up as time goes by.

    Args:
        limit: How fast it fills, and how much it holds. It is full at first.
        clock: Monotonic seconds.
    """

    def __init__(self, limit: RateLimit, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._tokens = float(limit.burst)
        self._filled = clock()

    def take(self) -> float:
        """Take a token and return 0; where there is none, return the seconds until there is."""
        now = self._clock()
        gained = (now - self._filled) / self._limit.interval
        self._tokens = min(self._tokens + gained, float(self._limit.burst))
        self._filled = now
        if self._tokens < 1:
            return (1 - self._tokens) * self._limit.interval
        self._tokens -= 1
        return 0.0


class Rates:
    """The buckets of a rate limit: one for the exempt paths, and one for all others.

    So a flood of either starves no request of the other. A limit that changes makes new buckets.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._limit: RateLimit | None = None
        self._buckets: dict[bool, TokenBucket] = {}

    def take(self, limit: RateLimit, *, exempt: bool) -> None:
        """Take a token for a request.

        Raises:
            RequestError: There is none.
        """
        if limit != self._limit:
            self._limit = limit
            self._buckets = {kind: TokenBucket(limit, self._clock) for kind in (True, False)}
        if wait := self._buckets[exempt].take():
            seconds = math.ceil(wait)
            raise RequestError(
                429,
                f"too many requests, try again in {seconds} s",
                {"Retry-After": str(seconds)},
            )
