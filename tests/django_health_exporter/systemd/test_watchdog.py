"""Signs of life come from the event loop, and end with it."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

from django_health_exporter.systemd.notifier import Notifier
from django_health_exporter.systemd.watchdog import signs_of_life
from service_manager import ServiceManager

PATIENCE = 30.0


def test_signs_come_while_the_block_runs(tmp_path: Path) -> None:
    """One at once, more later, none afterwards."""
    looks: list[int] = []

    async def live(notifier: Notifier) -> None:
        end = time.monotonic() + PATIENCE
        async with signs_of_life(notifier, lambda: looks.append(1)):
            while len(looks) < 3:
                assert time.monotonic() < end
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)

    with ServiceManager(tmp_path / "notify") as manager:
        asyncio.run(live(Notifier(manager.address, interval=0.02)))
        assert manager.waiting() == ["WATCHDOG=1"] * len(looks)
    assert len(looks) < 6


def test_hanging_loop_gives_none(tmp_path: Path) -> None:
    """While the loop does something else there is no sign, however long that takes."""

    async def hang(notifier: Notifier, manager: ServiceManager) -> list[str]:
        async with signs_of_life(notifier, lambda: None):
            await asyncio.sleep(0.01)
            manager.waiting()
            time.sleep(0.2)  # noqa: ASYNC251 - that is what is tried
            return manager.waiting()

    with ServiceManager(tmp_path / "notify") as manager:
        assert asyncio.run(hang(Notifier(manager.address, interval=0.001), manager)) == []


def test_what_hangs_while_it_is_looked_at_ends_the_signs(tmp_path: Path) -> None:
    """An engine that does not let go of its lock is as bad as a hanging loop."""
    lock = threading.Lock()

    def look() -> None:
        with lock:
            pass

    async def live(notifier: Notifier) -> None:
        async with signs_of_life(notifier, look):
            await asyncio.sleep(0.05)

    with ServiceManager(tmp_path / "notify") as manager:
        notifier = Notifier(manager.address, interval=0.001)
        lock.acquire()
        hanging = threading.Thread(target=asyncio.run, args=(live(notifier),))
        hanging.start()
        hanging.join(0.3)
        assert manager.waiting() == []
        lock.release()
        hanging.join(PATIENCE)
        assert manager.waiting() != []


def test_nobody_waits_for_signs(tmp_path: Path) -> None:
    """Without a watchdog there are none."""

    async def live(notifier: Notifier) -> None:
        async with signs_of_life(notifier, lambda: None):
            await asyncio.sleep(0.05)

    with ServiceManager(tmp_path / "notify") as manager:
        asyncio.run(live(Notifier(manager.address)))
        assert manager.waiting() == []
