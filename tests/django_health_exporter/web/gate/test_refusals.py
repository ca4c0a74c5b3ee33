"""How the log tells of many refusals."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest

from django_health_exporter.web.gate.refusals import MOST_PLACES, Refusals

LONG = 3600.0


@pytest.fixture(autouse=True)
def _told(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno > logging.DEBUG]


async def _until_told(caplog: pytest.LogCaptureFixture, lines: int) -> None:
    async with asyncio.timeout(30):
        while len(_lines(caplog)) < lines:  # noqa: ASYNC110 - the log sets no event
            await asyncio.sleep(0.01)


def test_the_first_is_told_at_once(caplog: pytest.LogCaptureFixture) -> None:
    """And no other before the interval is over."""

    async def flood() -> None:
        refusals = Refusals("wrong", sparing=LONG)
        for _ in range(1000):
            refusals.note("192.0.2.1")
        await asyncio.sleep(0)

    asyncio.run(flood())
    assert _lines(caplog) == ["wrong: 1 from 192.0.2.1"]
    assert caplog.records[-1].levelno == logging.WARNING


def test_the_rest_is_told_together(caplog: pytest.LogCaptureFixture) -> None:
    """How many, from how many addresses, and from which most; the last ones too."""

    async def flood() -> None:
        refusals = Refusals("wrong", sparing=0.05)
        for place in ("192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.1"):
            refusals.note(place)
        await _until_told(caplog, 2)
        refusals.note("192.0.2.3")
        await _until_told(caplog, 3)

    asyncio.run(flood())
    assert _lines(caplog) == [
        "wrong: 1 from 192.0.2.1",
        "wrong: 3 from 2 addresses, 2 of them from 192.0.2.1",
        "wrong: 1 from 192.0.2.3",
    ]


def test_silence_after_silence(caplog: pytest.LogCaptureFixture) -> None:
    """Where nothing more came, nothing is told, and the next is told at once again."""

    async def twice() -> None:
        refusals = Refusals("wrong", sparing=0.01)
        refusals.note("192.0.2.1")
        async with asyncio.timeout(30):
            while refusals._pause is not None:  # noqa: ASYNC110 - silence sets no event
                await asyncio.sleep(0.01)
        refusals.note("192.0.2.2")

    asyncio.run(twice())
    assert _lines(caplog) == ["wrong: 1 from 192.0.2.1", "wrong: 1 from 192.0.2.2"]


def test_addresses_without_end(caplog: pytest.LogCaptureFixture) -> None:
    """They fill neither memory nor log."""

    async def flood() -> None:
        refusals = Refusals("wrong", sparing=0.05)
        for number in range(3 * MOST_PLACES + 1):
            refusals.note(f"address {number}")
        assert len(refusals._counts) == MOST_PLACES + 1
        await _until_told(caplog, 2)

    asyncio.run(flood())
    total, most = 3 * MOST_PLACES, 1
    assert _lines(caplog)[1] == (
        f"wrong: {total} from more than {MOST_PLACES} addresses, {most} of them from address 1"
    )
