"""What can be set about the HTTP side of the daemon."""

from __future__ import annotations

from typing import Annotated

import msgspec

RESERVED_PATHS = ("/health", "/-")
"""The paths under which other pages live; the metrics cannot be there."""


class WebConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where to listen, and how long requests may take.

    Attributes:
        listen_addresses: ``HOST:PORT``, ``[IPV6]:PORT``, or ``:PORT`` for all interfaces.
        telemetry_path: Where the metrics are; ``/`` takes the place of the landing page.
        scrape_timeout: Seconds that a request may take which does not name its own limit.
        timeout_offset: Seconds before the limit at which the answer is made.
        shutdown_grace: Seconds that requests in flight may still take once the end has come.
    """

    listen_addresses: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = (":10170",)
    telemetry_path: str = "/metrics"
    scrape_timeout: Annotated[float, msgspec.Meta(gt=0, le=3600)] = 10.0
    timeout_offset: Annotated[float, msgspec.Meta(ge=0, le=3600)] = 0.5
    shutdown_grace: Annotated[float, msgspec.Meta(ge=0, le=3600)] = 5.0

    def __post_init__(self) -> None:
        path = self.telemetry_path
        if not path.startswith("/") or not path.isascii() or any(char in path for char in "?# \t"):
            raise ValueError(f"telemetry path {path!r}: write a path like /metrics")
        if any(path == taken or path.startswith(f"{taken}/") for taken in RESERVED_PATHS):
            raise ValueError(
                f"telemetry path {path!r} is taken by another page: write one like /metrics"
            )
