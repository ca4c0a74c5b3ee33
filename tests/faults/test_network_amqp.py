"""Whatever the network does to a broker that speaks AMQP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fault_proxy import Fault
from faulty_stack import FaultyStack, Pulse, Servers, Trial, running_faulty_stack
from faulty_stack.network import REASONS, TIMEOUT, endure


@pytest.fixture(scope="module")
def stack(amqp_servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyStack]:
    """The daemon on a project whose broker is RabbitMQ."""
    directory = tmp_path_factory.mktemp("amqp")
    with running_faulty_stack(directory, TIMEOUT, servers=amqp_servers) as running:
        yield running


@pytest.fixture
def trial(stack: FaultyStack, pulse: Pulse) -> Trial:
    """The daemon while all is well, about to be tried."""
    return Trial(stack, pulse)


@pytest.mark.parametrize("fault", REASONS, ids=lambda fault: str(fault.name).lower())
def test_broker(trial: Trial, stack: FaultyStack, fault: Fault) -> None:
    """It alone is ill, for the right reason, and well again at once."""
    endure(trial, stack, ["rabbitmq"], fault)
