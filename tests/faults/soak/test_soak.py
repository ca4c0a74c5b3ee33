"""A short soak among the tests; ``make soak`` is the long one."""

from __future__ import annotations

from pathlib import Path

from fault_proxy import Fault
from faulty_stack import FaultyStack, Servers, running_faulty_stack
from faulty_stack.targets import illnesses
from live_exporter import Samples
from soak import TIMEOUT, Soak, report
from soak.ills import Ill
from soak.told import told_by_document, told_by_metrics

SECONDS = 12.0
SEED = 4


def test_nothing_is_lost_and_nothing_grows(tmp_path: Path) -> None:
    """Ills come and go while many ask: all are answered in time, with nothing but the truth."""
    with running_faulty_stack(
        tmp_path, TIMEOUT
    ) as stack:  # with servers of its own, which it restarts
        soak = Soak(stack, SEED)
        assert soak.run(SECONDS) == []
    assert soak.judge.counts["told as ill"] > 0
    assert soak.judge.counts["told as well"] > 0
    assert soak.books.compared > 0
    assert len(list(report(soak, SECONDS))) > 5


def test_a_lie_ends_it(servers: Servers, tmp_path: Path) -> None:
    """What is told otherwise than it has to be is a violation, and told with its story."""
    proxy = servers.proxies["http"]

    def begin() -> None:
        proxy.set(Fault.REFUSE)

    ill = Ill("dns", begin, servers.heal)  # it is no more than refused
    with running_faulty_stack(tmp_path, TIMEOUT, servers=servers) as stack:
        first, *_ = Soak(stack, SEED, {"http": {"unknown": ill}}).run(60)
    for part in ("reason='refused'", "reason='dns'", "http was unknown from"):
        assert part in first, first


def test_answers_are_read_in_all_forms(stack: FaultyStack) -> None:
    """The quick look finds in metrics and document what the thorough one finds."""
    for proxy in stack.proxies.values():
        proxy.set(Fault.GARBAGE)
    try:
        text = stack.exporter.get("/metrics").body.decode()
        document = stack.exporter.get("/health/detailed/").body
    finally:
        stack.servers.heal()
    thorough = illnesses(Samples.parse(text))
    assert len(thorough) > len(stack.watched)
    assert told_by_metrics(text) == told_by_document(document) == thorough
