"""Who has to go when a newcomer needs the room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django_health_exporter.web.table.connection import Connection, Stage

CROWD = 0.25
"""The part of the room from which on connections at one point are a crowd, and one of them goes."""


def victim(
    reading: Stage, sending: Stage, idle: Stage, held: Mapping[str, int], room: int
) -> Connection | None:
    """Return the connection that gives way; none whose request is being worked at.

    A crowd of requests that do not come to their end gives way first, then one of answers that are
    not taken. Who is quick is hardly ever there: the oldest of a crowd is slow. Else it is a
    connection between two requests, of the address that has most; its client can open another.

    Args:
        reading: Connections without a complete request.
        sending: Those that do not take their answer.
        idle: Those between two requests.
        held: How many connections each group has.
        room: How many there may be at all.
    """
    crowd = room * CROWD
    if len(reading.members) > crowd:
        return next(iter(reading.members))
    if len(sending.members) > crowd:
        return of_the_heaviest(sending.members, held)
    if idle.members:
        return of_the_heaviest(idle.members, held)
    if reading.members:
        return next(iter(reading.members))
    return of_the_heaviest(sending.members, held) if sending.members else None


def of_the_heaviest(members: Iterable[Connection], held: Mapping[str, int]) -> Connection:
    """Return the first connection of the group that has most of all."""
    return max(members, key=lambda connection: held[connection.group])
