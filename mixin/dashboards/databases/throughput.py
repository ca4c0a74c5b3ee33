"""How much the databases do."""

from __future__ import annotations

from mixin.dashboards.databases.names import LINE, NO_SERVER, hit_share, per_second
from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time
from mixin.thresholds import BUFFER_HIT_RATIO, ROLLBACK_RATIO

_COMMITS, _ROLLBACKS = per_second("commits_total"), per_second("rollbacks_total")

THROUGHPUT = worst_first(
    "Throughput",
    [
        graph(
            "Transactions",
            "Committed per second, of all clients. A fall to nothing while the database is up "
            "means that nobody gets through, or that nobody asks: compare with the web servers.",
            over_time(_COMMITS, LINE),
            unit="ops",
        ).no_value(NO_SERVER),
        graph(
            "Rolled back",
            "Share of the transactions that are rolled back; PostgreSQL only has an alert for it. "
            "A step is a release whose requests or tasks fail: look into the error log.",
            over_time(f"{_ROLLBACKS} / ({_COMMITS} + {_ROLLBACKS} > 0)", LINE),
            unit="percentunit",
            colours=steps(ROLLBACK_RATIO),
        ).no_value(NO_SERVER),
        graph(
            "Rollbacks",
            "Rolled back per second. Few are normal, since each scrape ends so; many are errors, "
            "or code that asks for what is not there.",
            over_time(_ROLLBACKS, LINE),
            unit="ops",
        ).no_value(NO_SERVER),
        graph(
            "Served from memory",
            "Share of page requests that the server's own memory served. Below the line queries "
            "wait for the disk: find those that read most, then see whether the memory is enough.",
            over_time(hit_share(), LINE),
            unit="percentunit",
            colours=steps(BUFFER_HIT_RATIO, 0, low=True),
            least=None,
            most=1,
        ).no_value(NO_SERVER),
        graph(
            "Pages from memory",
            "Pages per second that memory served: how hard the database works. A jump without "
            "more transactions is a query that lost its index.",
            over_time(per_second("buffer_hits_total"), LINE),
            unit="ops",
        ).no_value(NO_SERVER),
        graph(
            "Pages from elsewhere",
            "Pages per second that had to come from the disk, or from the kernel's cache. Compare "
            "with the disks on the host's dashboard.",
            over_time(per_second("buffer_reads_total"), LINE),
            unit="ops",
        ).no_value(NO_SERVER),
    ],
    low=["Served from memory"],
)
