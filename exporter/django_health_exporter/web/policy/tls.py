"""The section ``tls_server_config`` as a context for new connections."""

from __future__ import annotations

import ssl

import msgspec

from django_health_exporter.web.policy.client_certificates import ask_clients
from django_health_exporter.web.policy.encryption import set_curve, set_suites, set_versions
from django_health_exporter.web.policy.identity import load_identity
from django_health_exporter.web.policy.pem import PemReader
from django_health_exporter.web.policy.schema import TlsSection


def is_given(section: TlsSection | None) -> bool:
    """Whether there is a section in which anything stands: then there is TLS."""
    return section is not None and any(
        value is not None for value in msgspec.structs.asdict(section).values()
    )


def context_of(section: TlsSection, pem: PemReader) -> ssl.SSLContext:
    """Return a fresh context; sessions of another one are not taken up in it.

    Raises:
        InvalidDocument: Something in the section, or in a file that it names, cannot be used.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    set_versions(context, section, pem.place)
    set_suites(context, section, pem.place)  # before keys: how long these must be depends on it
    set_curve(context, section, pem.place)
    load_identity(context, section, pem)
    ask_clients(context, section, pem)
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    return context
