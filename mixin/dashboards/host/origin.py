"""What the hosts are."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.host.names import SYSTEM_PREFIX as _SYSTEM
from mixin.dashboards.panels import number
from mixin.dashboards.queries import now, select

ORIGIN = Row(
    "What the hosts are",
    [
        number(
            "Up since",
            "When each host started. A date of today that nobody planned: see why in the log of "
            "the boot before (journalctl -b -1).",
            now(f"{select(f'{_SYSTEM}boot_timestamp_seconds')} * 1000", "{{instance}}"),
            unit="dateTimeFromNow",
            names=True,
            width=12,
        ),
        number(
            "File systems",
            "Devices and types of what is watched; a mount that is missing here is not watched. "
            "Each has to be in the configuration or below a mount that is.",
            now(
                f"count by (instance, mountpoint, fstype, device) "
                f"({select(f'{_SYSTEM}filesystem_info', 'mountpoint')})",
                "{{instance}} {{mountpoint}} {{fstype}} {{device}}",
            ),
            unit="none",
            names=True,
            width=12,
        ),
    ],
    collapsed=True,
)
