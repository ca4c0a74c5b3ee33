"""Who gives way."""

from __future__ import annotations

from collections import Counter

import pytest

from django_health_exporter.web.table.connection import Connection, Stage
from django_health_exporter.web.table.eviction import victim
from open_connections import Clients, clients, on_a_loop

ROOM = 8


def _stage(connections: list[Connection]) -> Stage:
    return Stage(members=dict.fromkeys(connections))


def _chosen(
    ground: Clients, reading: str = "", sending: str = "", idle: str = ""
) -> tuple[str, int] | None:
    """Have connections of groups named by letters; return the stage and the place of the victim."""
    stages = {
        name: [ground.come(group) for group in groups]
        for name, groups in (("reading", reading), ("sending", sending), ("idle", idle))
    }
    asking, taking, waiting = (_stage(members) for members in stages.values())
    chosen = victim(asking, taking, waiting, Counter(reading + sending + idle), ROOM)
    for name, members in stages.items():
        if chosen in members:
            return name, members.index(chosen)
    return None


@pytest.mark.parametrize(
    ("reading", "sending", "idle", "expected"),
    [
        ("abc", "", "ddddd", ("reading", 0)),
        ("ab", "", "cdeddd", ("idle", 1)),
        ("aaab", "ccc", "d", ("reading", 0)),
        ("", "abbb", "cccc", ("sending", 1)),
        ("", "ab", "cdd", ("idle", 1)),
        ("", "", "abcb", ("idle", 1)),
        ("", "", "abc", ("idle", 0)),
        ("ba", "", "", ("reading", 0)),
        ("", "ab", "", ("sending", 0)),
        ("", "abb", "", ("sending", 1)),
        ("", "", "", None),
    ],
)
def test_who_gives_way(
    reading: str, sending: str, idle: str, expected: tuple[str, int] | None
) -> None:
    """The oldest of a crowd that asks slowly, else one of the address that has most."""

    @on_a_loop
    async def run() -> None:
        with clients() as ground:
            assert _chosen(ground, reading, sending, idle) == expected

    run()
