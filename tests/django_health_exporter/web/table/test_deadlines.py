"""One timer for all connections."""

from __future__ import annotations

import asyncio

from django_health_exporter.web.table.connection import Connection, Stage
from django_health_exporter.web.table.deadlines import Deadlines
from open_connections import Clients, clients, on_a_loop, until

SHORT, LONGER = 0.05, 0.3


class _Ground:
    """Stages, and who overran them."""

    def __init__(self, ground: Clients) -> None:
        self.short, self.longer, self.endless = Stage(SHORT), Stage(LONGER), Stage()
        self.overran: list[Connection] = []
        self.deadlines = Deadlines((self.short, self.longer, self.endless), self._take)
        self._ground = ground

    def enter(self, stage: Stage) -> Connection:
        """Have somebody come to a stage now."""
        connection = self._ground.come()
        connection.since = asyncio.get_running_loop().time()
        stage.members[connection] = None
        if stage.limit:
            self.deadlines.watch(connection.since + stage.limit)
        return connection

    def _take(self, connection: Connection) -> None:
        for stage in (self.short, self.longer, self.endless):
            stage.members.pop(connection, None)
        self.overran.append(connection)


@on_a_loop
async def test_each_has_its_time() -> None:
    """However they came, who is at a stage for too long is told, the shortest time first."""
    with clients() as clients_:
        ground = _Ground(clients_)
        late = ground.enter(ground.longer)
        endless = ground.enter(ground.endless)
        early = [ground.enter(ground.short) for _ in range(3)]
        await until(lambda: len(ground.overran) == 4)
        assert ground.overran == [*early, late]
        assert list(ground.endless.members) == [endless]


@on_a_loop
async def test_who_leaves_in_time_is_not_told() -> None:
    """The timer finds nobody, and goes on for those who came later."""
    with clients() as clients_:
        ground = _Ground(clients_)
        quick = ground.enter(ground.short)
        del ground.short.members[quick]
        slow = ground.enter(ground.short)
        await until(lambda: bool(ground.overran))
        assert ground.overran == [slow]


@on_a_loop
async def test_nobody_is_told_before_time() -> None:
    """A timer that was set for one does not end another's time."""
    with clients() as clients_:
        ground = _Ground(clients_)
        begun = asyncio.get_running_loop().time()
        late = ground.enter(ground.longer)
        ground.enter(ground.short)
        await until(lambda: late in ground.overran)
        assert asyncio.get_running_loop().time() - begun >= LONGER


@on_a_loop
async def test_after_the_end_nobody_is_told() -> None:
    """No timer is left."""
    with clients() as clients_:
        ground = _Ground(clients_)
        ground.enter(ground.short)
        ground.deadlines.end()
        await asyncio.sleep(2 * SHORT)
        assert ground.overran == []
