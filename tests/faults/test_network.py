"""Whatever the network does to a dependency: told in time, by its name, and by nobody else's."""

from __future__ import annotations

import pytest

from fault_proxy import Fault
from faulty_stack import FaultyStack, Trial
from faulty_stack.network import REASONS, endure

TARGETS = ("postgresql", "mariadb", "redis", "memcached", "broker", "http")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("fault", REASONS, ids=lambda fault: str(fault.name).lower())
def test_one_target(trial: Trial, stack: FaultyStack, target: str, fault: Fault) -> None:
    """One target has it: it alone is ill, for the right reason, and well again at once."""
    endure(trial, stack, [target], fault)


@pytest.mark.parametrize("fault", REASONS, ids=lambda fault: str(fault.name).lower())
def test_all_targets(trial: Trial, stack: FaultyStack, fault: Fault) -> None:
    """All of them have it at once: the answers are in time all the same."""
    endure(trial, stack, TARGETS, fault)
