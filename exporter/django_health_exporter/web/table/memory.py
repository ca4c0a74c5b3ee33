"""How many bytes clients may have the process keep, all of them together."""

from __future__ import annotations

from collections.abc import Mapping

from django_health_exporter.web.table.connection import Connection, Stage
from django_health_exporter.web.table.eviction import of_the_heaviest

INCOMING = 16 * 1024 * 1024
"""Bytes of requests that are not complete."""

OUTGOING = 16 * 1024 * 1024
"""Bytes of pages that are not taken; a single page may be larger than that."""


def largest_request(*stages: Stage) -> Connection | None:
    """Return the connection that has sent most of a request, if any has sent some."""
    largest = max(
        (connection for stage in stages for connection in stage.members),
        key=lambda connection: connection.incoming,
        default=None,
    )
    return largest if largest and largest.incoming else None


def one_too_many(sending: Stage, held: Mapping[str, int]) -> Connection | None:
    """Return the connection that is to be dropped because too much waits to be taken, if any."""
    if len(sending.members) < 2:
        return None
    # Clients that asked at the same time share a page.
    pages = {id(connection.unsent): connection.unsent for connection in sending.members}
    if sum(map(len, pages.values())) <= OUTGOING:
        return None
    return of_the_heaviest(sending.members, held)
