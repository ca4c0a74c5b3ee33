"""Unix sockets: their file, its mode, and what becomes of what is there already."""

from __future__ import annotations

import fcntl
import os
import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from django_health_exporter.web.listening import unix_sockets
from django_health_exporter.web.listening.unix_sockets import PathError, UnixListener, unix_listener


@contextmanager
def listening(place: Path | str) -> Iterator[UnixListener]:
    """Listen during a test."""
    with unix_listener(str(place), 16) as listener:
        yield listener


def leave_dead(path: Path, kind: int = socket.SOCK_STREAM) -> None:
    """Leave the file of a socket that nobody listens to."""
    with socket.socket(socket.AF_UNIX, kind) as dead:
        dead.bind(str(path))


def reaches(path: Path) -> bool:
    """Whether a client gets through."""
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_owner_and_group_may_connect(tmp_path: Path, umask: int) -> None:
    """The mode is that, whatever the umask, which stays as it was."""
    path, before = tmp_path / "x.sock", os.umask(umask)
    try:
        with listening(path):
            assert stat.S_IMODE(path.stat().st_mode) == 0o660
            assert reaches(path)
            assert os.umask(umask) == umask
    finally:
        os.umask(before)


def test_file_goes_with_the_socket(tmp_path: Path) -> None:
    """Nothing is left behind, and closing twice does no harm."""
    with listening(tmp_path / "x.sock") as listener:
        listener.close()
        assert list(tmp_path.iterdir()) == []


def test_file_of_another_stays(tmp_path: Path) -> None:
    """What has taken the file's place meanwhile is not removed."""
    path = tmp_path / "x.sock"
    with listening(path):
        path.unlink()
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(str(path))
            other.listen()
            inode = path.stat().st_ino
    assert path.stat().st_ino == inode


def test_file_that_is_gone(tmp_path: Path) -> None:
    """Somebody else may have removed it."""
    with listening(tmp_path / "x.sock"):
        (tmp_path / "x.sock").unlink()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_dead_socket_is_replaced(tmp_path: Path, kind: int) -> None:
    """A daemon that was killed has left its file."""
    path = tmp_path / "x.sock"
    leave_dead(path, kind)
    with listening(path):
        assert reaches(path)


@pytest.mark.parametrize("backlog", [0, 16])
def test_living_socket_is_not(tmp_path: Path, backlog: int) -> None:
    """One that is listened to is in use, even when its queue is full."""
    path = tmp_path / "x.sock"
    with socket.socket(socket.AF_UNIX) as living, socket.socket(socket.AF_UNIX) as waiting:
        living.bind(str(path))
        living.listen(backlog)
        waiting.connect(str(path))
        with pytest.raises(PathError, match="in use"):
            unix_listener(str(path), 16)
        assert path.is_socket()


def test_living_socket_of_another_kind_is_not(tmp_path: Path) -> None:
    """A datagram socket that somebody has is in use too."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as living:
        living.bind(str(tmp_path / "x.sock"))
        with pytest.raises(PathError, match="in use"):
            unix_listener(str(tmp_path / "x.sock"), 16)


def test_what_is_no_socket_stays(tmp_path: Path) -> None:
    """Files, folders and links are never removed, not even a link to a dead socket."""
    file, folder, link = tmp_path / "file", tmp_path / "folder", tmp_path / "link"
    file.write_text("precious", encoding="utf-8")
    folder.mkdir()
    leave_dead(tmp_path / "dead")
    link.symlink_to(tmp_path / "dead")
    for path in (file, folder, link):
        with pytest.raises(PathError, match="no socket, remove it or choose another path"):
            unix_listener(str(path), 16)
    assert file.read_text(encoding="utf-8") == "precious"
    assert folder.is_dir()
    assert link.is_symlink()


def test_missing_folder(tmp_path: Path) -> None:
    """It is named, and what to do about it."""
    with pytest.raises(PathError, match=r"no folder '.*missing', make it first"):
        unix_listener(str(tmp_path / "missing" / "x.sock"), 16)


def test_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    """A path through a file is none."""
    (tmp_path / "file").touch()
    with pytest.raises(PathError, match="is no folder"):
        unix_listener(str(tmp_path / "file" / "x.sock"), 16)


def test_longest_path(tmp_path: Path) -> None:
    """What the kernel takes is taken, a byte more is refused with the number."""
    room = 107 - len(os.fsencode(tmp_path)) - 1
    with listening(tmp_path / ("x" * room)) as listener:
        assert reaches(Path(listener.getsockname()))
    with pytest.raises(PathError, match="more than 107 bytes"):
        unix_listener(str(tmp_path / ("x" * (room + 1))), 16)


def test_abstract_name() -> None:
    """A name has no file, and is in use once."""
    name = f"@django-health-test-{os.getpid()}"
    with listening(name) as listener:
        assert listener.getsockname() == b"\0" + name[1:].encode()
        with pytest.raises(OSError, match="in use"):
            unix_listener(name, 16)
    listening(name).__enter__().close()


def test_two_that_start_together(tmp_path: Path) -> None:
    """One of many gets a dead socket's place, the others are told that it is in use."""
    path = tmp_path / "x.sock"
    leave_dead(path)
    got: list[UnixListener] = []
    errors: list[str] = []

    def start() -> None:
        try:
            got.append(unix_listener(str(path), 16))
        except PathError as error:
            errors.append(str(error))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (listener,) = got
    assert len(errors) == 7
    assert all("in use" in error for error in errors)
    assert reaches(path)
    listener.close()


def test_folder_that_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever keeps the folder locked does not keep the daemon waiting for good."""
    monkeypatch.setattr(unix_sockets, "PATIENCE", 0.05)
    descriptor = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        with pytest.raises(PathError, match="has locked the folder"):
            unix_listener(str(tmp_path / "x.sock"), 16)
    finally:
        os.close(descriptor)
    assert list(tmp_path.iterdir()) == []
