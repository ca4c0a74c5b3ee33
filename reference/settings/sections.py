"""The parts of the settings that have a section of their own on a page."""

from __future__ import annotations

import typing
from collections.abc import Mapping

import msgspec

from django_health.settings.alerting import AlertingSettings
from django_health.settings.channels import AnyChannel, Channel
from django_health.settings.declarations import (
    DnsName,
    HttpEndpoint,
    SmtpServer,
    SqlQuery,
    StorageProbe,
    TcpEndpoint,
)
from django_health.settings.declared import Timeouts
from django_health.settings.health import Thresholds
from django_health.settings.linked_pages import LinkedPages

Struct = type[msgspec.Struct]

CHANNELS: Mapping[str, type[Channel]] = {
    str(kind.__struct_config__.tag): kind for kind in typing.get_args(AnyChannel)
}
"""The channels of alerts by the word that names each kind."""

SECTIONS: Mapping[str, Struct] = {
    "thresholds": Thresholds,
    "timeouts": Timeouts,
    "links": LinkedPages,
    "alerting": AlertingSettings,
    **{f"channel {tag}": kind for tag, kind in CHANNELS.items()},
    "http": HttpEndpoint,
    "smtp": SmtpServer,
    "storage": StorageProbe,
    "tcp": TcpEndpoint,
    "dns": DnsName,
    "sql": SqlQuery,
}
"""What ``HEALTH_CHECK`` and the daemon's file have in common, by heading."""


def shared_links(page: str = "") -> dict[type, str]:
    """Return the links to the sections that the files have in common; as for :func:`links`."""
    together = dict.fromkeys(CHANNELS.values(), f"[channel]({page}#channels)")
    return {**links(SECTIONS, page), **together}


def links(sections: Mapping[str, Struct], page: str = "") -> dict[type, str]:
    """Return the link to the section of each struct.

    Args:
        sections: By heading.
        page: Where they stand; empty for the page of the link.
    """
    return {
        struct: f"[{heading}]({page}#{heading.replace(' ', '-')})"
        for heading, struct in sections.items()
    }
