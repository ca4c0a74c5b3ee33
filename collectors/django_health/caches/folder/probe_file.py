"""A file of our own in the folder of a file-based cache: written, renamed, read back, removed."""

from __future__ import annotations

import os
import secrets
import tempfile
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


def probe(folder: str) -> dict[str, float]:
    """Set, get and delete as Django's file-based cache does, and return what each took in seconds.

    Raises:
        OSError: The folder cannot be written to.
        CheckFailed: What was read is not what was written.
    """
    value = secrets.token_bytes(16)
    begun = time.perf_counter()
    path = _set(folder, value)
    try:
        was_set = time.perf_counter()
        found = path.read_bytes()
        was_got = time.perf_counter()
    finally:
        path.unlink(missing_ok=True)
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


def _set(folder: str, value: bytes) -> Path:
    """Write under one name and rename to the other, as Django does."""
    descriptor, written = tempfile.mkstemp(dir=folder, prefix=PREFIX, suffix=".tmp")
    temporary = Path(written)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - there is no path, but a descriptor
            file.write(value)
        return temporary.replace(temporary.with_suffix(".probe"))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
