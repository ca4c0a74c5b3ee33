"""What ``HEALTH_CHECK`` and the daemon's file have in common."""

from __future__ import annotations

from typing import Annotated

import msgspec

from django_health.settings.alerting import AlertingSettings
from django_health.settings.declarations import (
    DnsName,
    HttpEndpoint,
    Seconds,
    SmtpServer,
    SqlQuery,
    StorageProbe,
    TcpEndpoint,
)
from django_health.settings.linked_pages import LinkedPages

Name = Annotated[str, msgspec.Meta(min_length=1)]
"""What something is called that is watched; without one its check would be the whole component."""


class Timeouts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds that a check may take, by what it asks.

    Attributes:
        database: A database: of its own check, of its migrations and of what a query asks it.
        cache: One server of a cache.
        external: What is declared without a timeout of its own, Celery and Django's system checks.
    """

    database: Seconds = 5.0
    cache: Seconds = 2.0
    external: Seconds = 10.0


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to check, and what is watched besides databases, caches and the host.

    Attributes:
        timeouts: Seconds that a check may take, by what it asks.
        critical: By component, custom check or label like ``cache/default``: whether an error makes
            the whole unhealthy. ``False`` makes it a warning of the whole.
        custom_checks: Dotted paths of checks of the project: classes, instances or functions.
        required_env: Environment variables that have to be set and not empty.
        links: Pages elsewhere that the status page links to.
        alerting: When alerts are sent, and to whom.
        http: URLs to watch, by name.
        smtp: Mail servers to watch, by name.
        storage: Storages of Django to watch, by name.
        tcp: Ports to watch, by name.
        dns: Names to look up, by name.
        sql: Queries whose columns become gauges, by name.
    """

    timeouts: Timeouts = Timeouts()
    critical: dict[str, bool] = {}
    custom_checks: list[str] = []
    required_env: list[str] = []
    links: LinkedPages = LinkedPages()
    alerting: AlertingSettings = AlertingSettings()
    http: dict[Name, HttpEndpoint] = {}
    smtp: dict[Name, SmtpServer] = {}
    storage: dict[Name, StorageProbe] = {}
    tcp: dict[Name, TcpEndpoint] = {}
    dns: dict[Name, DnsName] = {}
    sql: dict[Name, SqlQuery] = {}
