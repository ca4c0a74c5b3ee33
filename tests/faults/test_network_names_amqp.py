"""The name of a broker that speaks AMQP: unknown, looked up in vain, or that of no host."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from faulty_stack import FaultyStack, Pulse, Servers, Trial, running_faulty_stack
from faulty_stack.names import REASONS, Names, Naming, endure
from faulty_stack.network import TIMEOUT


@pytest.fixture(scope="module")
def names(amqp_servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Names]:
    """The names of all servers."""
    with Names(tmp_path_factory.mktemp("names"), amqp_servers.proxies) as asked:
        yield asked


@pytest.fixture(scope="module")
def stack(
    amqp_servers: Servers, names: Names, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FaultyStack]:
    """The daemon on a project that finds its servers, RabbitMQ among them, by these names."""
    directory = tmp_path_factory.mktemp("named")
    with running_faulty_stack(
        directory, TIMEOUT, servers=amqp_servers, host=names.host, within=names.within
    ) as running:
        yield running


@pytest.fixture
def trial(stack: FaultyStack, pulse: Pulse) -> Trial:
    """The daemon while all is well, about to be tried."""
    return Trial(stack, pulse)


@pytest.mark.parametrize("naming", REASONS, ids=lambda naming: str(naming.name).lower())
def test_broker(trial: Trial, stack: FaultyStack, names: Names, naming: Naming) -> None:
    """It alone is ill, for the right reason, and well again at once."""
    endure(trial, stack, names, ["rabbitmq"], naming)
