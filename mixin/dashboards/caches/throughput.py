"""What the caches spare the databases."""

from __future__ import annotations

from mixin.dashboards.caches.names import HIT_SHARE, LINE, NO_SERVER, READS, per_second
from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time
from mixin.thresholds import CACHE_HIT_RATIO

_HITS = "Hits"

THROUGHPUT = worst_first(
    "Throughput",
    [
        graph(
            _HITS,
            "Share of reads that found their key. A fall is a restart, evictions, or a release "
            "that changed keys or times to live; the database pays for it.",
            over_time(HIT_SHARE, LINE),
            unit="percentunit",
            colours=steps(CACHE_HIT_RATIO, 0, low=True),
            least=None,
            most=1,
        ).no_value("no reads"),
        graph(
            "Reads",
            "Reads a second, of all clients. A fall to nothing while the cache is up means that "
            "nobody gets through, or that nobody asks: compare with the web servers.",
            over_time(READS, LINE),
            unit="ops",
        ).no_value(NO_SERVER),
        graph(
            "Misses",
            "Reads a second that found no key: so often the value was made anew. Many at once "
            "after a restart are normal, and a load that the database must bear.",
            over_time(per_second("misses_total"), LINE),
            unit="ops",
        ).no_value(NO_SERVER),
    ],
    low=[_HITS],
)
