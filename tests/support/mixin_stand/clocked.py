"""A standby with a clock of its own."""

from __future__ import annotations

from functools import cached_property

from server_faults.standby import Standby
from wall_clock import WallClock


class ClockedStandby(Standby):
    """A standby whose wall clock is the machine's until somebody puts it forward or back."""

    @cached_property
    def clock(self) -> WallClock:
        """What it takes for the time; there from the first start on."""
        return WallClock(self.directory)

    def _command(self) -> list[str]:
        environ = [f"{name}={value}" for name, value in self.clock.environ.items()]
        return ["/usr/bin/env", *environ, *super()._command()]
