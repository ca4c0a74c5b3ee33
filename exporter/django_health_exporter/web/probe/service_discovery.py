"""``/sd``: what can be probed, as Prometheus' HTTP service discovery reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from django_health.reports.pages import JSON
from django_health_exporter.web.base import BaseHandler
from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.links import Links
from django_health_exporter.web.peers import socket_of
from django_health_exporter.web.probe.own_address import own_address
from django_health_exporter.web.probe.targets import ProbeTarget

PROBE = "/probe"

NO_ADDRESS = "the daemon does not know its own address: set --web.external-url"

META = "__meta_django_health_"
"""Begins the labels that are there for relabelling alone."""

DEFAULT_PORTS = {"http": 80, "https": 443}


class TargetGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One element of the list that Prometheus expects.

    Attributes:
        targets: The one address to scrape: this daemon's.
        labels: What to ask it for, and what the target is.
    """

    targets: tuple[str, ...]
    labels: dict[str, str]


class Place(NamedTuple):
    """Where Prometheus finds the probes."""

    scheme: str
    address: str
    path: str


class ServiceDiscoveryHandler(BaseHandler):
    """Lists the targets; asks nothing."""

    def get(self) -> None:
        """Answer with the list."""
        watched = self.watched
        targets = watched.targets.now().values()
        groups = target_groups(targets, watched.effective.engines, self._place())
        self.answer(msgspec.json.encode(groups) + b"\n", JSON)

    head = get

    def _place(self) -> Place:
        """The external URL, or else where this very request came to, whatever it says itself."""
        links = self.service.links
        if (outside := place_outside(links)) is not None:
            return outside
        address = own_address(socket_of(self.request))
        if address is None:
            raise RequestError(404, NO_ADDRESS)
        return Place(self.request.protocol, address, links.route(PROBE))


def place_outside(links: Links) -> Place | None:
    """Return the place by the external URL, ``None`` where none is set."""
    if not links.base:
        return None
    base = urlsplit(links.base)
    port = "" if base.port else f":{DEFAULT_PORTS[base.scheme]}"
    return Place(base.scheme, f"{base.netloc}{port}", links.path(PROBE))


def target_groups(
    targets: Iterable[ProbeTarget], engines: Mapping[str, str], place: Place
) -> list[TargetGroup]:
    """Return what Prometheus needs to probe each target, without any relabelling.

    Args:
        targets: What can be probed.
        engines: What some of them are, by name.
        place: Where the probes are.
    """
    return [
        TargetGroup(
            (place.address,),
            {
                "__scheme__": place.scheme,
                "__metrics_path__": place.path,
                "__param_target": target.name,
                "target": target.name,
                f"{META}component": target.component,
                f"{META}target": target.alias,
                f"{META}engine": engines.get(target.name, ""),
            },
        )
        for target in targets
    ]
