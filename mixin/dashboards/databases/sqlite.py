"""What only SQLite tells."""

from __future__ import annotations

from grafana_foundation_sdk.models.common import BigValueTextMode

from mixin.dashboards.databases.names import DATABASE, LINE, NO_SQLITE, worst
from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph, number
from mixin.dashboards.queries import now, over_time
from mixin.thresholds import FREE_PAGES_RATIO, FREE_PAGES_SIZE, WAL_HUGE

SQLITE = worst_first(
    "SQLite",
    [
        graph(
            "Write-ahead log",
            "Bytes of the log beside the file. It grows while a reader never ends, and slows all "
            "reads: find that reader, then PRAGMA wal_checkpoint(TRUNCATE).",
            over_time(worst("wal_size_bytes"), LINE),
            unit="bytes",
            colours=steps(WAL_HUGE),
        ).no_value(NO_SQLITE),
        graph(
            "Unused pages",
            "Bytes of the file that hold nothing, since something was deleted. They are used "
            "again; VACUUM gives them back, and needs twice the room while it runs.",
            over_time(worst("free_pages_bytes"), LINE),
            unit="bytes",
            colours=steps(FREE_PAGES_SIZE),
        ).no_value(NO_SQLITE),
        graph(
            "Unused share",
            "Share of the file that holds nothing. Above the line, and with so many bytes that it "
            "matters, VACUUM is worth its time.",
            over_time(
                f"{worst('free_pages_bytes')} / ({worst('size_bytes')} > 0)",
                LINE,
            ),
            unit="percentunit",
            colours=steps(FREE_PAGES_RATIO),
            most=1,
        ).no_value(NO_SQLITE),
        number(
            "Journal mode",
            "How each file keeps its changes safe. With another than wal a writer keeps all "
            "readers out: set it once with PRAGMA journal_mode=wal, unless the file is on a "
            "network file system.",
            now(
                f"max by (job, database, journal_mode) ({DATABASE.figure('journal_mode_info')})",
                f"{LINE}: {{{{journal_mode}}}}",
            ),
            unit="none",
            width=24,
            height=3,
            none=NO_SQLITE,
        ).text_mode(BigValueTextMode.NAME),
    ],
    collapsed=True,
)
