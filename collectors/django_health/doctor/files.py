"""Files with secrets that others than their owner and group may read."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from django_health.doctor.finding import Finding, Level


def open_files(paths: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    """Yield those that everybody on the host may read.

    Args:
        paths: Each with what is in it, like ``the password of a database``. What is not there is
            told by whoever needs it.
    """
    for path, content in paths:
        try:
            status = path.stat()
        except (OSError, ValueError):
            continue
        mode = stat.S_IMODE(status.st_mode)
        if stat.S_ISREG(status.st_mode) and mode & stat.S_IROTH:
            yield Finding(
                Level.WARNING,
                str(path),
                f"everybody on this host may read {content} (mode {mode:o})",
                f"chmod o= {path}",
            )
