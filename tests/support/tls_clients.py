"""A server's side of TLS, and clients with certificates of any name."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPSConnection

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from running_web import Answer, RunningWeb, ask

CURVE = trustme.KeyType.ECDSA


class Authority:
    """Issues the certificates of both sides."""

    def __init__(self) -> None:
        self.ca = trustme.CA(key_type=CURVE)

    def server(self, mode: ssl.VerifyMode = ssl.CERT_REQUIRED) -> ssl.SSLContext:
        """Return the context of a server, and what it wants of clients."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert("localhost", "127.0.0.1", key_type=CURVE).configure_cert(context)
        self.ca.configure_trust(context)
        context.verify_mode = mode
        return context

    def client(self, *names: x509.GeneralName) -> ssl.SSLContext:
        """Return the context of a client whose certificate has some alternative names."""
        context = self.anonymous()
        self._issued(names).configure_cert(context)
        return context

    def anonymous(self) -> ssl.SSLContext:
        """Return the context of a client without a certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.ca.configure_trust(context)
        return context

    def _issued(self, names: tuple[x509.GeneralName, ...]) -> trustme.LeafCert:
        authority = x509.load_pem_x509_certificate(self.ca.cert_pem.bytes())
        signing = load_pem_private_key(self.ca.private_key_pem.bytes(), None)
        assert isinstance(signing, ec.EllipticCurvePrivateKey)
        key = ec.generate_private_key(ec.SECP256R1())
        now = dt.datetime.now(dt.UTC)
        builder = x509.CertificateBuilder(
            authority.subject,
            x509.Name([]),
            key.public_key(),
            x509.random_serial_number(),
            now - dt.timedelta(days=1),
            now + dt.timedelta(days=1),
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=True)
        certificate = builder.sign(signing, hashes.SHA256())
        return trustme.LeafCert(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            certificate.public_bytes(Encoding.PEM),
            [],
        )


def ask_in_tls(
    web: RunningWeb, context: ssl.SSLContext, path: str = "/metrics", **headers: str
) -> Answer | None:
    """Ask on a fresh connection; ``None`` where it is closed without an answer."""
    connection = HTTPSConnection(web.host, web.port, timeout=30, context=context)
    try:
        return ask(connection, path, **headers)
    except (HTTPException, OSError):
        return None
    finally:
        connection.close()


@contextmanager
def connected(
    web: RunningWeb, context: ssl.SSLContext, session: ssl.SSLSession | None = None
) -> Iterator[ssl.SSLSocket]:
    """Shake hands on a fresh connection, where a session is given with that."""
    with (
        socket.create_connection((web.host, web.port), timeout=30) as plain,
        context.wrap_socket(plain, server_hostname="localhost", session=session) as client,
    ):
        yield client


def heard_by(client: ssl.SSLSocket, said: bytes) -> bytes:
    """Say something, and return the beginning of the answer; nothing where there is none."""
    try:
        client.sendall(said)
        return client.recv(100)
    except (ConnectionError, ssl.SSLError):
        return b""
