"""Handshakes of a server's and a client's context, in memory."""

from __future__ import annotations

import ssl
from typing import Any, NamedTuple

import trustme


class Handshake(NamedTuple):
    """What two sides agreed on.

    Attributes:
        version: As Python names it, like ``TLSv1.3``.
        suite: The cipher suite, by OpenSSL's name.
        seen: The server's certificate, as DER.
        certificate: What the server knows of the client's.
    """

    version: str
    suite: str
    seen: bytes
    certificate: dict[str, Any] | None
    protocol: str | None


def client_context(
    authority: trustme.CA, certificate: trustme.LeafCert | None = None
) -> ssl.SSLContext:
    """Return the context of a client, which trusts an authority and may have a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)
    if certificate is not None:
        certificate.configure_cert(context)
    return context


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext) -> Handshake:
    """Let a client connect to a server called ``localhost``, and say a word.

    Raises:
        ssl.SSLError: One of the two would not.
    """
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    serving = server.wrap_bio(to_server, to_client, server_side=True)
    asking = client.wrap_bio(to_client, to_server, server_hostname="localhost")
    open_sides = [asking, serving]
    for _ in range(10):
        for side in list(open_sides):
            try:
                side.do_handshake()
                open_sides.remove(side)
            except ssl.SSLWantReadError:
                pass
    assert not open_sides, "the handshake did not end"
    asking.write(b"word")
    assert serving.read(4) == b"word"
    suite, version = serving.cipher(), serving.version()
    seen = asking.getpeercert(binary_form=True)
    assert suite is not None
    assert version is not None
    assert seen is not None
    certificate = serving.getpeercert()
    return Handshake(version, suite[0], seen, certificate, serving.selected_alpn_protocol())
