"""Reads the files of a policy, and finds out later whether one has changed."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path

LARGEST = 1024 * 1024
"""Bytes of the largest file that is read: what is larger is none of these."""

YOUNG = 2.0
"""Seconds in which a file may be written again and look the same: clocks of disks are coarse."""


class UnusableFileError(OSError):
    """A file is not read, for a reason that has no number; the text is the reason."""


class Files:
    """The files that were read for one policy.

    What a file looked like is noted before its content is taken, so that a change in between is
    found the next time.
    """

    def __init__(self) -> None:
        self._seen: dict[Path, _Seen] = {}
        self._unread: set[Path] = set()

    def read(self, path: Path) -> bytes:
        """Return a file's content.

        Raises:
            OSError: It cannot be read, is larger than :data:`LARGEST`, or no regular file.
        """
        self._unread.add(path)
        self._seen[path], content = _read(path)
        self._unread.discard(path)
        return content

    def stale(self) -> bool:
        """Whether a file has another content by now, is gone, or can be read at last."""
        return any(self._is_stale(path, seen) for path, seen in self._seen.items()) or any(
            map(_is_readable, self._unread)
        )

    def _is_stale(self, path: Path, seen: _Seen) -> bool:
        try:
            if seen.is_settled() and _look(path.stat()) == seen.look:
                return False
            self._seen[path], _ = _read(path)
        except (OSError, ValueError):
            return True
        return self._seen[path].digest != seen.digest


@dataclass(frozen=True)
class _Seen:
    """What a file looked like, and a digest of its content."""

    look: tuple[int, ...]
    changed: float
    at: float
    digest: bytes

    def is_settled(self) -> bool:
        """Whether a change after the file was read must have changed its look."""
        return self.at - self.changed > YOUNG


def _is_readable(path: Path) -> bool:
    try:
        _read(path)
    except (OSError, ValueError):
        return False
    return True


def _look(status: os.stat_result) -> tuple[int, ...]:
    return (
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    )


def _read(path: Path) -> tuple[_Seen, bytes]:
    # A pipe would keep the caller waiting for who writes to it.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - it is open already
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnusableFileError("it is no regular file")
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UnusableFileError(f"it is larger than {LARGEST // 1024} KiB")
    digest = hashlib.sha256(content).digest()
    return _Seen(_look(status), status.st_ctime, time.time(), digest), content
