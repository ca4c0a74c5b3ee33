from __future__ import annotations

from pathlib import Path

from django_health.host.cgroup.use import CPUUse, Limit, MemoryUse
from django_health.host.cgroup.v1 import CPUV1, MemoryV1


def _write(folder: Path, **files: str) -> str:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(f"{content}\n")
    return str(folder)


NO_LIMIT = "9223372036854771712"


def test_memory(tmp_path: Path) -> None:
    """Limit, working set and kills come from the files of version 1."""
    folder = _write(
        tmp_path,
        memory__limit_in_bytes="536870912",
        memory__usage_in_bytes="400000000",
        memory__stat="cache 1\ninactive_file 5\ntotal_inactive_file 100000000",
        memory__oom_control="oom_kill_disable 0\nunder_oom 0\noom_kill 2",
    )
    memory = MemoryV1([folder])
    assert memory.limit() == Limit(0, 536870912)
    assert memory.use(0) == MemoryUse(300000000, 2)


def test_huge_memory_limit_is_none(tmp_path: Path) -> None:
    """Version 1 says no limit with a number that no machine has."""
    folder = _write(tmp_path, memory__limit_in_bytes=NO_LIMIT)
    assert MemoryV1([folder]).limit() == Limit(0, None)


def test_limit_further_up_counts(tmp_path: Path) -> None:
    """The pod's limit holds for its containers, and the use is then the pod's."""
    own = _write(tmp_path / "own", memory__limit_in_bytes=NO_LIMIT, memory__usage_in_bytes="10")
    pod = _write(tmp_path / "pod", memory__limit_in_bytes="1000", memory__usage_in_bytes="900")
    memory = MemoryV1([own, pod])
    assert memory.limit() == Limit(1, 1000)
    assert memory.use(1).used == 900


def test_processors(tmp_path: Path) -> None:
    """Quota by period is the number of processors; times are in nanoseconds."""
    folder = _write(
        tmp_path,
        cpu__cfs_quota_us="150000",
        cpu__cfs_period_us="100000",
        cpu__stat="nr_periods 9\nnr_throttled 3\nthrottled_time 2500000000",
        cpuacct__usage="12000000000",
    )
    cpu = CPUV1([folder], [folder])
    assert cpu.limit() == Limit(0, 1.5)
    assert cpu.use(0) == CPUUse(12.0, 2.5)


def test_no_quota_is_no_limit(tmp_path: Path) -> None:
    """A quota of -1, a missing one and a period of 0 limit nothing."""
    minus = _write(tmp_path / "a", cpu__cfs_quota_us="-1", cpu__cfs_period_us="100000")
    missing = _write(tmp_path / "b", cpu__cfs_period_us="100000")
    zero = _write(tmp_path / "c", cpu__cfs_quota_us="5", cpu__cfs_period_us="0")
    assert CPUV1([minus, missing, zero], ()).limit() == Limit(0, None)


def test_account_mounted_apart_is_not_guessed(tmp_path: Path) -> None:
    """Where the two controllers have other folders, the time used is not known."""
    folder = _write(tmp_path, cpu__cfs_quota_us="50000", cpu__cfs_period_us="100000")
    cpu = CPUV1([folder], [])
    assert cpu.limit() == Limit(0, 0.5)
    assert cpu.use(0) == CPUUse(None, None)


def test_garbage_is_not_known(tmp_path: Path) -> None:
    """Files that make no sense give no figures and no errors."""
    folder = _write(
        tmp_path, memory__limit_in_bytes="many", memory__usage_in_bytes="-5", memory__stat="x y z"
    )
    assert MemoryV1([folder]).limit() == Limit(0, None)
    assert MemoryV1([folder]).use(0) == MemoryUse(None, None)
