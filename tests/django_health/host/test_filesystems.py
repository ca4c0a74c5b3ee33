from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from django_health.failure import CheckFailed
from django_health.host.filesystems import FilesystemsCheck
from django_health.host.mounts import MountTable
from django_health.result import Outcome, Reason, Status
from django_health.settings import HealthSettings

GIBIBYTE = 2**30 // 4096
TABLE = """\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
28 27 8:1 / /srv rw,relatime - xfs /dev/sda1 rw
29 27 11:0 / /cd ro,relatime - iso9660 /dev/sr0 ro
"""


def _answer(size: int, available: int) -> os.statvfs_result:
    """A filesystem with these many GiB, none of them kept for root."""
    free = available * GIBIBYTE
    return os.statvfs_result((4096, 4096, size * GIBIBYTE, free, free, 10, 5, 5, 0, 255))


HALF_FULL = {b"/": _answer(100, 50), b"/srv": _answer(200, 80), b"/cd": _answer(1, 0)}


@pytest.fixture
def mount_table(tmp_path: Path) -> Path:
    """A root, a data disk and a CD."""
    path = tmp_path / "mountinfo"
    path.write_text(TABLE)
    return path


def _check(
    mount_table: Path, answers: Mapping[bytes, os.statvfs_result | OSError]
) -> FilesystemsCheck:
    def statvfs(path: bytes) -> os.statvfs_result:
        answer = answers[path]
        if isinstance(answer, OSError):
            raise answer
        return answer

    return FilesystemsCheck(HealthSettings(), mount_table=mount_table, statvfs=statvfs)


def test_details_are_of_the_fullest_that_can_be_written(mount_table: Path) -> None:
    """The fullest disk comes first, all follow; the CD is told and does not count."""
    outcome = _check(mount_table, HALF_FULL).check()
    assert outcome.status is Status.OK
    srv = {"usage": 60.0, "total_gb": 200.0, "free_gb": 80.0, "used_gb": 120.0}
    assert outcome.details == {
        **srv,
        "mountpoint": "/srv",
        "filesystems": {
            "/": {"usage": 50.0, "total_gb": 100.0, "free_gb": 50.0, "used_gb": 50.0},
            "/cd": {"usage": 100.0, "total_gb": 1.0, "free_gb": 0.0, "used_gb": 1.0},
            "/srv": srv,
        },
    }


def test_every_filesystem_is_measured(
    mount_table: Path, figures: Callable[[Outcome], dict[str, float]]
) -> None:
    """Each mount point has its own series."""
    found = figures(_check(mount_table, HALF_FULL).check())
    assert found["filesystem_usage_ratio{/}"] == 0.5
    assert found["filesystem_usage_ratio{/srv}"] == 0.6
    assert found["filesystem_usage_ratio{/cd}"] == 1.0
    assert found["filesystem_info{/cd,/dev/sr0,iso9660}"] == 1


def test_thresholds_name_each_full_filesystem(mount_table: Path) -> None:
    """The worst decides, all that alarm are named, and the figures are there all the same."""
    answers = {**HALF_FULL, b"/": _answer(100, 12), b"/srv": _answer(1000, 38)}
    outcome = _check(mount_table, answers).check()
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.THRESHOLD)
    assert outcome.message == (
        "/srv is 96.2 % full (critical at 95 %); / is 88.0 % full (warning at 85 %)"
    )
    assert len(outcome.measurements) == 24


def test_one_that_cannot_be_asked_is_dropped(
    mount_table: Path, figures: Callable[[Outcome], dict[str, float]]
) -> None:
    """A broken mount is named with its error code, and the others are told as usual."""
    broken = {
        b"/srv": OSError(errno.EIO, "canary"),
        b"/cd": PermissionError(errno.EACCES, "canary"),
    }
    answers: dict[bytes, os.statvfs_result | OSError] = {**HALF_FULL, **broken}
    outcome = _check(mount_table, answers).check()
    assert outcome.status is Status.OK
    assert outcome.details["unreadable"] == {"/cd": "EACCES", "/srv": "EIO"}
    assert outcome.details["mountpoint"] == "/"
    assert not [name for name in figures(outcome) if "/srv" in name or "/cd" in name]
    assert "canary" not in repr(outcome)


def test_none_that_can_be_asked_is_a_failure(mount_table: Path) -> None:
    """Where no filesystem answers, the check fails with the reason of the first."""
    answers = dict.fromkeys(HALF_FULL, PermissionError(errno.EACCES, "canary"))
    with pytest.raises(CheckFailed, match=r"^no filesystem can be read \(EACCES\)$") as caught:
        _check(mount_table, answers).check()
    assert caught.value.reason is Reason.PERMISSION
    assert caught.value.details["unreadable"] == dict.fromkeys(("/", "/cd", "/srv"), "EACCES")


def test_table_without_a_real_filesystem_is_a_failure(mount_table: Path) -> None:
    """An empty table is told as such."""
    mount_table.write_text("")
    with pytest.raises(CheckFailed, match="no real filesystem") as caught:
        _check(mount_table, {}).check()
    assert caught.value.reason is Reason.UNAVAILABLE


def test_table_that_cannot_be_read_is_a_failure(tmp_path: Path) -> None:
    """A table that is there and cannot be read is told by its error code."""
    with pytest.raises(CheckFailed, match=r"^the mount table cannot be read \(EISDIR\)$"):
        _check(tmp_path, {}).check()


def test_read_only_alone_is_shown_too(mount_table: Path) -> None:
    """Where nothing can be written, the fullest of all is shown, without an alarm."""
    mount_table.write_text(TABLE.splitlines()[2])
    outcome = _check(mount_table, HALF_FULL).check()
    assert outcome.status is Status.OK
    assert outcome.details["mountpoint"] == "/cd"


def test_real_host(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """This machine's root has the size that the system tells."""
    outcome = FilesystemsCheck(HealthSettings()).check()
    found = figures(outcome)
    stat = os.statvfs("/")
    assert found["filesystem_size_bytes{/}"] == stat.f_blocks * stat.f_frsize
    assert 0 < found["filesystem_usage_ratio{/}"] <= 1
    assert "/" in str(outcome.details["mountpoint"])


@pytest.mark.parametrize(
    ("answer", "doubts"),
    [
        (HALF_FULL[b"/"], 0),
        (os.statvfs_result((*HALF_FULL[b"/"][:8], os.ST_RDONLY, 255)), 1),
        (OSError(errno.ENOENT, "canary"), 1),
    ],
    ids=["as it says", "read-only", "gone"],
)
def test_a_table_that_is_contradicted_is_doubted(
    answer: os.statvfs_result | OSError,
    doubts: int,
    mount_table: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The kernel does not announce that a disk fell read-only, or that a folder was renamed."""
    doubted: list[MountTable] = []

    def doubt(table: MountTable) -> None:
        doubted.append(table)

    monkeypatch.setattr(MountTable, "doubt", doubt)
    cd = os.statvfs_result((*HALF_FULL[b"/cd"][:8], os.ST_RDONLY, 255))
    _check(mount_table, HALF_FULL | {b"/": answer, b"/cd": cd}).check()
    assert len(doubted) == doubts
