"""Whose password is held against a hash, and how often."""

from __future__ import annotations

import asyncio

import pytest

from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.gate.basic import Credentials
from django_health_exporter.web.gate.passwords import Passwords
from django_health_exporter.web.gate.queueing import MOST_OF_A_PLACE
from watched_bcrypt import WatchedBcrypt, hashed

USERS = {"prometheus": hashed("right"), "grafana": hashed("other", 5)}

RIGHT = Credentials("prometheus", b"right")
WRONG = Credentials("prometheus", b"wrong")
UNKNOWN = Credentials("nobody", b"right")


@pytest.mark.parametrize(
    ("credentials", "right"),
    [(RIGHT, True), (WRONG, False), (UNKNOWN, False), (Credentials("grafana", b"right"), False)],
)
def test_each_is_found_out_once(
    credentials: Credentials, right: bool, watched: WatchedBcrypt
) -> None:
    """Then it is known, whether right or wrong."""

    async def twice() -> tuple[object, ...]:
        passwords = Passwords()
        before = passwords.known(USERS, credentials)
        first = await passwords.are_right(USERS, credentials, "place")
        steps = watched.steps
        return before, first, passwords.known(USERS, credentials), watched.steps - steps

    assert asyncio.run(twice()) == (None, right, right, 0)


def test_the_same_at_the_same_time(watched: WatchedBcrypt) -> None:
    """A hundred requests with the same credentials wait for one bcrypt, from wherever."""

    async def crowd() -> list[bool]:
        passwords = Passwords()
        asked = [passwords.are_right(USERS, RIGHT, f"place {number % 2}") for number in range(100)]
        return await asyncio.gather(*asked)

    assert asyncio.run(crowd()) == [True] * 100
    assert watched.costs == [4]


def test_one_who_gives_up_stops_no_other(watched: WatchedBcrypt) -> None:
    """The others still get their answer."""
    watched.released.clear()

    async def both() -> bool:
        passwords = Passwords()
        first, second = (
            asyncio.create_task(passwords.are_right(USERS, RIGHT, "place")) for _ in range(2)
        )
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        watched.released.set()
        return await second

    assert asyncio.run(both())


def test_known_ones_pass_a_full_queue(watched: WatchedBcrypt) -> None:
    """While wrong passwords are at work and too many more come, verified ones are known."""

    async def flood() -> None:
        passwords = Passwords()
        assert await passwords.are_right(USERS, RIGHT, "place")
        watched.released.clear()
        tried = [Credentials("prometheus", b"%d" % number) for number in range(MOST_OF_A_PLACE)]
        flood = [asyncio.create_task(passwords.are_right(USERS, one, "place")) for one in tried]
        await asyncio.sleep(0)
        with pytest.raises(RequestError):
            await passwords.are_right(USERS, WRONG, "place")
        assert passwords.known(USERS, RIGHT) is True
        watched.released.set()
        assert await asyncio.gather(*flood) == [False] * MOST_OF_A_PLACE

    asyncio.run(flood())
    assert watched.most_at_once == 1


@pytest.mark.parametrize(
    "users",
    [
        {"prometheus": hashed("new")},
        {"prometheus": hashed("right")},
        {"grafana": USERS["grafana"]},
    ],
)
def test_a_changed_hash(users: dict[str, bytes]) -> None:
    """Whoever has another hash now, or none any more, is not known any more."""

    async def change() -> bool | None:
        passwords = Passwords()
        assert await passwords.are_right(USERS, RIGHT, "place")
        return passwords.known(users, RIGHT)

    assert asyncio.run(change()) is None


def test_work_that_fails_is_not_remembered(watched: WatchedBcrypt) -> None:
    """A hash that bcrypt does not take is an error each time, and no verdict."""
    users = {"prometheus": b"$2b$04$short"}

    async def twice() -> None:
        passwords = Passwords()
        for _ in range(2):
            with pytest.raises(ValueError, match="Invalid salt"):
                await passwords.are_right(users, RIGHT, "place")
            assert passwords.known(users, RIGHT) is None

    asyncio.run(twice())
    assert watched.costs == [4, 4]
