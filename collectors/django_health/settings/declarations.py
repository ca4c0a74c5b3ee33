"""What is watched because somebody declared it: addresses, mail servers, storages, queries.

They stand under their names in ``HEALTH_CHECK`` (keys in capitals mean the same) and in the
configuration file: ``http: {payment: {url: https://…}}`` makes the check ``http/payment``.
"""

from __future__ import annotations

from typing import Annotated, Literal, NoReturn

import msgspec

from django_health.settings.declared_address import (
    HttpUrl,
    expect_addresses,
    expect_dns_name,
    expect_header,
    expect_host,
)

Seconds = Annotated[float, msgspec.Meta(gt=0, le=3600, extra={"unit": "seconds"})]
"""A duration that a check may take."""

Interval = Annotated[float, msgspec.Meta(ge=0, le=86400, extra={"unit": "seconds"})]
"""Seconds for which an answer is kept; 0 keeps none."""

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Status = Annotated[int, msgspec.Meta(ge=100, le=599)]


class Declaration(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing to watch; it prints as its name alone, for tokens and passwords stand in it.

    Attributes:
        timeout: Seconds that a run may take; ``timeouts.external`` where it is not set, and of a
            query ``timeouts.database``.
        min_interval: Seconds for which an answer is kept; an error is asked again at once.
        critical: Whether its failure makes the whole unhealthy; else it only warns.
    """

    timeout: Seconds | None = None
    min_interval: Interval = 0
    critical: bool = True

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return []

    def __reduce__(self) -> NoReturn:
        raise TypeError("a declaration cannot be pickled")


class HttpEndpoint(Declaration, frozen=True, kw_only=True):
    """A URL that has to answer.

    It is asked directly: proxies in the environment (``HTTPS_PROXY``) are not used, and redirects
    are answers like any other.

    Attributes:
        url: ``http://`` or ``https://``; it may hold a token and is never shown. A user name and a
            password in it are sent as Basic authentication.
        method: How it is asked.
        expected_status: The status code that is good, or all of them.
        body_contains: A text that the first MiB of the answer has to hold; empty asks for none.
        headers: Sent with the request; they may hold a token and are never shown.
        ca_file: File with the certificates of authorities; the system's own without it.
    """

    url: str
    method: Literal["GET", "HEAD", "POST", "OPTIONS"] = "GET"
    expected_status: Status | list[Status] = 200
    body_contains: str = ""
    headers: dict[str, str] = {}
    ca_file: str | None = None

    def __post_init__(self) -> None:
        HttpUrl.parse(self.url)
        for name, value in self.headers.items():
            expect_header(name, value)
        if self.expected_status == []:
            raise ValueError("expected_status is empty: name the status codes that are good")
        if self.body_contains and self.method == "HEAD":
            raise ValueError("body_contains: an answer to HEAD has no body, use GET")


class SmtpServer(Declaration, frozen=True, kw_only=True):
    """A mail server that has to greet: EHLO, STARTTLS where asked for, NOOP. No mail is sent.

    Attributes:
        host: Where it is; without it Django's own e-mail settings say that and the rest, be they
            ``EMAIL_*`` or ``MAILERS``.
        port: Where it listens; 25, 587 with ``starttls`` or 465 with ``tls`` without it.
        security: ``none``, ``starttls``, or ``tls`` from the first byte; without it what the port
            stands for.
        user: Logs in with it and the password, if they are given.
        password: The password; it is never shown.
        password_file: File that holds the password instead, read on each run.
        ca_file: File with the certificates of authorities; the system's own without it.
        mailer: Key in Django's ``MAILERS``, where there is no host.
    """

    host: str | None = None
    port: Port | None = None
    security: Literal["none", "starttls", "tls"] | None = None
    user: str | None = None
    password: str | None = None
    password_file: str | None = None
    ca_file: str | None = None
    mailer: str = "default"

    def __post_init__(self) -> None:
        password_given = self.password is not None or self.password_file is not None
        if self.host is not None:
            expect_host("host", self.host)
        elif password_given or (self.port, self.security, self.user) != (None, None, None):
            raise ValueError(
                "host is missing: give it too, or leave port, security, user and password "
                "to Django's e-mail settings"
            )
        if self.password is not None and self.password_file is not None:
            raise ValueError("password and password_file are both given: leave one away")
        if (self.user is not None) != password_given:
            raise ValueError("user and password (or password_file) are given together or not")


class TcpEndpoint(Declaration, frozen=True, kw_only=True):
    """A port that has to accept a connection.

    Attributes:
        host: Name or address of the host.
        port: The port.
    """

    host: str
    port: Port

    def __post_init__(self) -> None:
        expect_host("host", self.host)


class DnsName(Declaration, frozen=True, kw_only=True):
    """A name that has to resolve.

    Attributes:
        name: The name. Asked of the system's resolver, it is completed by the system's search list,
            as for the application; a dot at its end prevents that.
        record: The type of the record that is asked for.
        nameserver: Address of the resolver; the system's own (``/etc/resolv.conf``) without it.
            ``/etc/hosts`` is not looked at.
        nameserver_port: Where the resolver listens.
        expected: Values all of which have to be among the answers, written as ``dig +short`` shows
            them (the dot at the end of names and the quotes of texts may be left out); empty takes
            any.
    """

    name: str
    record: Literal["A", "AAAA", "CNAME", "MX", "TXT", "SRV", "NS"] = "A"
    nameserver: str | None = None
    nameserver_port: Port = 53
    expected: list[str] = []

    def __post_init__(self) -> None:
        expect_dns_name(self.name)
        if self.nameserver is not None:
            expect_addresses("nameserver", [self.nameserver], (4, 6))
        if self.record in {"A", "AAAA"}:
            expect_addresses("expected", self.expected, (4,) if self.record == "A" else (6,))


class StorageProbe(Declaration, frozen=True, kw_only=True):
    """A Django storage on which an object of our own is written, read back and deleted.

    Attributes:
        alias: Key in Django's ``STORAGES``; the declaration's own name without it.
        prefix: Folder of the object inside the storage.
        min_interval: Seconds for which an answer is kept: a storage may charge for each write.
    """

    alias: str | None = None
    prefix: str = "django-health-exporter"
    min_interval: Interval = 60

    def __post_init__(self) -> None:
        parts = self.prefix.split("/")
        is_folder = self.prefix.isprintable() and "\\" not in self.prefix
        if not is_folder or len(self.prefix) > 200 or not {"", ".", ".."}.isdisjoint(parts):
            raise ValueError("prefix is no folder inside the storage, like health/probe")


class SqlQuery(Declaration, frozen=True, kw_only=True):
    """A read-only query whose columns become gauges ``django_health_sql_<name>_<column>``.

    Attributes:
        query: One statement; it runs in a transaction that can only read.
        database: Alias of the database that is asked.
        labels: Columns that are labels; every other column is a gauge and has to be a number.
        help: What the gauges mean, for their HELP.
        max_rows: More rows than this are an error, so that no label grows with use.
    """

    query: str
    database: str = "default"
    labels: list[str] = []
    help: str = ""
    max_rows: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 100
