from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from django_health.failure import CheckFailed
from django_health.host.uptime import UptimeCheck
from django_health.result import Outcome
from django_health.settings import HealthSettings


def test_boot_time_and_uptime(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    figures: Callable[[Outcome], dict[str, float]],
) -> None:
    """The boot time is read from /proc/stat and told as an instant and as an age."""
    (tmp_path / "stat").write_text("cpu  1 2 3\nbtime 1700000000\nprocesses 5\n")
    monkeypatch.setattr("psutil.PROCFS_PATH", str(tmp_path))
    outcome = UptimeCheck(HealthSettings(), clock=lambda: 1700000090.4).check()
    assert figures(outcome) == {"boot_timestamp_seconds": 1700000000}
    assert outcome.details == {"uptime_seconds": 90, "boot_time": "2023-11-14T22:13:20Z"}


def test_clock_that_was_set_back_gives_no_negative_age() -> None:
    """A wall clock behind the boot time means an age of 0."""
    check = UptimeCheck(HealthSettings(), boot_time=lambda: 1000.0, clock=lambda: 990.0)
    assert check.check().details["uptime_seconds"] == 0


def test_missing_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without /proc/stat the check says what is missing."""
    monkeypatch.setattr("psutil.PROCFS_PATH", str(tmp_path))
    with pytest.raises(CheckFailed, match=r"^/proc/stat cannot be read \(ENOENT\)$"):
        UptimeCheck(HealthSettings()).check()


def test_real_host(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """This machine started in the past."""
    boot = figures(UptimeCheck(HealthSettings()).check())["boot_timestamp_seconds"]
    assert 0 < boot < time.time()
