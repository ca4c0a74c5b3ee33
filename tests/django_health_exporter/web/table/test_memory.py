"""How many bytes clients may have the process keep."""

from __future__ import annotations

from django_health_exporter.web.table import memory
from django_health_exporter.web.table.connection import Stage
from django_health_exporter.web.table.memory import OUTGOING, largest_request, one_too_many
from open_connections import Clients, clients, on_a_loop


def _sending(ground: Clients, *pages: bytes, group: str = "a") -> Stage:
    stage = Stage()
    for page in pages:
        connection = ground.come(group)
        connection.unsent = page
        stage.members[connection] = None
    return stage


@on_a_loop
async def test_the_largest_request() -> None:
    """It is looked for at all stages; who has sent nothing is not meant."""
    with clients() as ground:
        few, many, none = ground.come(), ground.come(), ground.come()
        few.incoming, many.incoming = 1, 2
        stages = [Stage(members={few: None, none: None}), Stage(members={many: None})]
        assert largest_request(*stages) is many
        assert largest_request(Stage(members={none: None})) is None
        assert largest_request(Stage()) is None


@on_a_loop
async def test_pages_within_bounds_stay() -> None:
    """As does a single one, however large it is, and one that many wait for."""
    page = bytes(OUTGOING // 2)
    with clients() as ground:
        held = {"a": 2}
        assert one_too_many(_sending(ground, page, page[:-1]), held) is None
        assert one_too_many(_sending(ground, bytes(2 * OUTGOING)), held) is None
        assert one_too_many(_sending(ground, *[page] * 5), held) is None


@on_a_loop
async def test_who_has_most_goes() -> None:
    """The first connection of the address that has most of them."""
    page = bytes(memory.OUTGOING // 2)
    with clients() as ground:
        one = _sending(ground, page + b"1", group="b")
        others = _sending(ground, page + b"2", page + b"3", group="a")
        stage = Stage(members={**one.members, **others.members})
        assert one_too_many(stage, {"a": 2, "b": 1}) is next(iter(others.members))
