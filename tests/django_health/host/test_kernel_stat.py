"""The processors' times, their number, and the host's start, out of one file."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from django_health.host.kernel_stat import COLUMNS, KernelStat


@pytest.fixture
def stat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that takes the place of /proc/stat."""
    monkeypatch.setattr("psutil.PROCFS_PATH", str(tmp_path))
    return tmp_path / "stat"


def test_all_is_in_one_file(stat: Path) -> None:
    """Ticks become seconds; lines of single processors are counted."""
    ticks = os.sysconf("SC_CLK_TCK")
    numbers = " ".join(str(column * ticks) for column in range(len(COLUMNS)))
    stat.write_text(f"cpu  {numbers}\ncpu0 1\ncpu1 1\ncpu11 1\nintr 5\nbtime 1700000000\n")
    found = KernelStat()
    assert found.times() == {column: float(at) for at, column in enumerate(COLUMNS)}
    assert found.cores() == 3
    assert found.start() == 1700000000.0


def test_an_old_kernel_has_fewer_columns(stat: Path) -> None:
    """What is not there is absent, and what is not known is passed over."""
    stat.write_text("cpu  1 2 3 4\n")
    assert list(KernelStat().times()) == ["user", "nice", "system", "idle"]
    stat.write_text("cpu  1 2 3 4 5 6 7 8 9 10 11\n")
    assert tuple(KernelStat().times()) == COLUMNS


def test_times_are_those_of_now(stat: Path) -> None:
    """Each question reads the file."""
    found = KernelStat()
    for ticks in (100, 200):
        stat.write_text(f"cpu  {ticks} 0 0 0\nbtime {ticks}\n")
        assert found.times()["user"] == ticks / os.sysconf("SC_CLK_TCK")
        assert found.start() == ticks


def test_the_real_file_agrees_with_psutil() -> None:
    """Which reads it with more care for other systems, and more slowly."""
    found = KernelStat()
    before, told, after = psutil.cpu_times(), found.times(), psutil.cpu_times()
    for column in ("user", "system", "softirq"):
        assert getattr(before, column) <= told[column] <= getattr(after, column)
    assert found.cores() == psutil.cpu_count()
    assert found.start() == psutil.boot_time()
    found.close()


def test_without_the_file_psutil_is_asked(stat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On systems that have none, it knows where else to look."""
    assert not stat.exists()
    monkeypatch.setattr(psutil, "cpu_times", lambda: psutil._ntp.scputimes(*range(10)))
    monkeypatch.setattr(psutil, "boot_time", lambda: 5.0)
    monkeypatch.setattr(psutil, "cpu_count", lambda: 7)
    found = KernelStat()
    assert found.times()["system"] == 2
    assert (found.cores(), found.start()) == (7, 5.0)
