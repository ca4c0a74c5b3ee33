"""What is in use, beside its thresholds."""

from __future__ import annotations

import pytest

from django_health.page.bars import MOST, bars_of
from django_health.result import Status
from django_health.settings import HealthSettings, Threshold, Thresholds
from sample_checks import result_of

SETTINGS = HealthSettings(thresholds=Thresholds(disk=Threshold(50, 60)))


@pytest.mark.parametrize(
    ("usage", "status", "level"),
    [
        (49.9, Status.OK, Status.OK),
        (50, Status.WARNING, Status.WARNING),
        (60, Status.ERROR, Status.ERROR),
        (99, Status.WARNING, Status.WARNING),
        (99, Status.OK, Status.OK),
    ],
)
def test_level(usage: float, status: Status, level: Status) -> None:
    """It is held against the threshold, and never says worse than the check: a burst is none."""
    details = {"filesystems": {"/srv": {"usage": usage}}}
    (bar,) = bars_of(result_of("system", "", "disk", status=status, details=details), SETTINGS)
    assert (bar.subject, bar.value, bar.level) == ("/srv", usage, level)
    assert bar.limits == "warns at 50 %, fails at 60 %"


def test_host() -> None:
    """Processors, memory and what the container may use have the thresholds of their kind."""
    cpu = bars_of(result_of("system", "", "cpu", details={"usage": 12.5}), SETTINGS)
    memory = bars_of(result_of("system", "", "memory", details={"usage": 64}), SETTINGS)
    used = {"memory_usage": 81.0, "cpu_usage": 3.0}
    container = bars_of(result_of("system", "", "container", details=used), SETTINGS)
    assert [bar.threshold for bar in (*cpu, *memory)] == [Threshold(70, 90), Threshold(80, 95)]
    limits = [bar.limits for bar in (*cpu, *memory)]
    assert limits == [
        "warns at 70 %, fails at 90 %, over half a minute",
        "warns at 80 %, fails at 95 %",
    ]
    assert [(bar.subject, bar.text) for bar in container] == [
        ("memory limit", "81 %"),
        ("processor limit", "3 %"),
    ]


def test_servers() -> None:
    """Connections of a database and memory of a cache, as far as there is a limit."""
    database = result_of("database", details={"connections": 27, "max_connections": 100})
    limited = {"memory_used_bytes": 2**29, "memory_limit_bytes": 2**30}
    cache = result_of("cache", details=limited)
    unlimited = result_of("cache", details={"memory_used_bytes": 2**29, "memory_limit_bytes": 0})
    bars = [bar for result in (database, cache, unlimited) for bar in bars_of(result, SETTINGS)]
    assert [(bar.subject, bar.value, bar.text, bar.limits) for bar in bars] == [
        ("connections", 27, "27 of 100", ""),
        ("memory", 50, "512 MiB of 1 GiB", ""),
    ]


@pytest.mark.parametrize("usage", [None, "12", [], {}])
def test_what_was_not_measured(usage: object) -> None:
    """It has no bar, and none of nothing."""
    details = {"usage": usage, "connections": usage, "max_connections": 3, "filesystems": usage}
    for part in ("cpu", "disk", "container", "uptime"):
        assert bars_of(result_of("system", "", part, details=details), SETTINGS) == ()
    assert bars_of(result_of("database", details=details), SETTINGS) == ()


def test_out_of_range() -> None:
    """A bar ends where it ends; its text tells the truth."""
    details = {"connections": 120, "max_connections": 100}
    (bar,) = bars_of(result_of("database", details=details), SETTINGS)
    assert (bar.value, bar.text) == (100, "120 of 100")


def test_many_filesystems() -> None:
    """The fullest are shown."""
    spaces = {f"/{number:02}": {"usage": float(number)} for number in range(40)}
    bars = bars_of(result_of("system", "", "disk", details={"filesystems": spaces}), SETTINGS)
    assert [bar.value for bar in bars] == list(range(39, 39 - MOST, -1))
