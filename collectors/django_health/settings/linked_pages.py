"""Where else people look: the links that the status page has to pages that are not its own."""

from __future__ import annotations

import re

import msgspec

from django_health.settings.declared_address import HttpUrl

_WITHOUT_SECRETS = re.compile(r"[^@?#\\\"'<>]*")
"""What such a URL is made of: a user, a query or a fragment may hold a token, and all see it."""


class LinkedPages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pages beside those of the exporter; what is empty is not linked to.

    Attributes:
        grafana_url: Where Grafana is, with the dashboards ``/d/dhe-overview`` and their kin.
        runbooks_url: What stands before the name of a runbook, as ``/DjangoHealthDatabaseDown.md``.
    """

    grafana_url: str = ""
    runbooks_url: str = ""

    def __post_init__(self) -> None:
        for key in self.__struct_fields__:
            if url := getattr(self, key):
                _expect_public(key, url)


def _expect_public(key: str, url: str) -> None:
    if not _WITHOUT_SECRETS.fullmatch(url):
        raise ValueError(f"{key}: no user, password, query or fragment: everybody sees the link")
    try:
        HttpUrl.parse(url)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None
