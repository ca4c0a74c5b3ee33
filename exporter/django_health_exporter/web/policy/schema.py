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

    Where anything stands in it, connections are in TLS, and a certificate and its key are needed.

    Attributes:
        cert: The certificate as PEM, with those of the authorities between.
        key: Its key as PEM, without a password.
        client_ca: The authorities that clients' certificates are held against, as PEM; without
            them those of the system decide.
        cert_file: File with the certificate instead, of 1 MiB at most.
        key_file: File with the key instead, of 1 MiB at most.
        client_ca_file: File with these authorities instead, of 1 MiB at most.
        client_auth_type: What is asked of a client; ``NoClientCert`` without it. With
            ``VerifyClientCertIfGiven`` a certificate that a client shows has to be good, with
            ``RequireAndVerifyClientCert`` it has to show one. The others are refused: Python asks
            for no certificate that it does not verify.
        client_allowed_sans: DNS names, IP addresses, addresses of mail and URIs, of which a
            client's certificate has to carry one, to the letter; needs
            ``RequireAndVerifyClientCert``. All are good without it.
        min_version: The oldest version that is spoken; ``TLS12`` without it.
        max_version: The newest version that is spoken; ``TLS13`` without it.
        cipher_suites: For versions before TLS 1.3, by Go's names, in order of preference; Python's
            without it.
        prefer_server_cipher_suites: Whether that order counts (``true``, also without it), or the
            client's.
        curve_preferences: One of them; those of OpenSSL without it.
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
        http2: Accepted for the sake of the standard, whatever it says; HTTP/1.1 is what is spoken.
        headers: Sent with every answer: ``Content-Security-Policy``, ``Strict-Transport-Security``,
            ``X-Content-Type-Options``, ``X-Frame-Options`` and ``X-XSS-Protection``, no others, in
            this spelling; a blank one is not sent.
    """

    http2: str | None = None
    headers: dict[str, str | None] | None = None


class RateSection(Section, frozen=True):
    """How many requests are answered: one in each interval, and ``burst`` at once.

    More are answered 429 with ``Retry-After``.

    Attributes:
        interval: Time until one more request may come, as Go writes it: ``500ms``, ``1s``,
            ``1m30s``; ``0`` for no limit.
        burst: Requests that may come at once, 1 or more.
    """

    interval: str | None = None
    burst: str | None = None


class WebFile(Section, frozen=True):
    """The whole file.

    Attributes:
        tls_server_config: Certificate and key of the server, and what it asks of clients.
        http_server_config: Headers of its answers.
        basic_auth_users: The bcrypt hash of each user's password: ``$2a$``, ``$2b$`` or ``$2y$``
            with a cost from 4 to 16. With one user or more, whoever asks needs a password.
        rate_limit: How many requests are answered.
    """

    tls_server_config: TlsSection | None = None
    http_server_config: HttpSection | None = None
    basic_auth_users: dict[str, str] | None = None
    rate_limit: RateSection | None = None
