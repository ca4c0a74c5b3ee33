from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from django_health.host.kernel_file import KernelFile
from django_health.host.mounts import (
    BELIEVED_FOR,
    NETWORK_TYPES,
    UNREAL_TYPES,
    Mount,
    MountTable,
    parsed,
)

ROOT = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard"


def line(
    path: str,
    device: str,
    fstype: str = "ext4",
    number: str = "8:1",
    *,
    options: str = "rw,relatime",
    own: str = "rw",
) -> str:
    """A line of a mount table, with optional fields as the kernel has them."""
    return f"36 27 {number} / {path} {options} shared:1 master:2 - {fstype} {device} {own}"


def table(tmp_path: Path, *lines: str) -> MountTable:
    """A mount table with these lines."""
    path = tmp_path / "mountinfo"
    path.write_text("".join(f"{each}\n" for each in lines))
    return MountTable(path)


def mountpoints(tmp_path: Path, *lines: str) -> list[str]:
    """Where the real filesystems among the lines are mounted."""
    return [mount.mountpoint for mount in table(tmp_path, *lines).mounts()]


def test_fields_of_a_line() -> None:
    """Path, device, type, number and the two kinds of read-only are read."""
    text = f"{ROOT}\n{line('/srv', '/dev/sdb1', 'xfs', '8:17', options='ro,nosuid')}"
    assert list(parsed(text.encode())) == [
        Mount(b"/", "/", "/dev/vda", "ext4", "254:0", read_only=False, writable_here=True),
        Mount(b"/srv", "/srv", "/dev/sdb1", "xfs", "8:17", read_only=False, writable_here=False),
    ]


def test_read_only_filesystem() -> None:
    """The options behind the device are the filesystem's own."""
    (mount,) = parsed(line("/cd", "/dev/sr0", "iso9660", own="ro,norock").encode())
    assert mount.read_only
    assert not mount.writable_here


def test_escapes_are_undone() -> None:
    r"""Space, tab, newline and backslash are written as \040 and so on; UTF-8 stays as it is."""
    (mount,) = parsed(line(r"/a\040b\134c\011d\012é", r"/dev/my\040disk").encode())
    assert mount.path == "/a b\\c\td\né".encode()
    assert mount.mountpoint == "/a b\\c\td\né"
    assert mount.device == "/dev/my disk"


def test_path_that_is_not_utf_8_can_be_told_and_asked() -> None:
    """The label is text that can be sent, the path stays as the system wants it."""
    (mount,) = parsed(line("/x", "/dev/sdb1").encode().replace(b"/x", b"/\xff"))
    assert mount.path == b"/\xff"
    assert mount.mountpoint == r"/\xff"


def test_garbage_is_passed_over() -> None:
    """Lines that are none do no harm to the others."""
    garbage = b"\n- - -\n\xff\x00\n1 2 3\n36 27 8:1 / /srv rw - ext4\n" + ROOT.encode()
    assert [mount.mountpoint for mount in parsed(garbage)] == ["/"]


def test_disks_are_real(tmp_path: Path) -> None:
    """What has a disk behind it is taken, whatever its type, in the order of the paths."""
    lines = [
        line("/srv", "/dev/mapper/vg-srv", "xfs", "253:1"),
        line("/boot/efi", "/dev/sda1", "vfat", "8:1"),
        line("/win", "/dev/sdc1", "fuseblk", "8:33"),
        line("/tank", "tank", "zfs", "0:50"),
        line("/pool", "/dev/sdd", "btrfs", "0:51"),
    ]
    expected = ["/", "/boot/efi", "/pool", "/srv", "/tank", "/win"]
    assert mountpoints(tmp_path, ROOT, *lines) == expected


@pytest.mark.parametrize("fstype", sorted({"fuse.sshfs", "fuse.s3fs", *NETWORK_TYPES}))
def test_network_filesystems_are_left_out(tmp_path: Path, fstype: str) -> None:
    """A filesystem whose server may be dead is never asked, whatever its device looks like."""
    lines = [line("/far", device, fstype) for device in ("host:/x", "//host/x", "/dev/fuse")]
    assert [mountpoints(tmp_path, ROOT, each) for each in lines] == [["/"]] * 3


def test_unknown_network_filesystem_is_left_out(tmp_path: Path) -> None:
    """What is not a file of this machine has no disk here, whatever the type is called."""
    lines = [line("/far", device, "newfs") for device in ("//host/share", "host:/share", "none")]
    assert [mountpoints(tmp_path, ROOT, each) for each in lines] == [["/"]] * 3


@pytest.mark.parametrize("fstype", sorted(UNREAL_TYPES))
def test_filesystems_without_a_disk_are_left_out(tmp_path: Path, fstype: str) -> None:
    """What the kernel or memory shows as files is no disk, even if the device looks like a path."""
    lines = [line("/x", device, fstype) for device in (fstype, "/x", "/dev/loop0")]
    assert [mountpoints(tmp_path, ROOT, each) for each in lines] == [["/"]] * 3


@pytest.mark.parametrize("fstype", ["overlay", "tmpfs", "9p", "virtiofs", "squashfs", "rootfs"])
def test_root_is_always_taken(tmp_path: Path, fstype: str) -> None:
    """The root is asked whatever its type; that of a container is an overlay."""
    assert mountpoints(tmp_path, line("/", "overlay", fstype)) == ["/"]


def test_what_is_covered_by_another_mount_is_left_out(tmp_path: Path) -> None:
    """Of two mounts on one path the later one is seen; an unreal one hides a disk."""
    lines = [
        line("/", "none", "rootfs", "0:1"),
        ROOT,
        line("/srv", "/dev/sdb1"),
        line("/srv", "host:/srv", "nfs4"),
    ]
    mounts = table(tmp_path, *lines).mounts()
    assert [(mount.mountpoint, mount.fstype) for mount in mounts] == [("/", "ext4")]


def test_each_filesystem_once_at_its_shortest_path(tmp_path: Path) -> None:
    """Bind mounts and subvolumes of one filesystem share its space, so they count once."""
    lines = [
        line("/var/lib/data", "/dev/sdb1", number="8:17"),
        line("/data", "/dev/sdb1", number="8:17"),
        line("/dat", "/dev/sdb1", number="8:17", options="ro"),
        line("/home", "/dev/vda", number="254:0"),
    ]
    assert mountpoints(tmp_path, *lines, ROOT) == ["/", "/data"]


def test_single_files_are_left_out(tmp_path: Path) -> None:
    """A container's /etc/hosts is a file of a disk that is not the container's."""
    hosts = tmp_path / "hosts"
    hosts.touch()
    folder = tmp_path / "folder"
    folder.mkdir()
    lines = [line(str(hosts), "/dev/vda1"), line(str(folder), "/dev/vda2", number="8:2")]
    assert mountpoints(tmp_path, ROOT, *lines) == ["/", str(folder)]


def test_mounts_of_containers_are_left_out(tmp_path: Path) -> None:
    """Paths with a container's identifier would be new series without end; their disks are not."""
    lines = [
        line("/var/lib/docker", "/dev/sdb1", number="8:17"),
        line("/var/lib/docker/zfs/graph/1f", "tank/1f", "zfs", "0:61"),
        line("/var/lib/containers/storage/2e", "/dev/sdc1", number="8:33"),
        line("/var/lib/kubelet/pods/3d/volumes/x", "/dev/sdd1", number="8:49"),
    ]
    assert mountpoints(tmp_path, ROOT, *lines) == ["/", "/var/lib/docker"]


def test_removed_mount_point_is_left_out(tmp_path: Path) -> None:
    """A mount whose folder is gone has no path to ask."""
    assert mountpoints(tmp_path, ROOT, line("/gone//deleted", "/dev/sdb1")) == ["/"]


def test_table_is_worked_out_anew_when_it_changes(tmp_path: Path) -> None:
    """The same table gives the same answer; a new mount is seen at the next look."""
    mounts = table(tmp_path, ROOT)
    first = mounts.mounts()
    assert mounts.mounts() is first
    (tmp_path / "mountinfo").write_text(f"{ROOT}\n{line('/srv', '/dev/sdb1')}\n")
    assert [mount.mountpoint for mount in mounts.mounts()] == ["/", "/srv"]


def test_a_table_that_announces_its_changes_is_read_when_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it is believed for a while, unless it is doubted."""
    changed, now = False, 0.0
    monkeypatch.setattr(KernelFile, "may_have_changed", lambda _: changed)
    path = tmp_path / "mountinfo"
    path.write_text(f"{ROOT}\n")
    mounts = MountTable(path, lambda: now)
    assert len(mounts.mounts()) == 1
    path.write_text(f"{ROOT}\n{line('/srv', '/dev/sdb1')}\n")
    now = BELIEVED_FOR - 1
    assert len(mounts.mounts()) == 1
    changed = True
    assert len(mounts.mounts()) == 2
    changed = False
    path.write_text(f"{ROOT}\n")
    now += BELIEVED_FOR - 1
    assert len(mounts.mounts()) == 2
    now += 1
    assert len(mounts.mounts()) == 1
    path.write_text(f"{ROOT}\n{line('/srv', '/dev/sdb1')}\n")
    assert len(mounts.mounts()) == 1
    mounts.doubt()
    assert len(mounts.mounts()) == 2


def test_without_a_table_psutil_tells(tmp_path: Path) -> None:
    """A system without /proc is asked through psutil."""
    mounts = MountTable(tmp_path / "missing").mounts()
    disks = {part.mountpoint for part in psutil.disk_partitions()}
    assert {mount.mountpoint for mount in mounts} <= disks


def test_real_host() -> None:
    """This machine has a root, and each of its filesystems can be asked."""
    mounts = MountTable(Path("/proc/self/mountinfo")).mounts()
    assert mounts[0].mountpoint == "/"
    assert len({mount.number for mount in mounts}) == len(mounts)
    assert all(os.path.ismount(mount.path) for mount in mounts)
