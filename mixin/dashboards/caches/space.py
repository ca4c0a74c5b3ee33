"""How much the caches keep, and what should be seen to one day."""

from __future__ import annotations

from mixin.dashboards.caches.names import LINE, NO_SERVER, per_second, worst
from mixin.dashboards.engines import worst_first
from mixin.dashboards.panels import graph, number
from mixin.dashboards.queries import now, over_time

SPACE = worst_first(
    "Space & maintenance",
    [
        graph(
            "Memory",
            "Bytes in use, and what may be. Redis without a limit takes all that the host has: "
            "set maxmemory, and a policy that fits what is kept there.",
            over_time(worst("memory_used_bytes"), LINE),
            over_time(worst("memory_limit_bytes"), f"{LINE} limit"),
            unit="bytes",
            width=7,
        ).no_value(NO_SERVER),
        graph(
            "Keys",
            "Keys, items, rows or files that are there. A fall to nothing is a restart or a flush; "
            "a rise without end are keys that have no time to live.",
            over_time(worst("keys"), LINE),
            unit="short",
            width=7,
        ).no_value("no cache tells it"),
        graph(
            "Expired keys",
            "Keys a second that ended by their time, as they should. None at all, while memory "
            "fills, means that keys are set without a time to live.",
            over_time(per_second("expired_keys_total"), LINE),
            unit="ops",
            width=6,
        ).no_value(NO_SERVER),
        number(
            "Hidden figures",
            "Figures and operations that a server keeps from the exporter's user: panels and "
            "alerts about them are blind. The detailed health document names the grants.",
            now(f"{worst('missing_privileges')} > 0", LINE),
            unit="none",
            width=4,
            height=8,
            names=True,
            none="none",
        ),
    ],
)
