"""What is measured of a URL."""

from __future__ import annotations

from django_health.result import Family


def _gauge(name: str, text: str) -> Family:
    return Family(f"django_health_http_{name}", text, ("endpoint",))


STATUS_CODE = _gauge("status_code", "Status code of the answer; absent when there was none.")
CONNECT_SECONDS = _gauge(
    "connect_seconds", "Seconds that looking up the host, connecting and the TLS handshake took."
)
RESPONSE_SECONDS = _gauge(
    "response_seconds",
    "Seconds from looking up the host to the end of the answer's headers, redirects not followed.",
)
CERTIFICATE_EXPIRY = _gauge(
    "certificate_expiry_timestamp_seconds",
    "Unix time at which the certificate that the server presents ends (its notAfter), also when it "
    "has ended or is not trusted.",
)
