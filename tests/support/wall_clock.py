"""The wall clock of one process alone, which a test may put forward and back."""

from __future__ import annotations

import time
from pathlib import Path

from live_servers.programs import find_program


class WallClock:
    """The wall clock of a process that was started in :attr:`environ`, by libfaketime.

    Its monotonic clock stays the kernel's, as on any machine: that one does not jump.

    Args:
        directory: Where the file is that holds what is added to the time.
    """

    def __init__(self, directory: Path) -> None:
        self._file = directory / "offset"
        self._offset = 0.0
        self.put(0.0)
        self.environ = {
            "LD_PRELOAD": find_program("faketime", "/usr/lib/*/faketime/libfaketimeMT.so.1"),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Or the interpreter's threads wait for one another as long as the clock pleases.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        }

    def put(self, offset: float) -> None:
        """Show the true time and so many seconds from now on."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{offset:+f}", encoding="ascii")
        fresh.replace(self._file)
        self._offset = offset

    def now(self) -> float:
        """What it shows."""
        return time.time() + self._offset
