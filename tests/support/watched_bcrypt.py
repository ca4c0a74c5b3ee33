"""bcrypt that does its work, counted, and held back where a test wants that; and its users."""

from __future__ import annotations

import threading
from base64 import b64encode

import bcrypt
import pytest

from django_health_exporter.web.gate.hashes import cost_of

REAL = bcrypt.checkpw


def hashed(password: str, cost: int = 4) -> bytes:
    """Return the hash of a password; one of cost 4 takes a millisecond."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(cost))


def basic(user: str | bytes, password: str | bytes) -> str:
    """Return an ``Authorization`` header."""
    parts = [part.encode() if isinstance(part, str) else part for part in (user, password)]
    return f"Basic {b64encode(b':'.join(parts)).decode()}"


class WatchedBcrypt:
    """What bcrypt was asked to do.

    Attributes:
        costs: The cost of each hash that a password was held against.
        most_at_once: How many were at work at the same time at most.
        entered: Set once one is at work.
        released: None ends before this is set, which it is at first.
    """

    def __init__(self) -> None:
        self.costs: list[int] = []
        self.most_at_once = 0
        self.entered = threading.Event()
        self.released = threading.Event()
        self.released.set()
        self._at_once = 0
        self._turn = threading.Lock()

    def checkpw(self, password: bytes, stored: bytes) -> bool:
        """Do it."""
        with self._turn:
            self.costs.append(cost_of(stored))
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        self.entered.set()
        assert self.released.wait(60)
        try:
            return REAL(password, stored)
        finally:
            with self._turn:
                self._at_once -= 1

    @property
    def steps(self) -> int:
        """The work done: a cost of ``n`` is ``2**n`` steps."""
        return sum(2**cost for cost in self.costs)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> WatchedBcrypt:
    """Watch bcrypt during a test."""
    watch = WatchedBcrypt()
    monkeypatch.setattr(bcrypt, "checkpw", watch.checkpw)
    return watch
