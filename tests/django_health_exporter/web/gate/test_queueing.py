"""Work that is done one after another, off the loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.gate.queueing import MOST_OF_A_PLACE, MOST_WAITING, Queue

WAIT = 60.0


class Work:
    """Is done once it is released, and sees what is done beside it."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.threads: set[str] = set()
        self.most_at_once = 0
        self.done = 0
        self._at_once = 0

    def __call__(self) -> bool:
        """Do it."""
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        self.threads.add(threading.current_thread().name)
        assert self.released.wait(WAIT)
        self.done += 1
        self._at_once -= 1
        return True


def _refused(queue: Queue, place: str, work: Callable[[], bool]) -> RequestError:
    with pytest.raises(RequestError) as caught:
        queue.start(place, work)
    return caught.value


def test_one_at_a_time() -> None:
    """The loop goes on meanwhile, and all are done in the end."""
    work = Work()

    async def several() -> list[bool]:
        queue = Queue()
        runs = [queue.start(f"place {number}", work) for number in range(5)]
        await asyncio.sleep(0)
        assert work.done == 0
        work.released.set()
        return await asyncio.gather(*runs)

    assert asyncio.run(several()) == [True] * 5
    assert (work.done, work.most_at_once, work.threads) == (5, 1, {"bcrypt"})


def test_an_address_has_its_share() -> None:
    """What is above it is refused with 429, and another address has room."""
    work = Work()

    async def flood() -> None:
        queue = Queue()
        runs = [queue.start("flood", work) for _ in range(MOST_OF_A_PLACE)]
        error = _refused(queue, "flood", work)
        assert (error.status_code, error.headers) == (429, {"Retry-After": "1"})
        runs.append(queue.start("other", work))
        work.released.set()
        await asyncio.gather(*runs)
        await queue.start("flood", work)  # there is room again

    asyncio.run(flood())
    assert work.done == MOST_OF_A_PLACE + 2


def test_no_more_than_some() -> None:
    """However many addresses there are, what is too much is refused with 503."""
    work = Work()

    async def flood() -> None:
        queue = Queue()
        runs = [queue.start(f"place {number}", work) for number in range(MOST_WAITING)]
        error = _refused(queue, "one more", work)
        assert (error.status_code, error.headers) == (503, {"Retry-After": "1"})
        work.released.set()
        await asyncio.gather(*runs)
        assert await queue.start("one more", work)
        assert not queue._places  # nothing is kept of addresses that came once

    asyncio.run(flood())


def test_work_that_fails() -> None:
    """Its error comes out where it is waited for, and the next has its turn."""

    def broken() -> bool:
        raise ValueError("broken")

    async def both() -> bool:
        queue = Queue()
        with pytest.raises(ValueError, match="broken"):
            await queue.start("place", broken)
        return await queue.start("place", lambda: True)

    assert asyncio.run(both())


def test_no_thread_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that may have no more threads refuses with 503, and goes on later."""

    def refuse(_self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async def later() -> bool:
        queue = Queue()
        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", refuse)
            with pytest.raises(RequestError) as caught:
                await queue.start("place", lambda: True)
        assert caught.value.status_code == 503
        return await queue.start("place", lambda: True)

    assert asyncio.run(later())


def test_the_end_waits_for_nothing() -> None:
    """A loop that ends while work is under way ends, and the work does no harm afterwards."""
    work = Work()

    async def leave() -> None:
        queue = Queue()
        queue.start("place", work)
        async with asyncio.timeout(WAIT):
            while not work.threads:  # noqa: ASYNC110 - the thread sets no event of the loop
                await asyncio.sleep(0.001)

    asyncio.run(leave())
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "bcrypt"]
    assert thread.daemon
    work.released.set()
    thread.join(WAIT)
    assert work.done == 1
