"""A file of our own in the folder of a file-based cache: written, renamed, read back, removed."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from django_health.failure import CheckFailed
from django_health.result import Reason

PREFIX = ".django-health-exporter-"
"""Begins the names of our files. None ends as those of Django do, so that Django never counts,
reads or throws out one of them."""

LEFT_OVER_AFTER = 3600.0
"""Seconds after which such a file must be of a run that was killed."""


_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


def probe(folder: str) -> dict[str, float]:
    """Set, get and delete as Django's file-based cache does, and return what each took in seconds.

    Raises:
        OSError: The folder cannot be written to.
        CheckFailed: What was read is not what was written.
    """
    value = os.urandom(16)
    begun = time.perf_counter()
    path = _set(folder, value)
    try:
        was_set = time.perf_counter()
        found = _get(path)
        was_got = time.perf_counter()
    finally:
        _remove(path)
    done = time.perf_counter()
    if found != value:
        raise CheckFailed(Reason.WRONG_ANSWER, "the file read back is not the file written")
    return {"set": was_set - begun, "get": was_got - was_set, "delete": done - was_got}


def remove_if_left_over(entry: os.DirEntry[str], now: float) -> None:
    """Remove one of our files that a killed run left; another exporter's fresh one stays.

    Args:
        entry: An entry of the folder whose name begins with :data:`PREFIX`.
        now: Unix seconds.
    """
    with suppress(OSError):  # another exporter was faster, or it is not ours to remove
        if now - entry.stat(follow_symlinks=False).st_mtime > LEFT_OVER_AFTER:
            Path(entry.path).unlink()


def _set(folder: str, value: bytes) -> str:
    """Write under one name and rename to the other, as Django does."""
    name = f"{folder}/{PREFIX}{secrets.token_hex(8)}"
    temporary, path = f"{name}.tmp", f"{name}.probe"
    # The layers of tempfile and Path would cost more than the file system does.
    descriptor = os.open(temporary, _NEW, 0o600)
    try:
        try:
            os.write(descriptor, value)
        finally:
            os.close(descriptor)
        os.replace(temporary, path)  # noqa: PTH105 - see above
    except BaseException:
        _remove(temporary)
        raise
    return path


def _get(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, 64)
    finally:
        os.close(descriptor)


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - see above
