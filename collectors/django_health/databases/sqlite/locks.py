"""Who holds SQLite's write lock, found out without taking or dropping one.

SQLite locks bytes of its files with ``fcntl``. Closing any descriptor of a file drops all such
locks that the process holds on it, even those of another connection of the same process, which
may be Django's own. So no file is opened here: the descriptor is SQLite's, and it is only asked.
"""

from __future__ import annotations

import fcntl
import os
import struct
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")
_FLOCK = "hhqqi0q"  # type, whence, start, length, pid, padded as the C structure is

_PENDING_BYTE = 0x40000000
_MAIN_LOCKS = (_PENDING_BYTE, 2 + 510)
"""Start and length of the main file's lock bytes: pending, reserved and shared."""
_WAL_WRITE_LOCK = (120, 1)
"""The byte of the ``-shm`` file that a writer locks in WAL mode (WAL_WRITE_LOCK of wal.c)."""


class Descriptors:
    """The descriptors by which this process, that is SQLite, has files open.

    Each may be closed as soon as no connection is in use: borrow it anew for each use, and never
    close it.
    """

    def __init__(self) -> None:
        self._last: dict[Path, int] = {}

    def borrow(self, path: Path) -> int | None:
        """Return a descriptor of the file; ``None`` where nobody here has it open."""
        try:
            status = path.stat()
        except OSError:  # the file is gone
            return None
        last = self._last.get(path)
        if last is None or not _is_open_as(last, status):
            last = next((number for number in _numbers() if _is_open_as(number, status)), None)
        if last is not None:
            self._last[path] = last
        return last


def is_main_file_locked(descriptor: int) -> bool | None:
    """Whether a connection holds the main file's write lock; ``None`` where that is not known."""
    return _is_write_locked(descriptor, *_MAIN_LOCKS)


def is_wal_locked(descriptor: int) -> bool | None:
    """Whether a connection writes the WAL, by its ``-shm`` file; ``None`` where not known."""
    return _is_write_locked(descriptor, *_WAL_WRITE_LOCK)


def _numbers() -> list[int]:
    try:
        return [int(entry.name) for entry in _DESCRIPTORS.iterdir()]
    except OSError:  # there is no /proc
        return []


def _is_open_as(descriptor: int, status: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), status)
    except OSError:  # it was closed meanwhile
        return False


def _is_write_locked(descriptor: int, start: int, length: int) -> bool | None:
    # A read lock is asked for, because only a write lock is in its way. Asked in the name of the
    # open file (OFD), locks of other connections of this very process count too.
    question = struct.pack(_FLOCK, fcntl.F_RDLCK, os.SEEK_SET, start, length, 0)
    try:
        answer = fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, question)
    except OSError:  # a file system without locks
        return None
    return bool(struct.unpack(_FLOCK, answer)[0] != fcntl.F_UNLCK)
