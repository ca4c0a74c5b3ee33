"""An authority that the daemon trusts, and certificates that it must not believe."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from live_servers import TLSFiles

HERE = ("localhost", "127.0.0.1")
"""The names by which the daemon knows the servers."""

_DAY = dt.timedelta(days=1)


class Authority:
    """Issues the right certificate and wrong ones, each in a folder of its own.

    Args:
        directory: Where the folders are made.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._trusted = trustme.CA()
        self.file = directory / "trusted.pem"
        """The certificate of the authority, which the daemon trusts."""
        self._trusted.cert_pem.write_to_path(str(self.file))

    def right(self) -> TLSFiles:
        """There is nothing to say against it."""
        return self._written(self._trusted.issue_cert(*HERE))

    def of_another_name(self) -> TLSFiles:
        """It belongs to another host."""
        return self._written(self._trusted.issue_cert("another.example"))

    def expired(self) -> TLSFiles:
        """It ended yesterday."""
        now = dt.datetime.now(dt.UTC)
        issued = self._trusted.issue_cert(*HERE, not_before=now - 30 * _DAY, not_after=now - _DAY)
        return self._written(issued)

    def of_unknown_authority(self) -> TLSFiles:
        """An authority issued it that nobody knows."""
        return self._written(trustme.CA().issue_cert(*HERE))

    def self_signed(self) -> TLSFiles:
        """Its own key has signed it."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE[0])])
        now = dt.datetime.now(dt.UTC)
        certificate = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - _DAY)
            .not_valid_after(now + _DAY)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(HERE[0])]), critical=False)
            .sign(key, hashes.SHA256())
        )
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return self._files(certificate.public_bytes(Encoding.PEM), secret)

    def _written(self, issued: trustme.LeafCert) -> TLSFiles:
        chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
        return self._files(chain, issued.private_key_pem.bytes())

    def _files(self, chain: bytes, key: bytes) -> TLSFiles:
        folder = Path(tempfile.mkdtemp(dir=self._directory))
        files = TLSFiles(self.file, folder / "server.pem", folder / "server.key")
        files.certificate.write_bytes(chain)
        files.key.write_bytes(key)
        files.key.chmod(0o600)
        return files


WRONG: Mapping[str, Callable[[Authority], TLSFiles]] = {
    "another name": Authority.of_another_name,
    "expired": Authority.expired,
    "unknown authority": Authority.of_unknown_authority,
    "self-signed": Authority.self_signed,
}
"""The certificates that must not be believed."""
