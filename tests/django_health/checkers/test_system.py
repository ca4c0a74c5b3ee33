"""The host as plain dictionaries."""

from __future__ import annotations

import os
from typing import Any

import pytest

from asking_applications import asking, asking_checks
from django_health.checkers import SystemHealthChecker
from django_health.result import Outcome, Reason, Status
from django_health.settings import HealthSettings
from sample_checks import Sample

KEYS = {
    "cpu": {"usage_percent", "load_average", "core_count"},
    "memory": {"usage_percent", "total_gb", "available_gb", "used_gb"},
    "disk": {"usage_percent", "total_gb", "free_gb", "used_gb"},
    "network": {"bytes_sent", "bytes_recv", "packets_sent", "packets_recv"},
}


def test_metrics_of_this_host() -> None:
    """All keys have numbers, the usage of the processors also at the first look."""
    with asking() as asked:
        found: Any = SystemHealthChecker(asked).get_system_metrics()
    assert {part: set(figures) for part, figures in found.items()} == KEYS
    for part in ("cpu", "memory", "disk"):
        assert 0 <= found[part]["usage_percent"] <= 100
    assert [type(load) for load in found["cpu"]["load_average"]] == [float] * 3
    assert found["cpu"]["core_count"] == os.cpu_count()
    assert {type(value) for value in found["network"].values()} == {int}
    memory, disk = found["memory"], found["disk"]
    assert memory["used_gb"] + memory["available_gb"] == pytest.approx(memory["total_gb"], abs=0.02)
    assert 0 < disk["free_gb"] <= disk["total_gb"]


def test_what_cannot_be_told_is_none() -> None:
    """A host that is not to be checked has no figures, and nothing is waited for."""
    with asking(checks={"system": False}) as asked:
        found: Any = SystemHealthChecker(asked).get_system_metrics()
        assert {part: set(figures) for part, figures in found.items()} == KEYS
        assert {value for figures in found.values() for value in figures.values()} == {None}
        assert SystemHealthChecker(asked).check_thresholds() == {
            "cpu_ok": None,
            "memory_ok": None,
            "disk_ok": None,
            "overall_status": "skipped",
        }


def _part(part: str, *outcome: Any) -> Sample:
    return Sample("system", "", part, answer=lambda: Outcome(*outcome))


def test_thresholds() -> None:
    """What warns is not ok; the worst of the three counts, and no other part of the host."""
    warning = (Status.WARNING, Reason.THRESHOLD, "x")
    error = (Status.ERROR, Reason.UNAVAILABLE, "x")
    parts = [_part("cpu"), _part("memory", *warning), _part("disk"), _part("network", *error)]
    with asking_checks(parts) as asked:
        assert SystemHealthChecker(asked).check_thresholds() == {
            "cpu_ok": True,
            "memory_ok": False,
            "disk_ok": True,
            "overall_status": "warning",
        }


def test_part_that_cannot_be_read_is_neither_below_nor_above() -> None:
    """And the whole is an error."""
    with asking_checks([_part("cpu"), _part("disk", Status.ERROR, Reason.UNAVAILABLE)]) as asked:
        found = SystemHealthChecker(asked).check_thresholds()
    assert (found["cpu_ok"], found["memory_ok"], found["disk_ok"]) == (True, None, None)
    assert found["overall_status"] == "error"


def test_thresholds_of_this_host() -> None:
    """They are those of the settings."""
    lowest = {"warning": 0.0001, "critical": 0.0002}
    with asking(thresholds={"memory": lowest, "disk": lowest}) as asked:
        found = SystemHealthChecker(asked).check_thresholds()
    assert (found["memory_ok"], found["disk_ok"]) == (False, False)
    assert found["overall_status"] == "error"


def test_second_look_is_taken_where_it_can_help() -> None:
    """Once for a usage that is not known yet; a check that fails is not asked again."""
    looks = iter([{}, {"usage": 5.0}, {"usage": 6.0}])
    cpu = Sample("system", "", "cpu", answer=lambda: Outcome(details=next(looks)))
    with asking_checks([cpu], settings=HealthSettings(max_age=0.0)) as asked:
        assert SystemHealthChecker(asked).get_system_metrics()["cpu"]["usage_percent"] == 5.0
        assert cpu.runs == 2
    broken = _part("cpu", Status.ERROR, Reason.UNAVAILABLE)
    with asking_checks([broken]) as asked:
        assert SystemHealthChecker(asked).get_system_metrics()["cpu"]["usage_percent"] is None
        assert broken.runs == 1


def test_looks_have_an_end() -> None:
    """Counters that stand are looked at some times again, and then there is no usage."""
    cpu = _part("cpu")
    with asking_checks([cpu], settings=HealthSettings(max_age=0.0)) as asked:
        assert SystemHealthChecker(asked).get_system_metrics()["cpu"]["usage_percent"] is None
        assert cpu.runs == 4
