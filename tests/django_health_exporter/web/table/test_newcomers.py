"""How fast one address may open connections."""

from __future__ import annotations

from django_health_exporter.web.table.connection import LOCAL
from django_health_exporter.web.table.newcomers import A_SECOND, NewcomerRate


def test_so_many_in_a_second() -> None:
    """More are too many, and count as well; in the next second there may be as many again."""
    rate = NewcomerRate(3)
    assert [rate.allows("a", 7.0 + n / 10) for n in range(5)] == [True] * 3 + [False] * 2
    assert rate.allows("a", 7.99) is False
    assert [rate.allows("a", 8.0) for _ in range(4)] == [True] * 3 + [False]


def test_where_there_is_room_more_may_come() -> None:
    """But not any number; all count, however much room there was when they came."""
    rate = NewcomerRate(2, 4)
    assert [rate.allows("a", 1.0, scarce=False) for _ in range(5)] == [True] * 4 + [False]
    assert not rate.allows("a", 1.0)
    assert rate.allows("a", 2.0)


def test_who_comes_in_vain_has_to_wait() -> None:
    """Connections without a request cost as much as others, and only the attacker wants them."""
    rate = NewcomerRate(in_vain=3)
    assert rate.allows("a", 1.0, scarce=False)
    for _ in range(2):
        rate.ended_in_vain("a")
    assert rate.allows("a", 1.0, scarce=False)
    rate.ended_in_vain("a")
    assert not rate.allows("a", 1.9, scarce=False)
    assert rate.allows("b", 1.9, scarce=False)
    assert rate.allows("a", 2.0, scarce=False)


def test_others_are_not_meant() -> None:
    """Each address has its own number, and unix sockets have none."""
    rate = NewcomerRate(1)
    assert rate.allows("a", 1.0)
    assert not rate.allows("a", 1.0)
    assert rate.allows("b", 1.0)
    assert all(rate.allows(LOCAL, 1.0) for _ in range(1000))


def test_a_scraper_never_comes_near() -> None:
    """Ten Prometheus servers behind one address, each with four jobs a second."""
    rate = NewcomerRate()
    assert A_SECOND == 50
    assert all(rate.allows("a", 1 + n / 40) for n in range(4000))
