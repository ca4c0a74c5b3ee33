"""Where an AMQP broker is, and its TLS as py-amqp makes it."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django_health.failure import CheckFailed, require_descriptor
from django_health.result import Reason
from django_health.targets import NO_SECRET, Secret


@dataclass(frozen=True)
class AmqpTarget:
    """One place of an AMQP broker.

    Attributes:
        tls: ``False``, ``True``, or py-amqp's options for it.
        login_method: The mechanism of SASL: ``PLAIN``, ``AMQPLAIN`` or ``EXTERNAL``.
    """

    host: str = field(repr=False)
    port: int
    virtual_host: str = field(default="/", repr=False)
    user: str = field(default="", repr=False)
    password: Secret = field(default=NO_SECRET, repr=False)
    tls: bool | Mapping[str, Any] = field(default=False, repr=False, hash=False)
    login_method: str = "PLAIN"

    def context(self) -> ssl.SSLContext | None:
        """Return a context that means what the options mean to py-amqp; ``None`` without TLS.

        Raises:
            CheckFailed: An option is unknown or its file cannot be read.
        """
        if not self.tls:
            return None
        options = dict(self.tls) if isinstance(self.tls, Mapping) else {}
        try:
            if "context" in options:
                return _from_defaults(options["context"] or {})
            return _from_options(options)
        except (OSError, TypeError, ValueError):
            raise CheckFailed(
                Reason.MISCONFIGURED,
                "the TLS options cannot be used: look at broker_use_ssl and the files it names",
            ) from None


def _from_defaults(options: Mapping[str, Any]) -> ssl.SSLContext:
    rest = {key: value for key, value in options.items() if key != "check_hostname"}
    context = ssl.create_default_context(**rest)
    require_descriptor()  # OpenSSL leaves the system's authorities out without a word
    context.check_hostname = bool(options.get("check_hostname"))
    return context


def _from_options(options: Mapping[str, Any]) -> ssl.SSLContext:
    context = ssl.SSLContext(options.get("ssl_version") or ssl.PROTOCOL_TLS_CLIENT)
    if (newest := options.get("tls_maximum_version")) is not None:
        context.maximum_version = newest
    if (oldest := options.get("tls_minimum_version")) is not None:
        context.minimum_version = oldest
    if options.get("certfile") is not None:
        context.load_cert_chain(options["certfile"], options.get("keyfile"))
    authorities = options.get("ca_certs")
    if authorities is not None:
        context.load_verify_locations(authorities)
    if options.get("ciphers") is not None:
        context.set_ciphers(options["ciphers"])
    # kombu takes the broker's own name for a server_hostname of None, py-amqp checks none then.
    context.check_hostname = "server_hostname" in options
    if options.get("cert_reqs") is not None:
        context.verify_mode = options["cert_reqs"]
    if authorities is None and context.verify_mode != ssl.CERT_NONE:
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
        require_descriptor()  # as above
    return context
