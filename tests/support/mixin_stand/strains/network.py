"""Databases that are far away, come and go, or are no longer asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from fault_proxy import FaultProxy, Protocol
from live_exporter import postgresql_entry, sqlite_entry
from mixin_stand.stand import Stand
from mixin_stand.strains.strain import Strain, Then, fired

DELAY = 0.6
"""Seconds that a question to the far one takes; a scrape, of which it is the first, has one."""

TURN = 1.6
"""Seconds that the shaky one is there, and not there: more than a scrape's interval."""


@contextmanager
def _far(stand: Stand) -> Iterator[None]:
    server = stand.servers.postgresql
    with FaultProxy((server.host, server.port), Protocol(delay=DELAY)) as proxy:
        entry = postgresql_entry(server, HOST=proxy.host, PORT=proxy.port)
        with stand.branch.watching("far", entry):
            yield


@contextmanager
def _shaky(stand: Stand) -> Iterator[None]:
    """The file of a database is moved away and back, all the time."""
    file = stand.project.parent / "shaky.sqlite3"
    away = file.with_suffix(".away")
    over = threading.Event()

    def shake() -> None:
        while not over.wait(TURN):
            file.rename(away)
            over.wait(TURN)
            away.rename(file)

    with stand.branch.watching("shaky", sqlite_entry(file)):
        shaking = threading.Thread(target=shake)
        shaking.start()
        try:
            yield
        finally:
            over.set()
            shaking.join()


@contextmanager
def _closed(stand: Stand) -> Iterator[Then]:
    """A database is taken out of the settings."""
    entry = sqlite_entry(stand.project.parent / "closed.sqlite3")
    with ExitStack() as until_then:
        until_then.enter_context(stand.branch.watching("closed", entry))

        def close() -> None:
            known = 'django_health_database_up{database="closed"} == 1'
            stand.prometheus.wait_for(known, bool, 60)
            until_then.close()

        yield close


STRAINS = (
    Strain(_far, (fired("DatabaseSlow"),)),
    Strain(_shaky, (fired("DatabaseFlapping"),)),
    Strain(_closed, (fired("DatabaseMissing"),)),
)
