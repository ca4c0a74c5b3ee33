"""A folder with certificates, keys and web configuration files that name them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

CANARY = "Kanarienvogel-4711"
"""Stands in secrets, and must be nowhere in what is said."""

_INLINE = re.compile(r"@(?P<name>[a-z-]+\.(?:crt|key|pem))")


class Material:
    """What a server and its clients need.

    Beside ``server.crt`` and ``server.key`` there are ``other.crt`` and ``other.key`` of another
    pair, ``ca.crt`` of the authority of both, and files that cannot be used, each named after its
    fault. ``tls/`` holds the pair once more.

    Args:
        folder: Where they are written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
        self.strange_authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
        self._write_pair("server")
        self._write_pair("other")
        self._put("ca.crt", self.authority.cert_pem.bytes())
        certificate, key = self.read("server.crt"), self.read("server.key")
        self._put("both.pem", key + certificate)
        self._put("broken.crt", certificate[:200] + certificate[-60:])
        self._put("broken.key", key[:60] + key[-40:])
        self._put("encrypted.key", _encrypted(key, PrivateFormat.PKCS8))
        self._put("encrypted-old.key", _encrypted(key, PrivateFormat.TraditionalOpenSSL))
        self._put("empty.pem", b"")
        self._put("large.pem", b"-" * (1024 * 1024 + 1))
        self._put("tls/server.crt", certificate)
        self._put("tls/server.key", key)
        os.mkfifo(folder / "pipe.pem")

    def read(self, name: str) -> bytes:
        """Return the content of one of the files."""
        return (self.folder / name).read_bytes()

    def web_file(self, text: str, name: str = "web.yml") -> Path:
        """Write a web configuration file; ``@server.key`` in it becomes that file's content."""
        path = self.folder / name
        filled = _INLINE.sub(lambda found: json.dumps(self.read(found["name"]).decode()), text)
        path.write_text(filled, encoding="utf-8")
        return path

    def renew(self) -> None:
        """Replace the server's pair by another one of the same authority, file by file."""
        self._write_pair("server")

    def _write_pair(self, name: str) -> None:
        issued = self.authority.issue_cert("localhost", key_type=trustme.KeyType.ECDSA)
        self._put(f"{name}.crt", issued.cert_chain_pems[0].bytes())
        self._put(f"{name}.key", issued.private_key_pem.bytes())

    def _put(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def _encrypted(key: bytes, form: PrivateFormat) -> bytes:
    loaded = load_pem_private_key(key, None)
    return loaded.private_bytes(Encoding.PEM, form, BestAvailableEncryption(CANARY.encode()))
