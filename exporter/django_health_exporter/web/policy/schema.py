"""What may stand in a web configuration file: the keys of all exporters, and their words.

Every value is read as a text, because that is what the standard makes of them too: the user ``007``
is no number. What a text means is said where it is used. Unknown keys and words are errors.
"""

from __future__ import annotations

from typing import Literal

from django_health_exporter.documents.section import Section

ClientAuthType = Literal[
    "NoClientCert",
    "RequestClientCert",
    "RequireAnyClientCert",
    "RequireClientCert",
    "VerifyClientCertIfGiven",
    "RequireAndVerifyClientCert",
]

Version = Literal["TLS10", "TLS11", "TLS12", "TLS13"]

Curve = Literal["CurveP256", "CurveP384", "CurveP521", "X25519", "X25519MLKEM768"]

CipherSuite = Literal[
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
]
"""Go's ``tls.CipherSuites()``, with those that Go counted among them before its version 1.22."""


class TlsSection(Section, frozen=True):
    """TLS of the server; each of certificate, key and authority as PEM here or in a file.

    Attributes:
        client_auth_type: What is asked of a client: ``NoClientCert`` where it is absent.
        client_allowed_sans: The names of which a client's certificate has to carry one.
        cipher_suites: For versions before TLS 1.3, in order of preference.
        prefer_server_cipher_suites: Whether that order counts, or the client's.
    """

    cert: str | None = None
    key: str | None = None
    client_ca: str | None = None
    cert_file: str | None = None
    key_file: str | None = None
    client_ca_file: str | None = None
    client_auth_type: ClientAuthType | None = None
    client_allowed_sans: list[str] | None = None
    min_version: Version | None = None
    max_version: Version | None = None
    cipher_suites: list[CipherSuite] | None = None
    prefer_server_cipher_suites: str | None = None
    curve_preferences: list[Curve] | None = None


class HttpSection(Section, frozen=True):
    """HTTP of the server.

    Attributes:
        http2: Accepted for the sake of the standard; HTTP/1.1 is what is spoken.
        headers: Sent with every answer.
    """

    http2: str | None = None
    headers: dict[str, str | None] | None = None


class RateSection(Section, frozen=True):
    """How many requests are answered: one in each interval, and ``burst`` at once."""

    interval: str | None = None
    burst: str | None = None


class WebFile(Section, frozen=True):
    """The whole file.

    Attributes:
        basic_auth_users: The bcrypt hash of each user's password.
    """

    tls_server_config: TlsSection | None = None
    http_server_config: HttpSection | None = None
    basic_auth_users: dict[str, str] | None = None
    rate_limit: RateSection | None = None
