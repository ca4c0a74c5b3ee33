"""What is watched because somebody declared it: addresses, mail servers, storages, queries.

They stand under their names in ``HEALTH_CHECK`` (keys in capitals mean the same) and in the
configuration file: ``http: {payment: {url: https://…}}`` makes the check ``http/payment``.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Seconds = Annotated[float, msgspec.Meta(gt=0, le=3600)]
"""A duration that a check may take."""

Interval = Annotated[float, msgspec.Meta(ge=0, le=86400)]
"""Seconds for which an answer is kept; 0 keeps none."""

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Status = Annotated[int, msgspec.Meta(ge=100, le=599)]


class Declaration(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing to watch; it prints as its name alone, for tokens and passwords stand in it.

    Attributes:
        timeout: Seconds that a run may take; ``timeouts.external`` where it is ``None``.
        min_interval: Seconds for which an answer is kept.
        critical: Whether its failure makes the whole unhealthy; else it only warns.
    """

    timeout: Seconds | None = None
    min_interval: Interval = 0
    critical: bool = True

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return []


class HttpEndpoint(Declaration, frozen=True, kw_only=True):
    """A URL that has to answer.

    Attributes:
        url: ``http://`` or ``https://``; it may hold a token and is never shown.
        method: How it is asked.
        expected_status: The status codes that are good.
        body_contains: A text that the answer has to hold; empty asks for none.
        headers: Sent with the request; they may hold a token.
        ca_file: File with the certificates of authorities; the system's own where it is ``None``.
    """

    url: str
    method: Literal["GET", "HEAD", "POST", "OPTIONS"] = "GET"
    expected_status: Status | list[Status] = 200
    body_contains: str = ""
    headers: dict[str, str] = {}
    ca_file: str | None = None


class SmtpServer(Declaration, frozen=True, kw_only=True):
    """A mail server that has to greet: EHLO, STARTTLS where asked for, NOOP. No mail is sent.

    Attributes:
        host: Where it is; without it Django's ``EMAIL_*`` settings say that and the rest.
        security: ``none``, ``starttls``, or ``tls`` from the first byte.
        user: Logs in with it, if it is given.
        password_file: File that holds the password.
        ca_file: File with the certificates of authorities; the system's own where it is ``None``.
    """

    host: str | None = None
    port: Port | None = None
    security: Literal["none", "starttls", "tls"] | None = None
    user: str | None = None
    password: str | None = None
    password_file: str | None = None
    ca_file: str | None = None


class TcpEndpoint(Declaration, frozen=True, kw_only=True):
    """A port that has to accept a connection."""

    host: str
    port: Port


class DnsName(Declaration, frozen=True, kw_only=True):
    """A name that has to resolve.

    Attributes:
        name: The name.
        record: The type of the record that is asked for.
        nameserver: Address of the resolver; the system's own where it is ``None``.
        expected: Values all of which have to be among the answers; empty takes any.
    """

    name: str
    record: Literal["A", "AAAA", "CNAME", "MX", "TXT", "SRV", "NS"] = "A"
    nameserver: str | None = None
    nameserver_port: Port = 53
    expected: list[str] = []


class StorageProbe(Declaration, frozen=True, kw_only=True):
    """A Django storage on which an object of our own is written, read back and deleted.

    Attributes:
        alias: Key in Django's ``STORAGES``; the declaration's own name where it is ``None``.
        prefix: Folder of the object inside the storage.
    """

    alias: str | None = None
    prefix: str = "django-health-exporter"


class SqlQuery(Declaration, frozen=True, kw_only=True):
    """A read-only query whose columns become gauges ``django_health_sql_<name>_<column>``.

    Attributes:
        query: One statement; it runs in a transaction that can only read.
        database: Alias of the database that is asked.
        labels: Columns that are labels; every other column is a gauge and has to be a number.
        help: What the gauges mean.
        max_rows: More rows than this are an error, so that no label grows with use.
    """

    query: str
    database: str = "default"
    labels: list[str] = []
    help: str = ""
    max_rows: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 100
