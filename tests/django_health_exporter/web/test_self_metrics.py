"""The engine's own state as metrics."""

import time

from prometheus_client import CollectorRegistry, generate_latest

from django_health.engine import Engine
from django_health_exporter.web.self_metrics import EngineCollector
from running_web import FakeCheck, HangingCheck


def test_tells_threads_and_stuck_checks() -> None:
    """Both are 0 while nothing was asked, and asking them runs no check."""
    check = FakeCheck()
    registry = CollectorRegistry()
    registry.register(EngineCollector(Engine([check])))
    text = generate_latest(registry).decode()
    assert "\ndjango_health_exporter_stuck_checks 0.0\n" in text
    assert "\ndjango_health_exporter_threads 0.0\n" in text
    assert check.runs == 0


def test_a_stuck_check_counts_until_it_ends() -> None:
    """A run that overran its timeout is told while it lasts."""
    check = HangingCheck()
    check.timeout = 0.01
    engine = Engine([check])
    collector = EngineCollector(engine)
    engine.run(deadline=10)
    stuck, threads = collector.collect()
    assert stuck.samples[0].value == 1
    assert threads.samples[0].value >= 1
    check.released.set()
    while engine.stuck:
        time.sleep(0.01)
    assert next(iter(collector.collect())).samples[0].value == 0
    engine.close()
