from __future__ import annotations

from pathlib import Path

import pytest

from django_health.host.cgroup.use import CPUUse, Limit, MemoryUse
from django_health.host.cgroup.v2 import CPUV2, MemoryV2


def _write(folder: Path, **files: str) -> str:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(f"{content}\n")
    return str(folder)


def test_memory(tmp_path: Path) -> None:
    """Limit, working set and kills come from the files of version 2."""
    folder = _write(
        tmp_path,
        memory__max="536870912",
        memory__current="400000000",
        memory__stat="anon 1\nfile 2\ninactive_file 100000000",
        memory__events="low 0\nhigh 0\nmax 7\noom 2\noom_kill 1\noom_group_kill 0",
    )
    memory = MemoryV2([folder])
    assert memory.limit() == Limit(0, 536870912)
    assert memory.use(0) == MemoryUse(300000000, 1)


def test_limit_further_up_counts(tmp_path: Path) -> None:
    """The slice's limit holds for its services; the root of the host has no such file."""
    own = _write(tmp_path / "own", memory__max="max", memory__current="10")
    slice_ = _write(tmp_path / "slice", memory__max="1000", memory__current="900")
    memory = MemoryV2([own, slice_, _write(tmp_path / "root")])
    assert memory.limit() == Limit(1, 1000)
    assert memory.use(1).used == 900


def test_processors(tmp_path: Path) -> None:
    """Quota by period is the number of processors; times are in microseconds."""
    folder = _write(
        tmp_path,
        cpu__max="50000 100000",
        cpu__stat="usage_usec 12000000\nuser_usec 1\nnr_throttled 3\nthrottled_usec 2500000",
    )
    cpu = CPUV2([folder])
    assert cpu.limit() == Limit(0, 0.5)
    assert cpu.use(0) == CPUUse(12.0, 2.5)


@pytest.mark.parametrize("content", ["max 100000", "", "50000", "50000 0", "0 100000", "x y z"])
def test_no_quota_is_no_limit(tmp_path: Path, content: str) -> None:
    """``max`` limits nothing, and neither does what makes no sense."""
    assert CPUV2([_write(tmp_path, cpu__max=content)]).limit() == Limit(0, None)


def test_smallest_processor_limit_counts(tmp_path: Path) -> None:
    """Of the limits on the way up the smallest holds."""
    own = _write(tmp_path / "own", cpu__max="400000 100000", cpu__stat="usage_usec 1")
    above = _write(tmp_path / "above", cpu__max="100000 50000", cpu__stat="usage_usec 5000000")
    cpu = CPUV2([own, above])
    assert cpu.limit() == Limit(1, 2.0)
    assert cpu.use(1).seconds == 5.0


def test_controller_that_is_off_is_not_known(tmp_path: Path) -> None:
    """Without its files there is neither a limit nor a use."""
    folder = _write(tmp_path)
    assert MemoryV2([folder]).limit() == Limit(0, None)
    assert MemoryV2([folder]).use(0) == MemoryUse(None, None)
    assert CPUV2([folder]).use(0) == CPUUse(None, None)
