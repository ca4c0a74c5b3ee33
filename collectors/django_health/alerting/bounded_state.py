"""Gives up a place that does not answer: a cache that hangs, a file on a disk that is gone.

Such a call cannot be ended. It is made on a thread of its own, which is left hanging, so that
looks and the end of the process go on without it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django_health.alerting.record import Record
from django_health.alerting.state import AlertState, StateError
from django_health.engine.threads import start_daemon
from django_health.failure import described

LONGEST = 6.0
"""Seconds to wait for the record, and again for it to be kept; more than others' turns take."""


class BoundedState(AlertState):
    """Has each turn on a thread of its own, one after the other.

    While a turn hangs the next ones fail at once.

    Args:
        state: Where the record is kept.
        longest: Seconds to wait for it.
    """

    def __init__(self, state: AlertState, *, longest: float = LONGEST) -> None:
        self.place = state.place
        self._state = state
        self._longest = longest
        self._last: _Turn | None = None
        self._process = os.getpid()

    @contextmanager
    def turn(self) -> Iterator[Record]:
        """Give the record to change, unless it cannot be had in time."""
        turn = self._begun()
        try:
            yield self._record(turn)
            turn.is_wanted = True
        finally:
            turn.left.set()
            in_time = turn.ended.wait(self._longest if turn.entered.is_set() else 0)
        if not in_time:
            raise self._hangs()
        if turn.error is not None:
            raise turn.error

    def _begun(self) -> _Turn:
        # The thread of a parent is not there in a forked child.
        last = self._last if self._process == os.getpid() else None
        if last is not None and not last.ended.is_set():
            raise self._hangs()
        self._process, turn = os.getpid(), _Turn(self._state)
        try:
            start_daemon(turn.run, "alerts-state")
        except RuntimeError:
            raise StateError(f"{self.place}: no thread is left to ask it") from None
        self._last = turn
        return turn

    def _record(self, turn: _Turn) -> Record:
        if not turn.entered.wait(self._longest):
            raise self._hangs()
        if turn.record is None:
            raise turn.error or self._hangs()
        return turn.record

    def _hangs(self) -> StateError:
        return StateError(f"{self.place}: no answer within {self._longest:g} s")


class _GivenUpError(Exception):
    """Nobody waits for this turn any more, and nothing of it is to be kept."""


class _Turn:
    """One turn of a state, on a thread of its own."""

    def __init__(self, state: AlertState) -> None:
        self._state = state
        self.record: Record | None = None
        self.error: StateError | None = None
        self.is_wanted = False
        self.entered = threading.Event()
        self.left = threading.Event()
        self.ended = threading.Event()

    def run(self) -> None:
        """Take the turn, let the record be changed, and keep it."""
        try:
            self._take()
        except _GivenUpError:
            pass
        except StateError as error:
            self.error = error
        except BaseException as error:  # noqa: BLE001 - its text may be a secret
            self.error = StateError(f"{self._state.place}: {described(error)}")
        finally:
            self.entered.set()
            self.ended.set()
            self._state.leave()

    def _take(self) -> None:
        with self._state.turn() as self.record:
            self.entered.set()
            self.left.wait()
            if not self.is_wanted:
                raise _GivenUpError
