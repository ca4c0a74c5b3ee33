"""The servers, proxies and daemons that the suite of faults shares."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from faulty_stack import (
    FaultyStack,
    Pulse,
    Servers,
    Trial,
    running_faulty_stack,
    running_servers,
    with_rabbitmq,
)
from faulty_stack.network import TIMEOUT
from server_faults import Ground, running_ground


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """All servers but RabbitMQ, each behind its proxy; tests end the faults that they begin."""
    with running_servers() as running:
        yield running


@pytest.fixture(scope="session")
def amqp_servers(servers: Servers) -> Iterator[Servers]:
    """The same with a RabbitMQ beside them."""
    with with_rabbitmq(servers) as more:
        yield more


@pytest.fixture(scope="session")
def pulse(servers: Servers) -> Iterator[Pulse]:
    """What changes the servers' figures between scrapes."""
    with Pulse(servers) as beating:
        yield beating


@pytest.fixture(scope="session")
def stack(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyStack]:
    """The daemon on a project that uses them all, Celery with Redis for its broker."""
    with running_faulty_stack(
        tmp_path_factory.mktemp("stack"), TIMEOUT, servers=servers
    ) as running:
        yield running


@pytest.fixture
def trial(stack: FaultyStack, pulse: Pulse) -> Trial:
    """The daemon while all is well, about to be tried."""
    return Trial(stack, pulse)


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """One server of each kind without a proxy, to be ill itself, and a daemon that watches them."""
    with running_ground(tmp_path_factory.mktemp("ground")) as running:
        yield running
