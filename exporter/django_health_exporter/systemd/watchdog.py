"""Signs of life for the service manager's watchdog, which restarts a daemon that gives none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from django_health_exporter.systemd.notifier import Notifier


@asynccontextmanager
async def signs_of_life(notifier: Notifier, look: Callable[[], object]) -> AsyncIterator[None]:
    """Give signs while the block runs, from the event loop itself: a loop that hangs gives none.

    Args:
        notifier: Gives them, if anybody waits for them.
        look: Asks, on the loop and before each sign, what must not hang either.
    """
    if notifier.interval is None:
        yield
        return
    signs = asyncio.create_task(_give(notifier, look, notifier.interval))
    try:
        yield
    finally:
        signs.cancel()


async def _give(notifier: Notifier, look: Callable[[], object], interval: float) -> None:
    while True:
        look()
        notifier.alive()
        await asyncio.sleep(interval)
