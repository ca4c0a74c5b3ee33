"""The connections that are open."""

from __future__ import annotations

import asyncio
import gc

from django_health_exporter.web.table import memory
from django_health_exporter.web.table.connection import LOCAL
from django_health_exporter.web.table.newcomers import A_SECOND, IN_VAIN
from open_connections import clients, on_a_loop, until

BRIEF = 0.05


@on_a_loop
async def test_who_sends_no_request_is_closed() -> None:
    """From the first moment on, however often a byte comes."""
    with clients(read=BRIEF) as ground:
        slow = ground.come()
        for _ in range(3):
            ground.table.heard(slow, 1)
        await until(slow.stream.closed)
        assert (ground.counts.timed_out, ground.counts.open) == (1, 0)


@on_a_loop
async def test_who_waits_for_an_answer_is_never_closed() -> None:
    """Neither because of time nor for others."""
    with clients(2, read=BRIEF, write=BRIEF, idle=BRIEF) as ground:
        waiting = [ground.come() for _ in range(2)]
        for connection in waiting:
            ground.table.asked(connection)
        slow = ground.come()
        await until(slow.stream.closed)
        assert ground.table.has_room("b") is False
        assert not any(connection.stream.closed() for connection in waiting)
        assert ground.counts.refused == 1
        assert ground.table.busy


@on_a_loop
async def test_who_does_not_take_the_answer_is_closed() -> None:
    """And the client hears of it, although it has not read what came before."""
    with clients(write=BRIEF) as ground:
        slow = ground.clogged(bytes(5_000_000))
        await until(slow.stream.closed)
        assert ground.counts.timed_out == 1
        assert not ground.table.busy


@on_a_loop
async def test_an_answer_that_is_taken_at_once_is_no_slow_one() -> None:
    """The connection then only waits for tornado to come back."""
    with clients(write=BRIEF) as ground:
        quick = ground.clogged(b"small")
        assert quick.unsent == b""
        ground.table.awaits(quick)
        assert not ground.table.busy


@on_a_loop
async def test_who_asks_no_more_is_closed_after_a_while() -> None:
    """That is nobody's fault and not counted."""
    with clients(idle=BRIEF) as ground:
        idle = ground.idle()
        await until(idle.stream.closed)
        assert ground.counts.timed_out == 0


@on_a_loop
async def test_the_second_request_has_its_time_too() -> None:
    """It begins with the first byte of it, not with the end of the answer before."""
    with clients(read=BRIEF) as ground:
        slow, idle, ahead = ground.idle(), ground.idle(), ground.come()
        ground.table.heard(slow, 1)
        ground.table.asked(ahead)
        ground.table.heard(ahead, 1)
        ground.table.awaits(ahead)
        await until(lambda: slow.stream.closed() and ahead.stream.closed())
        assert not idle.stream.closed()
        assert ground.counts.timed_out == 2


@on_a_loop
async def test_a_newcomer_displaces() -> None:
    """Where all places are taken, one of them gets free."""
    with clients(4) as ground:
        first, *_ = [ground.idle(group) for group in "abcd"]
        assert ground.table.has_room("e")
        assert first.stream.closed()
        assert (ground.counts.evicted, ground.counts.open) == (1, 3)


@on_a_loop
async def test_too_many_from_one_address() -> None:
    """Half of the room is for everybody; then so many a second are let in of one address."""
    with clients(2 * A_SECOND) as ground:
        for _ in range(A_SECOND - 1):
            assert ground.table.has_room("a")
            ground.idle("a")
        ground.idle("b")
        assert ground.table.has_room("a")
        assert not ground.table.has_room("a")
        assert ground.table.has_room("b")
        assert ground.table.has_room(LOCAL)
        assert (ground.counts.refused, ground.counts.evicted) == (1, 0)


@on_a_loop
async def test_connections_in_vain_are_counted() -> None:
    """Those that had a request are not, however they end."""
    with clients(10 * IN_VAIN) as ground:
        assert ground.table.has_room("a")
        for _ in range(IN_VAIN):
            ground.table.remove(ground.idle("a"))
        assert ground.table.has_room("a")
        for _ in range(IN_VAIN):
            ground.table.remove(ground.come("a"))
        assert not ground.table.has_room("a")
        assert ground.table.has_room("b")


@on_a_loop
async def test_requests_in_parts_are_kept_within_bounds() -> None:
    """The largest goes, whoever came first."""
    with clients() as ground:
        small, large, last = ground.come("a"), ground.come("b"), ground.come("c")
        ground.table.heard(small, 1)
        ground.table.heard(large, memory.INCOMING - 1)
        assert not large.stream.closed()
        ground.table.heard(last, 1)
        assert large.stream.closed()
        assert not small.stream.closed()
        ground.table.heard(last, memory.INCOMING - 2)
        assert not last.stream.closed()
        ground.table.asked(last)
        ground.table.heard(last, memory.INCOMING - 2)
        assert ground.counts.evicted == 1


@on_a_loop
async def test_pages_that_are_not_taken_are_kept_within_bounds() -> None:
    """The address that has most loses one."""
    page = bytes(memory.OUTGOING // 2)
    with clients() as ground:
        one = ground.clogged(page + b"1", "a")
        others = [ground.clogged(page + text, "b") for text in (b"2", b"3")]
        assert [other.stream.closed() for other in others] == [True, False]
        assert one.stream.closed()  # with three of half the size each, two are too many
        assert ground.counts.evicted == 2


@on_a_loop
async def test_what_happens_after_the_end_of_a_connection_changes_nothing() -> None:
    """Tornado notices a little later, and goes on till then."""
    with clients() as ground:
        gone = ground.come()
        ground.table.evict(gone)
        ground.table.heard(gone, 5)
        ground.table.asked(gone)
        ground.table.awaits(gone)
        ground.table.answered(gone, b"page")
        ground.table.remove(gone)
        assert (ground.counts.open, list(ground.table)) == (0, [])
        assert not ground.table.busy


@on_a_loop
async def test_tells_when_it_gets_calmer() -> None:
    """After each answer, and each connection that ends."""
    calls: list[int] = []
    with clients() as ground:
        one = ground.come()
        ground.table.calmer = lambda: calls.append(1)
        ground.table.asked(one)
        assert calls == []
        ground.table.awaits(one)
        assert len(calls) == 1
        ground.table.remove(one)
        assert len(calls) == 2


@on_a_loop
async def test_what_a_closed_connection_held_is_free_at_once() -> None:
    """Not only when the garbage collector finds it: an attack is quicker than that."""
    gc.disable()
    try:
        with clients() as ground:
            stream = ground.come_and_go()
            await asyncio.sleep(0)
            assert stream() is None
    finally:
        gc.enable()
