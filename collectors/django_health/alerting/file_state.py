"""Keeps the record in a file, across restarts and for all processes of a host."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django_health.alerting.record import Record, decoded, encoded
from django_health.alerting.state import PATIENCE, AlertState, StateError

LARGEST = 64 * 2**20
"""Bytes; a longer file holds something else."""

_POLL = 0.02
"""Seconds between two tries for the lock: a blocking one could hang for good on a network disk."""


class FileState(AlertState):
    """Keeps it in a file of JSON, which is replaced as a whole; beside it is one for the lock.

    Args:
        path: The file, which need not be there yet; its folder has to be.

    Raises:
        StateError: The file cannot be used: its folder is not there or cannot be written to, or
            it holds something else.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self.place = _place(self._path)
        with _errors(self._path):
            _record_at(self._path)  # before a lock is made beside what is somebody else's
        with self.turn():  # what is wrong is to be found at the start
            pass

    @contextmanager
    def turn(self) -> Iterator[Record]:
        """Give the record to change, under a lock that all processes of the host heed."""
        with _errors(self._path), self._locked():
            record = _record_at(self._path)
            before = encoded(record)
            yield record
            if (after := encoded(record)) != before:
                self._replace(after)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(f"{self._path}.lock", flags, 0o600)
        try:
            self._lock(descriptor)
            yield
        finally:
            os.close(descriptor)  # which ends the lock too

    def _lock(self, descriptor: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            if time.monotonic() > deadline:
                raise StateError(f"{self.place}: another process holds its lock")
            time.sleep(_POLL)

    def _replace(self, content: bytes) -> None:
        descriptor, name = tempfile.mkstemp(prefix=f".{self._path.name}.", dir=self._path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def expect_record(path: str | Path) -> None:
    """Make sure that what is there, if anything, is a record; nothing is made or written.

    What only another user may read is left to that one.

    Raises:
        StateError: It is something else.
    """
    with _errors(Path(path)), suppress(PermissionError):
        _record_at(Path(path))


def _place(path: Path) -> str:
    return f"state_file {str(path)!r}"


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno or errno.EIO)
        raise StateError(f"{_place(path)}: {reason}") from None


def _record_at(path: Path) -> Record:
    try:
        content = _content(path)
    except FileNotFoundError:
        return Record()
    if not content:
        return Record()
    try:
        return decoded(content)
    except ValueError:  # it is not for us to write over what may be somebody's
        raise StateError(
            f"{_place(path)} holds something else than what was told: name another file, or "
            "remove it"
        ) from None


def _content(path: Path) -> bytes:
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe would wait for a writer
    with os.fdopen(os.open(path, flags), "rb") as file:
        kind = os.fstat(file.fileno())
        if not stat.S_ISREG(kind.st_mode) or kind.st_size > LARGEST:
            raise StateError(f"{_place(path)} is no file of ours")
        return file.read()
