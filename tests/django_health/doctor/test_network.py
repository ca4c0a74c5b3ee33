"""Which ways are followed."""

from __future__ import annotations

import threading

from django_health.doctor.address import Address
from django_health.doctor.network import MOST, ways_of
from django_health.doctor.way import Way
from django_health.result import Reason, Status
from sample_checks import result_of

PLACE = Address("h", 1)


def follow(address: Address) -> Way:
    """A way that is named after its end."""
    return Way(address.words)


def test_only_what_could_not_be_reached() -> None:
    """A wrong password is none of the network's."""
    results = [
        result_of("database", "a", status=Status.ERROR, reason=Reason.TIMEOUT),
        result_of("database", "b", status=Status.ERROR, reason=Reason.AUTH),
        result_of("database", "c"),
        result_of("database", "d", status=Status.ERROR, reason=Reason.REFUSED),
    ]
    known = {f"database/{alias}": PLACE for alias in "abc"}
    assert ways_of(results, known, follow) == {"database/a": Way("h:1")}


def test_all_at_once_and_each_once() -> None:
    """Several databases of one server have one way."""
    results = [
        result_of("tcp", str(number), status=Status.ERROR, reason=Reason.REFUSED)
        for number in range(3)
    ]
    addresses = {"tcp/0": PLACE, "tcp/1": PLACE, "tcp/2": Address("other", 2)}
    both = threading.Barrier(2, timeout=20)
    followed: list[Address] = []

    def meet(address: Address) -> Way:
        followed.append(address)
        both.wait()
        return Way(address.words)

    found = ways_of(results, addresses, meet)
    assert len(followed) == 2
    assert found["tcp/0"] == found["tcp/1"] == Way("h:1")


def test_not_more_than_so_many() -> None:
    """A thousand targets that are down are one trouble."""
    results = [
        result_of("tcp", str(number), status=Status.ERROR, reason=Reason.REFUSED)
        for number in range(100)
    ]
    addresses = {f"tcp/{number}": Address("h", number) for number in range(100)}
    assert len(ways_of(results, addresses, follow)) == MOST
