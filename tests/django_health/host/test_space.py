from __future__ import annotations

import os

import pytest

from django_health.host.mounts import Mount
from django_health.host.space import Space
from django_health.result import Status
from django_health.settings import Threshold

MOUNT = Mount(b"/srv", "/srv", "/dev/sdb1", "ext4", "8:17", read_only=False, writable_here=True)


def space(
    blocks: int = 1000,
    free: int = 300,
    available: int = 200,
    *,
    inodes: tuple[int, int] = (500, 450),
    flag: int = 0,
    mount: Mount = MOUNT,
) -> Space:
    """A filesystem with blocks of 4096 bytes, which is not the preferred size."""
    fields = (65536, 4096, blocks, free, available, *inodes, inodes[1], flag, 255)
    return Space(mount, os.statvfs_result(fields))


def _figures(found: Space) -> dict[str, tuple[float, tuple[str, ...]]]:
    prefix = "django_health_system_filesystem_"
    return {m.family.name.removeprefix(prefix): (m.value, m.labels) for m in found.measurements()}


def test_figures() -> None:
    """Blocks are counted in fragments, and the usage is what df shows."""
    place = ("/srv",)
    assert _figures(space()) == {
        "info": (1, ("/srv", "/dev/sdb1", "ext4")),
        "size_bytes": (4096000, place),
        "free_bytes": (1228800, place),
        "available_bytes": (819200, place),
        "usage_ratio": (700 / 900, place),
        "inodes": (500, place),
        "inodes_free": (450, place),
        "read_only": (0, place),
    }


def test_inodes_without_a_number_are_absent() -> None:
    """A btrfs has as many inodes as it has space, and says 0."""
    assert not {"inodes", "inodes_free"} & set(_figures(space(inodes=(0, 0))))


def test_usage_of_nothing_is_absent() -> None:
    """A filesystem without blocks is neither full nor empty."""
    empty = space(0, 0, 0)
    assert empty.usage is None
    assert "usage_ratio" not in _figures(empty)
    assert "usage" not in empty.details()
    assert empty.verdict(Threshold(1, 2)).status is Status.OK


def test_read_only_flag() -> None:
    """A mount that cannot be written is flagged, whichever reason it has."""
    assert _figures(space(flag=os.ST_RDONLY | os.ST_NOSUID))["read_only"] == (1, ("/srv",))
    assert _figures(space(flag=os.ST_NOSUID))["read_only"] == (0, ("/srv",))


def test_details_are_in_gibibytes() -> None:
    """What is free is what others than root can use."""
    gibibyte = 2**30 // 4096
    assert space(100 * gibibyte, 20 * gibibyte, 10 * gibibyte).details() == {
        "usage": 88.9,
        "total_gb": 100.0,
        "free_gb": 10.0,
        "used_gb": 80.0,
    }


def test_full_filesystem_alarms() -> None:
    """The space that is kept for root does not count as free."""
    verdict = space(1000, 50, 0).verdict(Threshold(85, 95))
    assert verdict.status is Status.ERROR
    assert verdict.message == "/srv is 100.0 % full (critical at 95 %)"


@pytest.mark.parametrize(
    ("read_only", "status"), [(True, Status.OK), (False, Status.ERROR)], ids=["own", "mount"]
)
def test_only_what_is_read_only_by_itself_raises_no_alarm(read_only: bool, status: Status) -> None:
    """A CD is always full; a disk that is only seen through a read-only mount still fills."""
    mount = MOUNT._replace(read_only=read_only, writable_here=False)
    found = space(1000, 0, 0, flag=os.ST_RDONLY, mount=mount)
    assert found.verdict(Threshold(85, 95)).status is status
