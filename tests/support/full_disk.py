"""A small disk of its own, and no byte left on it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from live_servers import MissingProgramError

_SIZE = "2m"


@contextmanager
def mounted(place: Path) -> Iterator[None]:
    """Lay a file system in memory over a folder while the block runs.

    Raises:
        MissingProgramError: Only root may mount.
    """
    command = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "none", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingProgramError(f"a disk of the tests' own: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Leave no byte on a disk while the block runs."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 1):
            with suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    assert os.statvfs(disk).f_bfree == 0
    try:
        yield
    finally:
        ballast.unlink()
