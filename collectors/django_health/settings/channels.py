"""Where alerts are sent: a channel of each kind, as settings describe it.

A secret is given as it is or as a file that holds it; both at once would leave open which counts.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, NoReturn

import msgspec

from django_health.settings.declarations import Port
from django_health.settings.declared_address import HttpUrl, expect_header, expect_host

Timeout = Annotated[float, msgspec.Meta(gt=0, le=60, extra={"unit": "seconds"})]
"""Seconds for one attempt to deliver."""

Repeat = Annotated[float, msgspec.Meta(ge=60, le=30 * 86400, extra={"unit": "seconds"})]
"""Seconds between two messages that say the same."""

Some = Annotated[list[str], msgspec.Meta(min_length=1, max_length=50)]

_MAILBOX = re.compile(r"[^\s@<>,;:\"\\()\[\]]+@[^\s@<>,;:\"\\()]+")
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_CHAT = re.compile(r"-?[0-9]{1,20}|@[A-Za-z0-9_]{1,64}")


class Channel(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"
):
    """What all channels have; it prints as its kind alone, for tokens and passwords stand in it.

    The key under which one stands is its name.

    Attributes:
        type: Which kind of channel it is.
        timeout: Seconds for one attempt to deliver; 10 without it, or what a class of the
            project's own says.
        repeat_interval: Seconds after which an alert that goes on is sent again; that of the
            section ``alerting`` without it.
        send_resolved: Whether it is told that something is well again; as the section ``alerting``
            says without it.
    """

    timeout: Timeout | None = None
    repeat_interval: Repeat | None = None
    send_resolved: bool | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return []

    def __reduce__(self) -> NoReturn:
        raise TypeError("the settings of a channel cannot be pickled")


class EmailChannel(Channel, frozen=True, kw_only=True, tag="email", rename={"sender": "from"}):
    """Mail; without a host by Django's own e-mail settings, where there are any.

    Attributes:
        to: Who gets it: an address, or several.
        sender: Whom it is from; without it ``SERVER_EMAIL`` or ``DEFAULT_FROM_EMAIL`` of Django.
        host: The mail server; without it mail goes as the Django project sends it.
        port: Where it listens; 25, 587 with ``starttls`` or 465 with ``tls`` without it.
        security: ``none``, ``starttls``, or ``tls`` from the first byte; ``starttls`` where
            neither it nor the port says otherwise.
        user: Logs in with it and the password, if they are given.
        password: The password; it is never shown.
        password_file: File that holds the password instead.
        ca_file: File with the certificates of authorities; the system's own without it.
    """

    to: str | Some
    sender: str | None = None
    host: str | None = None
    port: Port | None = None
    security: Literal["none", "starttls", "tls"] | None = None
    user: str | None = None
    password: str | None = None
    password_file: str | None = None
    ca_file: str | None = None

    def __post_init__(self) -> None:
        for key, address in (("from", self.sender), *(("to", one) for one in self.recipients)):
            if address is not None and not _MAILBOX.fullmatch(address):
                raise ValueError(f"{key}: an address like admin@example.com is expected")
        if self.host is not None:
            expect_host("host", self.host)
        _expect_one_of("password", self.password, self.password_file)
        has_password = (self.password or self.password_file) is not None
        if (self.user is not None) != has_password:
            raise ValueError("user and password (or password_file) are given together or not")

    @property
    def recipients(self) -> list[str]:
        """Who gets it."""
        return [self.to] if isinstance(self.to, str) else self.to


class WebhookChannel(Channel, frozen=True, kw_only=True, tag="webhook"):
    """JSON to a URL by POST.

    Attributes:
        url: ``http://`` or ``https://``; it may hold a token and is never shown. It or its file has
            to be given.
        url_file: File that holds the URL instead.
        secret: Signs what is sent, if it is given; it is never shown.
        secret_file: File that holds the secret instead.
        headers: Sent with it; they may hold a token and are never shown.
        ca_file: File with the certificates of authorities; the system's own without it.
    """

    url: str | None = None
    url_file: str | None = None
    secret: str | None = None
    secret_file: str | None = None
    headers: dict[str, str] = {}
    ca_file: str | None = None

    def __post_init__(self) -> None:
        _expect_one("url", self.url, self.url_file)
        _expect_one_of("secret", self.secret, self.secret_file)
        if self.url is not None:
            HttpUrl.parse(self.url)
        for name, value in self.headers.items():
            expect_header(name, value)


class TelegramChannel(Channel, frozen=True, kw_only=True, tag="telegram"):
    """A chat of Telegram, to which a bot writes.

    Attributes:
        token: The bot's; it is never shown. It or its file has to be given.
        token_file: File that holds the token instead.
        chat: The number of the chat, or ``@name`` of a public channel.
        api: Where the API is, for those who run a server of their own.
        ca_file: File with the certificates of authorities; the system's own without it.
    """

    chat: str | int
    token: str | None = None
    token_file: str | None = None
    api: str = "https://api.telegram.org"
    ca_file: str | None = None

    def __post_init__(self) -> None:
        _expect_one("token", self.token, self.token_file)
        if not _CHAT.fullmatch(str(self.chat)):
            raise ValueError("chat: the number of a chat or @name of a channel is expected")
        _parse("api", self.api)


class AlertmanagerChannel(Channel, frozen=True, kw_only=True, tag="alertmanager"):
    """One Alertmanager, or all members of a cluster; it alone groups, repeats and mutes.

    Attributes:
        urls: Where each of them is.
        labels: Given to each alert, as Prometheus' ``external_labels``.
        user: Logs in with it and the password, if they are given.
        password: The password; it is never shown.
        password_file: File that holds the password instead.
        token: Sent as a bearer token instead, if it is given; it is never shown.
        token_file: File that holds the token instead.
        ca_file: File with the certificates of authorities; the system's own without it.
    """

    urls: Some
    labels: dict[str, str] = {}
    user: str | None = None
    password: str | None = None
    password_file: str | None = None
    token: str | None = None
    token_file: str | None = None
    ca_file: str | None = None

    def __post_init__(self) -> None:
        for url in self.urls:
            _parse("urls", url)
        if any(not _LABEL.fullmatch(name) for name in self.labels):
            raise ValueError("labels: a name is letters, digits and _, and begins with no digit")
        _expect_one_of("password", self.password, self.password_file)
        _expect_one_of("token", self.token, self.token_file)
        has_password = (self.password or self.password_file) is not None
        if (self.user is not None) != has_password:
            raise ValueError("user and password (or password_file) are given together or not")
        if self.user is not None and (self.token or self.token_file) is not None:
            raise ValueError("user and token are both given: leave one away")


class AppriseChannel(Channel, frozen=True, kw_only=True, tag="apprise"):
    """Any service of the Apprise library.

    Attributes:
        urls: In the forms of Apprise; they hold tokens and are never shown. They or their file
            have to be given.
        urls_file: File with one of them in each line.
    """

    urls: Some | None = None
    urls_file: str | None = None

    def __post_init__(self) -> None:
        _expect_one("urls", self.urls, self.urls_file)


class CustomChannel(Channel, frozen=True, kw_only=True, tag="custom", rename={"path": "class"}):
    """A channel of the project's own: anything with ``send_alert(health_data)``.

    Attributes:
        path: Dotted path of its class.
        options: What the class is called with.
    """

    path: str
    options: dict[str, object] = {}


AnyChannel = (
    EmailChannel
    | WebhookChannel
    | TelegramChannel
    | AlertmanagerChannel
    | AppriseChannel
    | CustomChannel
)
"""A channel of any kind; its key ``type`` says of which."""


def _parse(key: str, url: str) -> None:
    try:
        HttpUrl.parse(url)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None


def _expect_one(key: str, value: object, file: object) -> None:
    if value is None and file is None:
        raise ValueError(f"{key} is missing: give {key} or {key}_file")
    _expect_one_of(key, value, file)


def _expect_one_of(key: str, value: object, file: object) -> None:
    if value is not None and file is not None:
        raise ValueError(f"{key} and {key}_file are both given: leave one away")
