"""Signals that the loop would sleep through."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from django_health_exporter.web.waking import woken_by_signals

PATIENCE = 20.0


@pytest.fixture
def heard() -> Iterator[threading.Event]:
    """Set when the signal is handled."""
    event = threading.Event()
    before = signal.signal(signal.SIGUSR1, lambda *_: event.set())
    yield event
    signal.signal(signal.SIGUSR1, before)


def test_signal_that_another_thread_is_given(heard: threading.Event) -> None:
    """It is handled although the loop has nothing to do; a thousand of them do no harm."""
    told: list[bool] = []

    async def sleep() -> None:
        loop = asyncio.get_running_loop()
        over = asyncio.Event()

        def signal_myself() -> None:
            time.sleep(0.2)  # the loop waits by now; if not, the signal is handled in any case
            signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
            told.append(heard.wait(PATIENCE))
            loop.call_soon_threadsafe(over.set)

        with woken_by_signals(loop):
            thread = threading.Thread(target=signal_myself)
            thread.start()
            await over.wait()
            thread.join()
            for _ in range(1000):
                signal.raise_signal(signal.SIGUSR1)
            await asyncio.sleep(0)

    asyncio.run(sleep())
    assert told == [True]


def test_descriptor_of_before_comes_back() -> None:
    """What was woken before is woken again afterwards."""

    async def live() -> int:
        with woken_by_signals(asyncio.get_running_loop()):
            inside = signal.set_wakeup_fd(-1)
            signal.set_wakeup_fd(inside)
        return inside

    assert asyncio.run(live()) >= 0
    assert signal.set_wakeup_fd(-1) == -1


def test_other_threads() -> None:
    """A server on another thread, as in tests, leaves signals alone."""
    told: list[int] = []

    async def live() -> None:
        with woken_by_signals(asyncio.get_running_loop()):
            told.append(1)

    thread = threading.Thread(target=lambda: asyncio.run(live()))
    thread.start()
    thread.join(PATIENCE)
    assert told == [1]
