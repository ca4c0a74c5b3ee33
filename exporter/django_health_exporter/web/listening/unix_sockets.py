"""Listening on a unix socket: its file, who may use it, and what a dead daemon left there."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from django_health_exporter.web.listening.accepting import Listener

LONGEST = 107
"""Bytes that the kernel keeps of a path."""

NO_ONE_ELSE = 0o117
"""The mask that leaves ``rw-rw----``: connecting takes the right to write.

The owner and the group are let in, so that a proxy may share a group with the daemon. Others would
get in without any password if none is configured. Whoever wants another mode has systemd make the
socket (``SocketMode=``).
"""

PATIENCE = 5.0
"""Seconds to wait for another daemon that starts in the same folder."""

ASKING = 1.0
"""Seconds that whoever listens there may take to show that."""

HELD = (errno.EAGAIN, errno.EPROTOTYPE, errno.EACCES, errno.EPERM)
"""How a socket refuses a client although somebody has it: full, of another kind, closed to us."""


class PathError(OSError):
    """A unix socket cannot be there; the text is the reason and the remedy."""


class UnixListener(Listener):
    """A listening socket that takes its file with it when it is closed.

    A file that has taken the place of its own meanwhile stays.
    """

    made: tuple[Path, os.stat_result] | None = None
    """Its file, and that as it was made."""

    def close(self) -> None:
        """Remove the file first: as long as it listens nobody takes the file for a dead one's."""
        self.remove_file()
        super().close()

    def remove_file(self) -> None:
        """Remove the file if it is still this socket's own."""
        if self.made is None:
            return
        path, as_made = self.made
        with suppress(OSError):  # it has gone, or the folder may not be written to any more
            if os.path.samestat(as_made, path.lstat()):
                path.unlink()
        self.made = None  # the last: a signal may come before, whose handler removes it too


def check_length(path: str) -> None:
    """Make sure that the kernel can keep a path, or an abstract name after ``@``.

    Raises:
        PathError: It is too long.
    """
    if len(os.fsencode(path)) > LONGEST:
        raise PathError(f"the path has more than {LONGEST} bytes, choose a shorter one")


def unix_listener(path: str, backlog: int) -> UnixListener:
    """Return a socket that listens at an absolute path, or at an abstract name after ``@``.

    Raises:
        PathError: Somebody listens there, something else is there, or the folder is not to be used.
        OSError: Anything else.
    """
    check_length(path)
    with ExitStack() as opened:
        listener = opened.enter_context(UnixListener(socket.AF_UNIX, socket.SOCK_STREAM))
        listener.setblocking(False)
        if path.startswith("@"):
            listener.bind(f"\0{path[1:]}")
            listener.listen(backlog)
        else:
            place = Path(path)
            with _alone_in(place.parent):
                _remove_dead(place)
                _bind(listener, place)
                listener.listen(backlog)
        opened.pop_all()
        return listener


def _bind(listener: UnixListener, path: Path) -> None:
    before = os.umask(NO_ONE_ELSE)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.made = (path, path.lstat())


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other daemons from replacing dead sockets in a folder at the same time.

    Else two that start together could each remove what the other has just made.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        raise PathError(f"there is no folder {str(folder)!r}, make it first") from None
    except NotADirectoryError:
        raise PathError(f"{str(folder)!r} is no folder, choose another path") from None
    try:
        _lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise PathError("another program has locked the folder, end it") from None
            time.sleep(0.02)
        else:
            return


def _remove_dead(path: Path) -> None:
    """Remove a socket that nobody listens to any more.

    Raises:
        PathError: Somebody does, or it is no socket.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(found.st_mode):
        raise PathError("there is a file that is no socket, remove it or choose another path")
    if _is_held(path):
        raise PathError("the socket is in use, end what listens there or choose another path")
    path.unlink()


def _is_held(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(ASKING)
        try:
            client.connect(str(path))
        except ConnectionRefusedError:
            return False
        except OSError as error:
            if error.errno not in HELD:
                raise
    return True
