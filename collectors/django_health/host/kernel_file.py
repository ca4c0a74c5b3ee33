"""A file of the kernel's that is read at each run: through one descriptor, for opening costs more.

Reading such a file from its beginning has the kernel write it anew, so nothing read is ever old.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress

_PART = 16384


class KernelFile:
    """Reads a file again and again.

    What the kernel writes at the moment of reading (below ``/proc``, in a cgroup) is a regular file
    without a size. Such a file stays open; any other one is opened each time, since its name may
    come to stand for another file.

    Args:
        path: Its place.
    """

    _descriptor = -1  # of a copy that was given up half made too

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        self._descriptor = -1
        self._process = 0
        self._identity = (0, 0)
        self._changes = select.poll()

    def read(self) -> bytes:
        """Return all that the file says now.

        Raises:
            OSError: It cannot be read.
        """
        if self._is_kept:
            try:
                return _whole(self._descriptor)
            except OSError:
                pass  # what it told of is gone; another of its name may be there
        self.close()
        descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            found = os.fstat(descriptor)
            if found.st_size == 0:
                self._keep(descriptor, found)
            return _whole(descriptor)
        finally:
            if descriptor != self._descriptor:
                os.close(descriptor)

    def may_have_changed(self) -> bool:
        """Whether the kernel announced a change since this was last asked, or cannot do so.

        Of the files in question only the table of mounts announces its changes: see ``man 5 proc``.
        """
        return not self._is_kept or bool(self._changes.poll(0))

    def close(self) -> None:
        """Close it, if it is open and its number still stands for it."""
        is_kept = self._is_kept
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            self._changes.unregister(descriptor)
        if is_kept:
            with suppress(OSError):
                os.close(descriptor)

    def __del__(self) -> None:
        self.close()

    @property
    def _is_kept(self) -> bool:
        """Whether it is open; what a parent opened below ``/proc/self`` is the parent's.

        Who makes a daemon of a process closes all its descriptors, and their numbers come to stand
        for other files.
        """
        if self._descriptor < 0 or self._process != os.getpid():
            return False
        try:
            found = os.fstat(self._descriptor)
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == self._identity

    def _keep(self, descriptor: int, found: os.stat_result) -> None:
        self._descriptor, self._process = descriptor, os.getpid()
        self._identity = (found.st_dev, found.st_ino)
        self._changes.register(descriptor, select.POLLPRI)


def _whole(descriptor: int) -> bytes:
    """The file from its beginning to its end, which an empty part tells: parts are of any size."""
    heard = part = os.pread(descriptor, _PART, 0)
    while part:
        part = os.pread(descriptor, _PART, len(heard))
        heard += part
    return heard
