"""Runs in steps."""

from __future__ import annotations

import time

import pytest

from django_health import steps as steps_module
from django_health.steps import Awaited, Steps, completed, heard_at


def _sent(waits: int) -> Steps[list[float | None]]:
    """Waits so many times, and returns what it was told."""
    told: list[float | None] = []
    while len(told) < waits:
        told.append((yield Awaited(0)))
    return told


def _failing() -> Steps[None]:
    yield Awaited(0)
    raise KeyError


@pytest.mark.parametrize("waits", [0, 1, 3])
def test_completed(waits: int) -> None:
    """Each wait is the run's own: it hears of none that anything came."""
    assert completed(_sent(waits)) == [None] * waits


def test_an_error_is_let_through() -> None:
    """It is the run's."""
    with pytest.raises(KeyError):
        completed(_failing())


def test_an_answer_comes_soon_if_nothing_else_is_said() -> None:
    """As most do."""
    assert Awaited(7) == Awaited(7, is_soon=True) != Awaited(7, is_soon=False)


def test_an_answer_was_there_when_it_was_seen() -> None:
    """What others took since is not the server's time."""
    seen = time.perf_counter()
    assert heard_at(seen) == seen


def test_an_answer_that_nobody_saw_coming_is_there_now() -> None:
    """Whoever has read it has waited for it."""
    before = time.perf_counter()
    assert before <= heard_at(None) <= time.perf_counter()


def test_an_answer_that_came_in_pieces_is_there_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of it was waited for after its beginning was seen."""
    monkeypatch.setattr(steps_module, "_AT_ONCE", 10.0)
    before = time.perf_counter()
    assert heard_at(before - 9.0) == before - 9.0
    assert before <= heard_at(before - 11.0) <= time.perf_counter()
