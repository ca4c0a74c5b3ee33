from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from django_health.failure import CheckFailed
from django_health.host.memory import MemoryCheck, parsed
from django_health.result import Outcome, Reason, Status
from django_health.settings import HealthSettings, Threshold, Thresholds

MEMINFO = """\
MemTotal:       16777216 kB
MemFree:         1048576 kB
MemAvailable:    4194304 kB
Buffers:               0 kB
Cached:          2097152 kB
SwapCached:            0 kB
SwapTotal:       2097152 kB
SwapFree:        1572864 kB
HugePages_Total:       0
"""


def _settings(warning: float, critical: float) -> HealthSettings:
    return HealthSettings(thresholds=Thresholds(memory=Threshold(warning, critical)))


@pytest.fixture
def meminfo(tmp_path: Path) -> Path:
    """A host with 16 GiB, 4 of them available, and a quarter of 2 GiB of swap in use."""
    path = tmp_path / "meminfo"
    path.write_text(MEMINFO)
    return path


def test_figures(meminfo: Path, figures: Callable[[Outcome], dict[str, float]]) -> None:
    """Used is what is not available, so that page cache does not count."""
    assert figures(MemoryCheck(HealthSettings(), meminfo=meminfo).check()) == {
        "memory_total_bytes": 16 * 2**30,
        "memory_available_bytes": 4 * 2**30,
        "memory_used_bytes": 12 * 2**30,
        "memory_usage_ratio": 0.75,
        "swap_total_bytes": 2 * 2**30,
        "swap_used_bytes": 2**29,
    }


def test_details(meminfo: Path) -> None:
    """The document has percent and GiB."""
    outcome = MemoryCheck(HealthSettings(), meminfo=meminfo).check()
    assert outcome.status is Status.OK
    assert outcome.details == {
        "usage": 75.0,
        "total_gb": 16.0,
        "available_gb": 4.0,
        "used_gb": 12.0,
        "swap_total_gb": 2.0,
        "swap_used_gb": 0.5,
    }


@pytest.mark.parametrize(
    ("settings", "status", "message"),
    [
        (_settings(76, 95), Status.OK, ""),
        (_settings(75, 95), Status.WARNING, "the memory is 75.0 % used (warning at 75 %)"),
        (_settings(60, 75), Status.ERROR, "the memory is 75.0 % used (critical at 75 %)"),
    ],
)
def test_threshold(meminfo: Path, settings: HealthSettings, status: Status, message: str) -> None:
    """The configured thresholds decide, and the figures are there all the same."""
    outcome = MemoryCheck(settings, meminfo=meminfo).check()
    assert (outcome.status, outcome.message) == (status, message)
    assert (outcome.reason is Reason.THRESHOLD) == (status is not Status.OK)
    assert len(outcome.measurements) == 6


@pytest.mark.parametrize("field", ["MemTotal", "MemAvailable", "SwapTotal", "SwapFree"])
def test_missing_field_is_left_to_psutil(
    meminfo: Path, field: str, figures: Callable[[Outcome], dict[str, float]]
) -> None:
    """Where the file lacks a field, psutil's estimate stands in."""
    meminfo.write_text(MEMINFO.replace(field, "Other"))
    found = figures(MemoryCheck(HealthSettings(), meminfo=meminfo).check())
    assert found["memory_total_bytes"] == psutil.virtual_memory().total


def test_more_available_than_there_is_cannot_be() -> None:
    """The mixed account of an LXC container is not believed."""
    assert parsed(MEMINFO.replace("16777216", "1048576").encode()) is None
    assert parsed(MEMINFO.encode()) is not None


def test_system_without_proc_is_left_to_psutil(
    tmp_path: Path, figures: Callable[[Outcome], dict[str, float]]
) -> None:
    """Without the file psutil asks the system in its own way."""
    check = MemoryCheck(HealthSettings(), meminfo=tmp_path / "missing")
    assert figures(check.check())["memory_total_bytes"] == psutil.virtual_memory().total


def test_unreadable_file_is_a_failure(tmp_path: Path) -> None:
    """A file that is there and cannot be read fails the check with its reason."""
    with pytest.raises(CheckFailed, match=r"^/proc/meminfo cannot be read \(EISDIR\)$") as caught:
        MemoryCheck(HealthSettings(), meminfo=tmp_path).check()
    assert caught.value.reason is Reason.UNAVAILABLE


def test_real_host(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """This machine's figures agree with psutil's."""
    found = figures(MemoryCheck(HealthSettings()).check())
    assert found["memory_total_bytes"] == psutil.virtual_memory().total
    assert found["swap_total_bytes"] == psutil.swap_memory().total
    assert 0 < found["memory_available_bytes"] <= found["memory_total_bytes"]
    assert found["memory_usage_ratio"] == pytest.approx(
        psutil.virtual_memory().percent / 100, abs=0.1
    )
