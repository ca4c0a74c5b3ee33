"""What can be set about the HTTP side of the daemon."""

from __future__ import annotations

from typing import Annotated

import msgspec

from django_health.settings.validation import nearest
from django_health_exporter.web.gate.exempt import check_exempt
from django_health_exporter.web.links import Links, is_path
from django_health_exporter.web.scrape.self_metrics import GROUPS

RESERVED_PATHS = ("/health", "/probe", "/sd", "/config", "/openapi.json", "/-")
"""The paths under which other pages live; the metrics cannot be there."""

DEFAULT_ADDRESSES = (":10170",)

Seconds = Annotated[float, msgspec.Meta(gt=0, le=3600, extra={"unit": "seconds"})]
"""A duration that has to end."""

Grace = Annotated[float, msgspec.Meta(ge=0, le=3600, extra={"unit": "seconds"})]
"""A duration that may be none."""


class WebConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where to listen, and how long requests may take.

    Attributes:
        listen_addresses: ``HOST:PORT``, ``[IPV6]:PORT``, ``:PORT`` for all interfaces, IPv4 and
            IPv6, ``unix:/PATH``, or ``unix:@NAME`` for an abstract socket.
        systemd_socket: Whether to listen on the sockets that systemd hands over instead.
        config_file: The file with TLS, users, headers and rate limit; empty for none.
        exempt_paths: The paths that need no password; they take the place of the default ones,
            which then need one unless they are among them.
        external_url: Where users find the daemon, if it stands behind a proxy.
        route_prefix: What stands before all paths; empty for the path of ``external_url``.
        telemetry_path: Where the metrics are; ``/`` takes the place of the status page.
        max_requests: Requests that may wait for checks at the same time, 0 for any number; more
            are answered 503.
        max_connections: Connections that may be open at the same time; the oldest idle ones give
            way.
        read_timeout: Seconds in which a request has to come in, its TLS handshake with it.
        write_timeout: Seconds in which an answer has to be taken.
        idle_timeout: Seconds that a connection is kept between requests.
        disable_exporter_metrics: Whether nothing is told of the daemon itself.
        self_metrics: Switches by group of what the daemon tells of itself.
        enable_lifecycle: Whether ``POST /-/reload`` is answered.
        scrape_timeout: Seconds that a request may take which does not name its own limit.
        timeout_offset: Seconds before the limit at which the answer is made.
        shutdown_grace: Seconds that requests in flight may still take once the end has come.
    """

    listen_addresses: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = DEFAULT_ADDRESSES
    systemd_socket: bool = False
    config_file: str = ""
    exempt_paths: tuple[str, ...] = ("/-/healthy", "/-/ready")
    external_url: str = ""
    route_prefix: str = ""
    telemetry_path: str = "/metrics"
    max_requests: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 40
    max_connections: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 512
    read_timeout: Seconds = 5.0
    write_timeout: Seconds = 30.0
    idle_timeout: Seconds = 90.0
    disable_exporter_metrics: bool = False
    self_metrics: dict[str, bool] = {}
    enable_lifecycle: bool = False
    scrape_timeout: Seconds = 10.0
    timeout_offset: Grace = 0.5
    shutdown_grace: Grace = 5.0

    def __post_init__(self) -> None:
        if unknown := self.self_metrics.keys() - GROUPS.keys():
            name = min(unknown)
            raise ValueError(f"self_metrics: unknown group {name!r}{nearest(name, GROUPS)}")
        if self.systemd_socket and self.listen_addresses != DEFAULT_ADDRESSES:
            raise ValueError("give listen addresses or take systemd's sockets, not both")
        Links(self.external_url, self.route_prefix)
        check_exempt(self.exempt_paths)
        path = self.telemetry_path
        if not is_path(path):
            raise ValueError(f"telemetry path {path!a}: write a path like /metrics")
        if any(path == taken or path.startswith(f"{taken}/") for taken in RESERVED_PATHS):
            raise ValueError(
                f"telemetry path {path!r} is taken by another page: write one like /metrics"
            )

    @property
    def told(self) -> frozenset[str]:
        """The groups that the daemon tells of itself, out of :data:`GROUPS`."""
        if self.disable_exporter_metrics:
            return frozenset()
        return frozenset(group for group in GROUPS if self.self_metrics.get(group, True))
