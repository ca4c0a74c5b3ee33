"""The real servers of the stack, and the proxies before them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

from fault_proxy import Fault, FaultProxy, Protocol
from faulty_stack import protocols
from faulty_stack.http_target import HttpTarget
from live_servers import MariaDB, Memcached, PostgreSQL, Redis
from live_servers.rabbitmq import RabbitMQ


@dataclass(frozen=True)
class Servers:
    """What the project stands on.

    Attributes:
        broker: Celery's on Redis, a server of its own.
        rabbitmq: Celery's on AMQP, where it was asked for.
        proxies: One before each of them, by the name of the attribute.
    """

    postgresql: PostgreSQL
    mariadb: MariaDB
    redis: Redis
    memcached: Memcached
    broker: Redis
    http: HttpTarget
    rabbitmq: RabbitMQ | None = None
    proxies: dict[str, FaultProxy] = field(default_factory=dict)

    def heal(self) -> None:
        """End all faults."""
        for proxy in self.proxies.values():
            proxy.set(Fault.NONE)


@contextmanager
def running_servers() -> Iterator[Servers]:
    """Start them all but RabbitMQ."""
    with ExitStack() as inside:
        servers = Servers(
            inside.enter_context(PostgreSQL()),
            inside.enter_context(MariaDB()),
            inside.enter_context(Redis()),
            inside.enter_context(Memcached()),
            inside.enter_context(Redis()),
            inside.enter_context(HttpTarget()),
        )
        for name, protocol in _PROTOCOLS.items():
            server = getattr(servers, name)
            proxy = FaultProxy((server.host, server.port), protocol)
            servers.proxies[name] = inside.enter_context(proxy)
        yield servers


@contextmanager
def with_rabbitmq(servers: Servers) -> Iterator[Servers]:
    """Give the same servers with a RabbitMQ beside them, which takes seconds to start."""
    with (
        RabbitMQ() as rabbitmq,
        FaultProxy((rabbitmq.host, rabbitmq.port), protocols.AMQP) as proxy,
    ):
        yield replace(servers, rabbitmq=rabbitmq, proxies={**servers.proxies, "rabbitmq": proxy})


_PROTOCOLS: dict[str, Protocol] = {
    "postgresql": protocols.POSTGRESQL,
    "mariadb": protocols.MARIADB,
    "redis": protocols.REDIS,
    "memcached": protocols.MEMCACHED,
    "broker": protocols.REDIS,
    "http": protocols.HTTP,
}
