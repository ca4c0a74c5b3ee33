"""The moment by which a run must have ended."""

from __future__ import annotations

import os
import select
import threading
import time

import pytest

from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason


def test_it_tells_what_is_left() -> None:
    """The seconds left are never more than were given."""
    assert 0 < Deadline(10).left() <= 10


def test_its_end_is_a_timeout() -> None:
    """When nothing is left, asking for it fails with the reason timeout."""
    with pytest.raises(CheckFailed) as caught:
        Deadline(0).left()

    assert caught.value.reason is Reason.TIMEOUT


def test_a_part_never_outlives_the_whole() -> None:
    """A part has its own seconds, bounded by those of the whole."""
    assert Deadline(10).part(1).left() <= 1
    assert Deadline(1).part(10).left() <= 1


def test_a_part_is_cancelled_with_the_whole() -> None:
    """Cancelling the whole ends the wait of its part."""
    whole = Deadline(10)
    part = whole.part(5)

    whole.cancel()

    with pytest.raises(CheckFailed):
        part.left()


def test_it_waits_for_a_descriptor() -> None:
    """A wait ends when the descriptor is ready."""
    reading, writing = os.pipe()
    try:
        os.write(writing, b"x")
        Deadline(10).wait(reading, select.POLLIN)
    finally:
        os.close(reading)
        os.close(writing)


def test_a_cancelled_wait_ends_soon() -> None:
    """A wait ends long before its time when another thread cancels it."""
    reading, writing = os.pipe()
    deadline = Deadline(30)
    started = time.monotonic()
    timer = threading.Timer(0.05, deadline.cancel)
    timer.start()
    try:
        with pytest.raises(CheckFailed):
            deadline.wait(reading, select.POLLIN)
    finally:
        timer.join()
        os.close(reading)
        os.close(writing)

    assert time.monotonic() - started < 5
