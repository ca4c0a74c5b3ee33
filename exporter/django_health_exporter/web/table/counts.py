"""What became of connections and requests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class ConnectionCounts:
    """Plain numbers, written on the event loop and read from anywhere.

    Attributes:
        open: Connections that are open now.
        in_flight: Requests that wait for checks, or for their page, now.
        accepted: Connections ever taken; those that were refused are not among them.
        refused: Newcomers that were sent away: no room for them, or too many at a time.
        evicted: Connections that were closed because others needed the room, or the memory.
        timed_out: Connections that took too long with a request, a handshake or an answer.
        failed_handshakes: Connections on which TLS failed.
        rejected: Requests that were sent away because too many waited already.
    """

    open: int = 0
    in_flight: int = 0
    accepted: int = 0
    refused: int = 0
    evicted: int = 0
    timed_out: int = 0
    failed_handshakes: int = 0
    rejected: int = 0
