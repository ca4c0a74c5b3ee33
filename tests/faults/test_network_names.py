"""Names that do not resolve, a resolver that hangs, and addresses to which no way leads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from faulty_stack import FaultyStack, Pulse, Servers, Trial, running_faulty_stack
from faulty_stack.names import REASONS, Names, Naming, endure
from faulty_stack.network import TIMEOUT

TARGETS = ("postgresql", "mariadb", "redis", "memcached", "broker", "http")


@pytest.fixture(scope="module")
def names(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Names]:
    """The names of all servers."""
    with Names(tmp_path_factory.mktemp("names"), servers.proxies) as asked:
        yield asked


@pytest.fixture(scope="module")
def stack(
    servers: Servers, names: Names, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FaultyStack]:
    """The daemon on a project that finds its servers by these names."""
    directory = tmp_path_factory.mktemp("named")
    with running_faulty_stack(
        directory, TIMEOUT, servers=servers, host=names.host, within=names.within
    ) as running:
        yield running


@pytest.fixture
def trial(stack: FaultyStack, pulse: Pulse) -> Trial:
    """The daemon while all is well, about to be tried."""
    return Trial(stack, pulse)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("naming", REASONS, ids=lambda naming: str(naming.name).lower())
def test_one_name(
    trial: Trial, stack: FaultyStack, names: Names, target: str, naming: Naming
) -> None:
    """One target has it: it alone is ill, for the right reason, and well again at once."""
    endure(trial, stack, names, [target], naming)


@pytest.mark.parametrize("naming", REASONS, ids=lambda naming: str(naming.name).lower())
def test_all_names(trial: Trial, stack: FaultyStack, names: Names, naming: Naming) -> None:
    """All of them have it at once: the answers are in time all the same."""
    endure(trial, stack, names, TARGETS, naming)
