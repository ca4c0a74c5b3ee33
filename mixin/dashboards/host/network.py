"""Devices of the network."""

from __future__ import annotations

from mixin.dashboards.engines import worst_first
from mixin.dashboards.host.names import SYSTEM_PREFIX as _SYSTEM
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time, rate

NETWORK = worst_first(
    "Network",
    [
        graph(
            "Bytes",
            "Received, and sent as negative values, by device. A flat top is a limit of the line.",
            over_time(rate(f"{_SYSTEM}network_receive_bytes_total"), "{{instance}} {{device}} in"),
            over_time(
                f"-{rate(f'{_SYSTEM}network_transmit_bytes_total')}", "{{instance}} {{device}} out"
            ),
            unit="Bps",
            least=None,
        ),
        graph(
            "Packets",
            "Received, and sent as negative values, by device. Many small ones cost more than few "
            "large ones of the same bytes.",
            over_time(
                rate(f"{_SYSTEM}network_receive_packets_total"), "{{instance}} {{device}} in"
            ),
            over_time(
                f"-{rate(f'{_SYSTEM}network_transmit_packets_total')}",
                "{{instance}} {{device}} out",
            ),
            unit="pps",
            least=None,
        ),
        graph(
            "Errors and drops",
            "Packets with a fault, or thrown away, by device. It should be 0; cables, drivers and "
            "queues that are too short are what to look at.",
            *(
                over_time(
                    f"{rate(f'{_SYSTEM}network_{way}_{kind}_total')} > 0",
                    f"{{{{instance}}}} {{{{device}}}} {way} {kind}",
                )
                for way in ("receive", "transmit")
                for kind in ("errors", "drops")
            ),
            unit="pps",
        ).no_value("no errors"),
    ],
)
