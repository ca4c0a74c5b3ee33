"""What the daemon tells about the connections and requests of its clients."""

from __future__ import annotations

from collections.abc import Sequence

from django_health.result import Family, Kind, Measurement
from django_health_exporter.web.table.counts import ConnectionCounts

OPEN = Family("django_health_exporter_http_connections", "Connections of clients that are open.")
IN_FLIGHT = Family(
    "django_health_exporter_http_requests_in_flight",
    "Requests that wait for checks, or for their page.",
)
ACCEPTED = Family(
    "django_health_exporter_http_connections_accepted_total",
    "Connections of clients that were taken.",
    kind=Kind.COUNTER,
)
DROPPED = Family(
    "django_health_exporter_http_connections_dropped_total",
    "Connections that were closed for a reason: refused as too many, evicted for others that "
    "needed the room, timeout of a request or an answer, tls for a handshake that failed.",
    ("reason",),
    Kind.COUNTER,
)
REJECTED = Family(
    "django_health_exporter_http_requests_rejected_total",
    "Requests that were answered 503 because --web.max-requests waited already.",
    kind=Kind.COUNTER,
)


class ConnectionFigures:
    """Tells what became of connections and requests.

    Args:
        counts: The numbers, which go on.
    """

    def __init__(self, counts: ConnectionCounts) -> None:
        self._counts = counts

    def __call__(self) -> Sequence[Measurement]:
        """Return the present figures."""
        counts = self._counts
        return (
            OPEN(counts.open),
            IN_FLIGHT(counts.in_flight),
            ACCEPTED(counts.accepted),
            DROPPED(counts.refused, "refused"),
            DROPPED(counts.evicted, "evicted"),
            DROPPED(counts.timed_out, "timeout"),
            DROPPED(counts.failed_handshakes, "tls"),
            REJECTED(counts.rejected),
        )
