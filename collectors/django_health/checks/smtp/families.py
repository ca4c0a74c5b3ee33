"""What is measured of a mail server."""

from __future__ import annotations

from django_health.result import Family


def _gauge(name: str, text: str) -> Family:
    return Family(f"django_health_smtp_{name}", text, ("endpoint",))


CONNECT_SECONDS = _gauge(
    "connect_seconds",
    "Seconds from looking up the host to the server's greeting (220), a TLS handshake before it "
    "included.",
)
SESSION_SECONDS = _gauge(
    "session_seconds",
    "Seconds from looking up the host to the answer to QUIT, with EHLO, NOOP and where wanted "
    "STARTTLS and the login.",
)
CERTIFICATE_EXPIRY = _gauge(
    "certificate_expiry_timestamp_seconds",
    "Unix time at which the certificate that the server presents ends (its notAfter), also when it "
    "has ended or is not trusted.",
)
