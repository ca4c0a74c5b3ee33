"""What is remembered while the place where it is kept cannot be used."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from django_health.alerting.bounded_state import BoundedState
from django_health.alerting.record import Record
from django_health.alerting.state import AlertState, MemoryState, StateError
from django_health.alerting.steadfast_state import SteadfastState


class Failing(AlertState):
    """Fails when it is read, or when it is kept."""

    def __init__(self) -> None:
        self.inner = MemoryState()
        self.at_reading = self.at_keeping = False

    @contextmanager
    def turn(self) -> Iterator[Record]:
        """Fail, or not."""
        if self.at_reading:
            raise StateError("the disk is gone")
        with self.inner.turn() as record:
            yield record
        if self.at_keeping:
            raise StateError("the disk is full")


def _look(state: AlertState, now: float) -> float:
    """Note a look; return when the one before was."""
    with state.turn() as record:
        before, record.looked = record.looked, now
    return before


def test_it_goes_on_by_memory(caplog: pytest.LogCaptureFixture) -> None:
    """Says so once, and what it did meanwhile is kept as soon as that can be."""
    failing = Failing()
    state = SteadfastState(failing)
    caplog.set_level(logging.INFO)
    _look(state, 1)
    failing.at_reading = True
    assert [_look(state, 2), _look(state, 3), state.works] == [1, 2, False]
    failing.at_reading = False
    assert [_look(state, 4), state.works, _look(failing, 5)] == [3, True, 4]
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert "the disk is gone; it goes on" in caplog.messages[0]


def test_what_cannot_be_kept_is_remembered() -> None:
    """Also where reading works."""
    failing = Failing()
    state = SteadfastState(failing)
    failing.at_keeping = True
    _look(state, 1)
    assert (state.works, _look(state, 2)) == (False, 1)


def test_what_others_did_meanwhile_counts() -> None:
    """Where they looked later."""
    failing = Failing()
    state = SteadfastState(failing)
    failing.at_reading = True
    _look(state, 1)
    failing.at_reading = False
    _look(failing, 9)
    assert _look(state, 10) == 9


def test_a_place_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on by memory, and so does the next turn, at once."""
    monkeypatch.setattr(BoundedState.__init__, "__kwdefaults__", {"longest": 0.2})
    let_go = threading.Event()

    class Hanging(AlertState):
        """Hangs until it is let go."""

        @contextmanager
        def turn(self) -> Iterator[Record]:
            """Hang."""
            let_go.wait(60)
            yield Record()

    state = SteadfastState(Hanging())
    assert [_look(state, 1), _look(state, 2), state.works] == [0, 1, False]
    let_go.set()


def test_errors_of_whoever_has_the_turn_are_theirs() -> None:
    """And nothing is taken for an error of the state."""
    state = SteadfastState(MemoryState())
    with pytest.raises(KeyError), state.turn():
        raise KeyError
    assert state.works
