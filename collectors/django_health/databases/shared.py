"""Whose turn it is on the one connection that a check shares with its borrowers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django_health.failure import CheckFailed
from django_health.result import Reason

_BUSY = "the connection is busy with another question"


class Turns:
    """Lets users of a connection have it one after the other, and ends what just one of them does.

    Args:
        end: Makes what is under way on the connection end soon; must not block.
    """

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end
        self._changed = threading.Condition()
        self._user: object | None = None
        self._waiting: list[object] = []
        self._afterwards: Callable[[], None] | None = None

    @contextmanager
    def turn(self, user: object, timeout: float) -> Iterator[None]:
        """Have the connection alone while the block runs.

        Args:
            user: Who wants it, for :meth:`cancel`.
            timeout: Seconds to wait while another has it.

        Raises:
            CheckFailed: Another had it all the time, or the wait was cancelled.
        """
        self._take(user, timeout)
        try:
            yield
        finally:
            self._give_back()

    def cancel(self, user: object) -> None:
        """End what this user does or waits for, and nothing else; from any thread."""
        with self._changed:  # held until the end is told, which could hit the next user's turn
            if self._user is user:
                self._end()
            elif user in self._waiting:
                self._waiting.remove(user)
                self._changed.notify_all()

    def when_free(self, action: Callable[[], None]) -> None:
        """Do something with the connection: now, or at the end of the turn that somebody has."""
        with self._changed:
            if self._user is None:
                action()
            else:
                self._afterwards = action

    def _take(self, user: object, timeout: float) -> None:
        with self._changed:
            if self._user is not None:
                self._wait(user, time.monotonic() + timeout)
            self._user = user

    def _wait(self, user: object, end: float) -> None:
        self._waiting.append(user)
        try:
            while self._user is not None:
                self._changed.wait(end - time.monotonic())
                if user not in self._waiting or (self._user is not None and _is_past(end)):
                    raise CheckFailed(Reason.TIMEOUT, _BUSY)
        finally:
            if user in self._waiting:
                self._waiting.remove(user)

    def _give_back(self) -> None:
        with self._changed:
            self._user = None
            action, self._afterwards = self._afterwards, None
            try:
                if action is not None:
                    action()
            finally:  # whatever becomes of that, the connection is free
                self._changed.notify_all()


def _is_past(end: float) -> bool:
    return time.monotonic() >= end
