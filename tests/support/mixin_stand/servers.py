"""The servers, with a proxy before what no test can stop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from endpoint_listeners import Certified, TalkListener, certified, saying
from fault_proxy import FaultProxy
from live_servers import MariaDB, Memcached, PostgreSQL, Redis
from mail_server import MailServer
from mixin_stand.clocked import ClockedStandby
from name_server import NameServer

NAME = "partner.test."
"""What the name server knows."""

CONNECTIONS = 30
"""Of PostgreSQL at most."""

_PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


@dataclass(frozen=True)
class Servers:
    """What the project stands on.

    Attributes:
        standby: Follows ``postgresql``.
        mariadb: Writes a log for servers that would follow it.
        replica: Follows ``redis``.
        broker: Celery's.
        cached: Two servers of one cache.
        names: The records of the name server.
        certificate: Of what speaks TLS.
        page: A page that answers at once.
        old: A page with a certificate that ends soon.
        proxies: Before ``http``, ``smtp`` and ``tcp``.
    """

    postgresql: PostgreSQL
    standby: ClockedStandby
    mariadb: MariaDB
    redis: Redis
    replica: Redis
    broker: Redis
    cached: tuple[Memcached, Memcached]
    names: dict[tuple[str, str], list[str]]
    name_server: NameServer
    certificate: Certified
    page: TalkListener
    old: TalkListener
    proxies: dict[str, FaultProxy]


@contextmanager
def running_servers(directory: Path) -> Iterator[Servers]:
    """Start them all."""
    with ExitStack() as inside:
        enter = inside.enter_context
        postgresql = enter(PostgreSQL(settings={"max_connections": CONNECTIONS}))
        redis = enter(Redis(arguments=["--save", "1 1"]))
        follow = ["--replicaof", redis.host, str(redis.port)]
        cached = enter(Memcached()), enter(Memcached())
        authority = trustme.CA()
        certificate = certified(directory, authority=authority)
        old = certified(directory, days=2, authority=authority)
        page = enter(TalkListener(saying(_PAGE), certificate.context))
        mail = enter(MailServer(tls=certificate.context))
        doors = {"http": (page.host, page.port), "smtp": (mail.host, mail.port)}
        doors["tcp"] = (cached[0].host, cached[0].port)
        names = {(NAME, "A"): ["127.0.0.1"]}
        yield Servers(
            postgresql,
            enter(ClockedStandby(postgresql)),
            enter(MariaDB(settings={"log-bin": "log", "server-id": 1})),
            redis,
            enter(Redis(arguments=["--maxmemory", "64mb", *follow])),
            enter(Redis()),
            cached,
            names,
            enter(NameServer(names)),
            certificate,
            page,
            enter(TalkListener(saying(_PAGE), old.context)),
            {name: enter(FaultProxy(place)) for name, place in doors.items()},
        )
