"""A place that does not answer is given up, and no turn waits for it twice."""

from __future__ import annotations

import os
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from django_health.alerting.bounded_state import BoundedState
from django_health.alerting.record import Record
from django_health.alerting.state import AlertState, MemoryState, StateError
from sample_checks import eventually

LONGEST = 0.2
MARGIN = 10.0


class Place(AlertState):
    """Answers, hangs or fails, at reading or at keeping."""

    place = "the disk"

    def __init__(self) -> None:
        self.inner = MemoryState()
        self.reading, self.keeping = threading.Event(), threading.Event()
        self.reading.set()
        self.keeping.set()
        self.fails: BaseException | None = None
        self.entered = self.kept = self.left = 0

    @contextmanager
    def turn(self) -> Iterator[Record]:
        """Hang until it is let go."""
        self.entered += 1
        self.reading.wait(60)
        if self.fails is not None:
            raise self.fails
        with self.inner.turn() as record:
            yield record
            self.keeping.wait(60)
            self.kept += 1

    def leave(self) -> None:
        """Count."""
        self.left += 1


def _looked(state: AlertState) -> float:
    with state.turn() as record:
        record.looked += 1
        return record.looked


def _gives_up(state: AlertState) -> None:
    begun = time.monotonic()
    with pytest.raises(StateError, match=r"^the disk: no answer within 0\.2 s$"):
        _looked(state)
    assert time.monotonic() - begun < MARGIN


def test_turns_that_end() -> None:
    """Each is kept, and its thread leaves nothing open."""
    place = Place()
    state = BoundedState(place)
    assert [_looked(state), _looked(state)] == [1, 2]
    assert place.kept == 2
    eventually(lambda: place.left == 2)


def test_a_place_that_hangs_when_it_is_read() -> None:
    """It is not asked again while it does, and nothing comes of the turn that was given up."""
    place = Place()
    state = BoundedState(place, longest=LONGEST)
    place.reading.clear()
    for _ in range(3):
        _gives_up(state)
    assert place.entered == 1
    place.reading.set()
    eventually(lambda: place.left == 1)
    assert (place.kept, _looked(state)) == (0, 1)


def test_a_place_that_hangs_when_it_keeps() -> None:
    """The turn has failed, though it may be kept in the end."""
    place = Place()
    state = BoundedState(place, longest=LONGEST)
    place.keeping.clear()
    for _ in range(2):
        _gives_up(state)
    place.keeping.set()
    eventually(lambda: place.left == 1)
    assert _looked(state) == 2


def test_errors_are_told_without_their_text() -> None:
    """But for those of the place itself."""
    place = Place()
    state = BoundedState(place)
    place.fails = KeyboardInterrupt("hunter2")
    with pytest.raises(StateError, match=r"^the disk: KeyboardInterrupt at ") as caught:
        _looked(state)
    assert "hunter2" not in str(caught.value)
    place.fails = StateError("the disk is gone")
    with pytest.raises(StateError, match=r"^the disk is gone$"):
        _looked(state)


def test_a_turn_that_goes_wrong_is_not_kept() -> None:
    """The error is that of whoever had it."""
    place = Place()
    state = BoundedState(place)
    with pytest.raises(KeyError), state.turn():
        raise KeyError
    assert place.kept == 0
    assert _looked(state) == 1


def test_a_forked_child_does_not_wait_for_threads_of_its_parent() -> None:
    """It asks by itself."""
    place = Place()
    state = BoundedState(place, longest=LONGEST)
    place.reading.clear()
    _gives_up(state)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of Python 3.12: threads and a fork
        child = os.fork()
    if not child:
        try:
            place.reading = threading.Event()
            place.reading.set()
            os._exit(0 if _looked(state) == 1 else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    place.reading.set()
    eventually(lambda: place.left == 1)
