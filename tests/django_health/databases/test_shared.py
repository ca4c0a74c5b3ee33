"""Turns on one connection."""

from __future__ import annotations

import threading
import time

import pytest

from django_health.databases.shared import Turns
from django_health.failure import CheckFailed
from django_health.result import Reason

LONG = 30.0


class Ends:
    """Notes who was told to end."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        """Note it."""
        self.count += 1


class Holder:
    """Has a turn on a thread of its own until it is let go."""

    def __init__(self, turns: Turns, user: object) -> None:
        self._has_it, self._may_end = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold, args=(turns, user))
        self._thread.start()
        assert self._has_it.wait(LONG)

    def _hold(self, turns: Turns, user: object) -> None:
        with turns.turn(user, LONG):
            self._has_it.set()
            self._may_end.wait(LONG)

    def let_go(self) -> None:
        """End the turn."""
        self._may_end.set()
        self._thread.join(LONG)


def test_one_at_a_time() -> None:
    """Who comes while another has it waits, and gets it then."""
    turns, order = Turns(Ends()), list[str]()

    def use(user: str) -> None:
        with turns.turn(user, LONG):
            order.append(user)
            time.sleep(0.002)
            order.append(user)

    threads = [threading.Thread(target=use, args=(str(number),)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert len(order) == 40
    assert all(first == second for first, second in zip(order[::2], order[1::2], strict=True))


def test_a_wait_ends() -> None:
    """Who waits too long is told that the connection is busy, and the turn is not disturbed."""
    turns = Turns(Ends())
    holder = Holder(turns, "holder")
    started = time.monotonic()
    with (
        pytest.raises(CheckFailed, match="busy with another question") as caught,
        turns.turn("waiting", 0.1),
    ):
        pass
    assert caught.value.reason is Reason.TIMEOUT
    assert 0.1 <= time.monotonic() - started < LONG / 2
    holder.let_go()
    with turns.turn("waiting", 0):
        pass


def test_an_error_ends_a_turn() -> None:
    """What happens in the block is let through."""
    turns = Turns(Ends())
    with pytest.raises(KeyError), turns.turn("a", 0):
        raise KeyError
    with turns.turn("b", 0):
        pass


def test_cancelling_ends_only_ones_own() -> None:
    """Neither another's turn nor a turn that is over is told to end."""
    ends = Ends()
    turns = Turns(ends)
    holder = Holder(turns, "holder")
    turns.cancel("other")
    assert ends.count == 0
    turns.cancel("holder")
    assert ends.count == 1
    holder.let_go()
    turns.cancel("holder")
    assert ends.count == 1


def test_cancelling_ends_a_wait() -> None:
    """Who waits is sent away, and who has the turn goes on."""
    ends = Ends()
    turns = Turns(ends)
    holder = Holder(turns, "holder")
    failures: list[CheckFailed] = []

    def wait() -> None:
        try:
            with turns.turn("waiting", LONG):
                pass
        except CheckFailed as failure:
            failures.append(failure)

    waiting = threading.Thread(target=wait)
    waiting.start()
    end = time.monotonic() + LONG
    while waiting.is_alive() and time.monotonic() < end:
        turns.cancel("waiting")
        time.sleep(0.01)
    waiting.join(LONG)
    assert [failure.reason for failure in failures] == [Reason.TIMEOUT]
    assert ends.count == 0
    holder.let_go()


def test_a_closing_that_fails_leaves_nobody_waiting() -> None:
    """The connection is free all the same, and the error is told."""
    turns = Turns(Ends())
    entered, got_it = threading.Event(), threading.Event()

    def fail() -> None:
        raise KeyError

    def wait() -> None:
        entered.set()
        with turns.turn("waiting", LONG):
            got_it.set()

    waiting = threading.Thread(target=wait)
    closing = turns.turn("closing", LONG)
    closing.__enter__()
    waiting.start()
    assert entered.wait(LONG)
    time.sleep(0.2)  # by now it waits to be told
    turns.when_free(fail)
    with pytest.raises(KeyError):
        closing.__exit__(None, None, None)
    assert got_it.wait(LONG / 3)
    waiting.join(LONG)


def test_closing_waits_for_the_turn() -> None:
    """What is to be done when it is free is done at once, or when the turn ends."""
    turns, done = Turns(Ends()), Ends()
    turns.when_free(done)
    assert done.count == 1
    holder = Holder(turns, "holder")
    turns.when_free(done)
    assert done.count == 1
    holder.let_go()
    assert done.count == 2
