"""One run at a time, whoever stands for what is run."""

from __future__ import annotations

import gc
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from django_health.custom.turn import _TURNS, Turn, turn_of

SOON = 0.01


class _Unhashable:
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True


def _came(turn: Turn) -> bool:
    """Whether the turn comes to another thread."""

    def ask() -> bool:
        with turn.taken(SOON) as came:
            return came

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask).result(20.0)


def test_turn_is_taken_once() -> None:
    """It comes to the next one when the block has ended, however it did."""
    turn = Turn()

    def leave() -> None:
        with turn.taken(SOON) as came:
            assert came
            assert not _came(turn)
            assert not _came(turn)
            raise SystemExit

    with pytest.raises(SystemExit):
        leave()
    assert _came(turn)


def test_same_object_has_the_same_turn() -> None:
    """Equal ones have their own."""
    one, other = _Unhashable(), _Unhashable()
    assert turn_of(one) is turn_of(one)
    assert turn_of(one) is not turn_of(other)


def test_turn_ends_with_its_object() -> None:
    """Nothing is kept of what is gone, and nobody inherits its turn."""
    before = dict(_TURNS)
    thing = _Unhashable()
    turn_of(thing)
    assert id(thing) in _TURNS
    del thing
    gc.collect()
    assert before.keys() >= _TURNS.keys()


def test_object_that_tells_nobody_of_its_end_has_a_turn_each_time() -> None:
    """Its place in memory may be another's later."""

    class Silent:
        __slots__ = ()

    silent = Silent()
    assert turn_of(silent) is not turn_of(silent)
    assert id(silent) not in _TURNS


def test_turn_that_was_taken_at_a_fork_is_free_in_the_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The thread that would give it back is not there."""
    turn = Turn()
    with turn.taken(SOON):
        monkeypatch.setattr(os, "getpid", lambda: -1)
        assert _came(turn)
        monkeypatch.undo()
        assert not _came(turn)
