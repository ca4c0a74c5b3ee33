"""Where an SQLite database lies, and what its files say before it is opened as a database."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from django_health.failure import CheckFailed
from django_health.result import Reason

_HEADER = 100
_WAL_VERSION = b"\2\2"
_FOLLOWS_EFFECTIVE_USER = os.access in os.supports_effective_ids


@dataclass(frozen=True, slots=True)
class SQLiteFile:
    """The main file of a database and those beside it.

    Attributes:
        path: The main file, free of symbolic links, for that is where SQLite puts the others.
        immutable: Whether the settings promise that nobody writes it.
    """

    path: Path
    immutable: bool = False

    @property
    def wal(self) -> Path:
        """The write-ahead log; it is there while somebody has the database open in that mode."""
        return self.path.with_name(f"{self.path.name}-wal")

    @property
    def shm(self) -> Path:
        """The index of the write-ahead log, which its users share."""
        return self.path.with_name(f"{self.path.name}-shm")

    def uri(self, *, immutable: bool) -> str:
        """Return the URI by which SQLite opens it for reading and changes nothing.

        Without ``readonly_shm`` even a reader would create the index of the write-ahead log, as its
        own file, and lock the application out if that runs as another user. With it no connection
        of this process can write as long as the reader's is open, or any that was opened since:
        they share one index. So it is not for the user whose file it is, as in the application.
        """
        mode = "mode=ro"
        if immutable or self.immutable:
            mode = "mode=ro&immutable=1"
        elif not self._is_own():
            mode = "mode=ro&readonly_shm=1"
        return f"file://{quote(os.fsencode(self.path))}?{mode}"

    def _is_own(self) -> bool:
        """Whether the file belongs to the user of this process."""
        try:
            return self.path.stat().st_uid == os.geteuid()
        except OSError:
            return False

    def status(self) -> os.stat_result:
        """Return what the file system says about the main file.

        Raises:
            CheckFailed: It is not there, not to be seen by this user, or no file.
        """
        try:
            status = self.path.stat()
        except PermissionError:
            raise CheckFailed(
                Reason.PERMISSION, "this user may not look into the folder of the database file"
            ) from None
        except OSError:
            raise CheckFailed(Reason.UNAVAILABLE, "the database file does not exist") from None
        if not stat.S_ISREG(status.st_mode):
            raise CheckFailed(Reason.MISCONFIGURED, "the database's path leads to no regular file")
        return status

    def has_wal_users(self) -> bool:
        """Whether a database in WAL mode is open somewhere, or was when its last user died."""
        return self.wal.exists() and self.shm.exists()

    def wal_size(self) -> int:
        """Return the bytes of the write-ahead log; 0 without one."""
        try:
            return self.wal.stat().st_size
        except FileNotFoundError:
            return 0

    def is_writable(self) -> bool:
        """Whether this user may write the file, and beside it, where the journal has to be."""
        return _may(self.path, os.W_OK) and _may(self.path.parent, os.W_OK | os.X_OK)

    def unreadable(self) -> str:
        """Return which file this user may not read, in words; empty where it may read all."""
        if not _may(self.path, os.R_OK):
            return "the database file"
        beside = {"its -wal file": self.wal, "its -shm file": self.shm}
        words = (word for word, file in beside.items() if file.exists() and not _may(file, os.R_OK))
        return next(words, "")


def sqlite_file(name: str) -> SQLiteFile | None:
    """Return the file that Django's NAME means, a path or a ``file:`` URI; ``None`` for memory.

    Raises:
        CheckFailed: No file can be called so.
    """
    try:
        return _named(name)
    except ValueError:  # a null character, or in a URI what is between brackets
        raise CheckFailed(
            Reason.MISCONFIGURED, "the database's NAME can be that of no file"
        ) from None


def _named(name: str) -> SQLiteFile | None:
    if name == ":memory:":
        return None
    if not name.startswith("file:"):
        return SQLiteFile(Path(name).resolve())
    uri = urlsplit(name)
    options = dict(parse_qsl(uri.query))
    path = unquote(uri.path)
    if path in ("", ":memory:") or options.get("mode") == "memory":
        return None
    return SQLiteFile(Path(path).resolve(), options.get("immutable") in ("1", "on", "yes", "true"))


def is_in_wal_mode(descriptor: int) -> bool:
    """Whether the header of an open file says that the database has a write-ahead log."""
    return os.pread(descriptor, _HEADER, 0)[18:20] == _WAL_VERSION


def _may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=_FOLLOWS_EFFECTIVE_USER)
