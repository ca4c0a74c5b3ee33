"""A real Prometheus scrapes the real daemon while it watches real servers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from live_exporter import CACHES, DATABASES, Stack
from live_servers import Prometheus, Sample

UP = "{__name__=~'django_health_(database|cache)_up'}"


@pytest.fixture(scope="module")
def prometheus(stack: Stack) -> Iterator[Prometheus]:
    """A Prometheus that scrapes the stack's daemon every second."""
    with Prometheus(targets=[stack.exporter.address]) as server:
        yield server


def _by(label: str, samples: list[Sample]) -> dict[str, str]:
    """The values of a query by one of their labels."""
    return {sample["metric"][label]: sample["value"][1] for sample in samples}


def _targets(samples: list[Sample]) -> dict[str, str]:
    """The values of ``UP`` by component and alias."""
    return {
        f"{component}/{sample['metric'][component]}": sample["value"][1]
        for sample in samples
        for component in ("database", "cache")
        if component in sample["metric"]
    }


ALL_UP = {f"database/{alias}": "1" for alias in DATABASES} | {
    f"cache/{alias}": "1" for alias in CACHES
}


def test_all_is_up(prometheus: Prometheus) -> None:
    """Every component and every alias is up, and so is the daemon itself."""
    prometheus.wait_for("up", lambda found: _by("job", found) == {"django": "1"})
    status = _by("check", prometheus.query("django_health_check_status"))
    assert status["database"] == "1"
    assert status["cache"] == "1"
    assert "system" in status
    assert _targets(prometheus.query(UP)) == ALL_UP


def test_a_stopped_redis_is_seen_and_so_is_its_return(stack: Stack, prometheus: Prometheus) -> None:
    """A stopped server is down with reason ``refused``, alone, and up again without a restart."""
    pid = stack.exporter.process.pid
    prometheus.wait_for(UP, lambda found: _targets(found) == ALL_UP)
    scrapes = "count_over_time(django_health_check_status{check='database'}[1h])"
    stack.redis.stop()
    try:
        before = float(prometheus.query(scrapes)[0]["value"][1])
        prometheus.wait_for(UP, lambda found: _targets(found) == ALL_UP | {"cache/default": "0"})
        after = float(prometheus.query(scrapes)[0]["value"][1])
        assert after - before <= 2
        errors = prometheus.query("django_health_cache_error")
        assert [(s["metric"]["cache"], s["metric"]["reason"]) for s in errors] == [
            ("default", "refused")
        ]
        assert _by("check", prometheus.query("django_health_check_status"))["database"] == "1"
        health = stack.exporter.get("/health/")
        assert (health.status, health.json()["status"]) == (503, "unhealthy")
    finally:
        stack.redis.start()
    prometheus.wait_for(UP, lambda found: _targets(found) == ALL_UP)
    assert prometheus.query("django_health_cache_error") == []
    assert stack.exporter.process.pid == pid
    assert stack.exporter.process.poll() is None
