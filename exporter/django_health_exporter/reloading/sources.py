"""Files that can be read only once."""

from __future__ import annotations

import stat
from pathlib import Path

from django_health_exporter.reloading.failure import ReloadError


def expect_readable_again(path: Path | None) -> None:
    """Make sure that a configuration file is one that can be read again.

    Raises:
        ReloadError: It is a pipe, which would be empty now.
    """
    try:
        is_file = path is None or stat.S_ISREG(path.stat().st_mode)
    except OSError:  # told by whoever reads it
        return
    if not is_file:
        raise ReloadError(f"{path}: is no file that can be read again: restart the daemon")
