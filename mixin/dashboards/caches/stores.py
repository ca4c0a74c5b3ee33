"""Django's own caches in a table of the database and in a folder."""

from __future__ import annotations

from mixin.dashboards.caches.names import NO_STORE, of, worst
from mixin.dashboards.engines import worst_first
from mixin.dashboards.links import HOST, to
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time
from mixin.thresholds import CACHE_EXPIRED_ROWS

_LINE = "{{job}} {{cache}}"

STORES = worst_first(
    "Table and folder",
    [
        graph(
            "Rows and files",
            "Entries that are there, expired ones among them. Django removes some when there are "
            "more than MAX_ENTRIES; a table of millions slows down the database beside it.",
            over_time(f"{worst('keys')} {of('~database|files')}", _LINE),
            unit="short",
        ).no_value(NO_STORE),
        graph(
            "Expired rows",
            "Rows whose time is over and that remain. Above the line, and rising, they only cost: "
            "lower MAX_ENTRIES, or delete them by a job.",
            over_time(worst("expired_rows"), _LINE),
            unit="short",
            colours=steps(CACHE_EXPIRED_ROWS),
        ).no_value("no cache in a table is watched"),
        graph(
            "Size of the folder",
            "Bytes of all files of a file-based cache, which has no limit but MAX_ENTRIES. Compare "
            "with the disk that it shares.",
            over_time(worst("size_bytes"), _LINE),
            unit="bytes",
            links=[to(HOST, "Disks of the hosts")],
        ).no_value("no cache in a folder is watched"),
    ],
    collapsed=True,
)
