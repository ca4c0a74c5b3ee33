"""How much the databases keep, and what should be seen to one day."""

from __future__ import annotations

from mixin.dashboards.databases.names import DATABASE, LINE, worst
from mixin.dashboards.engines import worst_first
from mixin.dashboards.links import HOST, to
from mixin.dashboards.panels import graph, number
from mixin.dashboards.queries import now, over_time

_DAY = 86400

SPACE = worst_first(
    "Space & maintenance",
    [
        graph(
            "Size",
            "Bytes of each database. Compare with the disk of its server: it must never be full, "
            "since then nothing can be written.",
            over_time(worst("size_bytes"), LINE),
            unit="bytes",
            links=[to(HOST, "Disks of the hosts")],
            width=10,
        ).no_value("no size is known"),
        graph(
            "Growth by day",
            "Bytes a day at the pace of the last six hours. What grows faster than before is an "
            "import, a log in a table, or something that is no longer deleted.",
            over_time(
                f"max by (job, database) (deriv({DATABASE.figure('size_bytes')}[6h])) * {_DAY}",
                LINE,
            ),
            unit="bytes",
            least=None,
            width=10,
        ).no_value("no size is known"),
        number(
            "Hidden figures",
            "Figures that a server keeps from the exporter's user: panels and alerts about them "
            "are blind. The detailed health document names the grants.",
            now(f"{worst('missing_privileges')} > 0", LINE),
            unit="none",
            width=4,
            height=8,
            names=True,
            none="none",
        ),
    ],
)
