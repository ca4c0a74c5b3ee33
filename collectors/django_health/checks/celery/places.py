"""Where the broker of a Celery application is, as kombu reads its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kombu.utils.imports import symbol_by_name
from kombu.utils.url import url_to_parts

from django_health.checks.celery.amqp_target import AmqpTarget
from django_health.targets import RedisTarget, Secret

_AMQP_PORT, _AMQPS_PORT, _REDIS_PORT = 5672, 5671, 6379


def links_of(app: Any) -> list[Any]:
    """Return kombu's connections to all places of the broker, none of them opened.

    Raises:
        ValueError: A URL cannot be read; the text may hold a password.
        LookupError: So it is with its options.
    """
    first = app.connection_for_write()
    if len(first.alt) < 2:
        return [first]
    return [app.connection_for_write(url) for url in first.alt]


def amqp_target(link: Any) -> AmqpTarget:
    """Return the place of an AMQP broker; what the URL leaves out is as with kombu."""
    is_encrypted = bool(link.ssl) or link.transport_cls == "amqps"
    host = link.hostname or "localhost"
    return AmqpTarget(
        host="127.0.0.1" if host == "localhost" else host,
        port=int(link.port or (_AMQPS_PORT if is_encrypted else _AMQP_PORT)),
        virtual_host=link.virtual_host or "/",
        user=link.userid or "guest",
        password=_secret(link.password or "guest"),
        tls=link.ssl or is_encrypted,
        login_method=link.login_method or "PLAIN",
    )


def redis_target(link: Any) -> RedisTarget:
    """Return the place of a Redis, on TCP or on a unix socket."""
    host, user, password = link.hostname or "127.0.0.1", link.userid, link.password
    unix_socket, database = "", link.virtual_host
    if "://" in host:  # redis+socket:///path?virtual_host=1
        parts = url_to_parts(host)
        host, user, password = "", parts.username, parts.password
        unix_socket = f"/{parts.path}"
        database = parts.query.get("virtual_host", database)
    return RedisTarget(
        alias="",
        backend="celery",
        server="",
        host=host,
        port=int(link.port or _REDIS_PORT),
        unix_socket=unix_socket,
        database=_number(database),
        user=user or "",
        password=_secret(password or ""),
        tls=isinstance(link.ssl, Mapping),
        options=_options(link),
    )


def _number(database: Any) -> int:
    """The number of a database, which kombu takes from the path of the URL."""
    return int(str(database or "0").strip("/") or "0")


def _secret(password: Any) -> Secret:
    return Secret(str(password() if callable(password) else password))


def _options(link: Any) -> dict[str, object]:
    options: dict[str, object] = dict(link.ssl) if isinstance(link.ssl, Mapping) else {}
    if provider := getattr(link, "credential_provider", None):
        by_name: Any = symbol_by_name
        made = by_name(provider)() if isinstance(provider, str) else provider
        options["credential_provider"] = made
    return options
