"""Mount tables as the kernel writes them, and any other bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from django_health.host.mounts import parsed, real_mounts

ESCAPED = {b" ": b"\\040", b"\t": b"\\011", b"\n": b"\\012", b"\\": b"\\134"}
PATHS = st.binary(max_size=12).map(lambda name: b"/mnt/" + name.translate(None, b"\0/"))
TYPES = st.sampled_from([b"ext4", b"nfs4", b"tmpfs", b"fuse.x"])
NUMBERS = st.integers(0, 999)


def _escaped(path: bytes) -> bytes:
    letters = (path[place : place + 1] for place in range(len(path)))
    return b"".join(ESCAPED.get(letter, letter) for letter in letters)


def _line(number: int, path: bytes, fstype: bytes, options: bytes, tags: bytes) -> bytes:
    head = b"%d 1 8:%d / %s %s%s" % (number, number, _escaped(path), options, tags)
    return b"%s - %s %s rw" % (head, fstype, _escaped(b"/dev/disk/my disk"))


@given(
    path=PATHS,
    number=NUMBERS,
    options=st.sampled_from([b"rw", b"ro,noatime"]),
    tags=st.sampled_from([b"", b" shared:1", b" shared:1 master:2"]),
)
def test_a_line_is_its_mount(path: bytes, number: int, options: bytes, tags: bytes) -> None:
    """Whatever the path holds, and however many optional fields there are."""
    (mount,) = parsed(_line(number, path, b"ext4", options, tags))
    assert mount.path == path
    assert (mount.device, mount.fstype, mount.number) == (
        "/dev/disk/my disk",
        "ext4",
        f"8:{number}",
    )
    assert mount.writable_here == options.startswith(b"rw")
    assert not mount.read_only
    mount.mountpoint.encode()


@given(st.lists(st.tuples(NUMBERS, PATHS, TYPES)))
def test_every_real_filesystem_is_there_once(lines: list[tuple[int, bytes, bytes]]) -> None:
    """However often it is mounted; those of the network and of memory are not."""
    table = b"\n".join(_line(number, path, kind, b"rw", b"") for number, path, kind in lines)
    found = list(real_mounts(parsed(table)))
    on_top = {path: (number, kind) for number, path, kind in lines}
    expected = {f"8:{number}" for number, kind in on_top.values() if kind == b"ext4"}
    assert sorted(mount.number for mount in found) == sorted(expected)


@given(st.binary())
def test_any_other_bytes_are_passed_over(table: bytes) -> None:
    """What is no line of a mount table is no mount, and no error."""
    for mount in parsed(table):
        f"{mount.mountpoint}{mount.device}{mount.fstype}{mount.number}".encode()
