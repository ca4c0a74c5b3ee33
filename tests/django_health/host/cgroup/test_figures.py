from __future__ import annotations

from django_health.host.cgroup.figures import Container
from django_health.host.cgroup.use import CPUUse, MemoryUse
from django_health.host.window import Usage


def _figures(container: Container) -> dict[str, float]:
    prefix = "django_health_container_"
    return {m.family.name.removeprefix(prefix): m.value for m in container.measurements()}


def test_all_figures() -> None:
    """A container with both limits has all figures."""
    container = Container(2**30, MemoryUse(2**29, 3), 0.5, CPUUse(60.0, 1.5), Usage(0.2, 0.1))
    assert _figures(container) == {
        "memory_limit_bytes": 2**30,
        "memory_used_bytes": 2**29,
        "memory_usage_ratio": 0.5,
        "oom_kills_total": 3,
        "cpu_limit_cores": 0.5,
        "cpu_seconds_total": 60.0,
        "cpu_usage_ratio": 0.4,
        "cpu_throttled_seconds_total": 1.5,
    }
    assert container.details() == {
        "memory_usage": 50.0,
        "memory_limit_gb": 1.0,
        "memory_used_gb": 0.5,
        "oom_kills": 3,
        "cpu_usage": 40.0,
        "cpu_limit_cores": 0.5,
    }
    assert container.lasting_cpu_usage == 0.2


def test_what_is_not_limited_has_a_use_and_no_usage() -> None:
    """Without a processor limit the time is told, and no share of anything."""
    container = Container(2**30, MemoryUse(2**29, 0), None, CPUUse(60.0, 0.0), Usage(0.2, 0.1))
    assert container.cpu_usage is container.lasting_cpu_usage is None
    assert {"cpu_limit_cores", "cpu_usage_ratio"}.isdisjoint(_figures(container))
    assert _figures(container)["cpu_seconds_total"] == 60.0


def test_what_is_not_known_is_absent() -> None:
    """Nothing unknown becomes a 0."""
    container = Container(2**30, MemoryUse(), 1.0, CPUUse(), Usage(None, None))
    assert _figures(container) == {"memory_limit_bytes": 2**30, "cpu_limit_cores": 1.0}
    assert container.details() == {"memory_limit_gb": 1.0, "cpu_limit_cores": 1.0}
