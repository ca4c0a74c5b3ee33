"""Certificates for servers that speak TLS."""

from __future__ import annotations

import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

import trustme

from live_servers import accounts


@dataclass(frozen=True)
class TLSFiles:
    """PEM files: a server's certificate and key, and the authority that a client must trust."""

    authority: Path
    certificate: Path
    key: Path


def issue_certificate(directory: Path, *names: str) -> TLSFiles:
    """Create an authority and a certificate for the names; by default those of loopback."""
    authority = trustme.CA()
    issued = authority.issue_cert(*(names or ("localhost", "127.0.0.1", "::1")))
    files = TLSFiles(directory / "ca.pem", directory / "server.pem", directory / "server.key")
    authority.cert_pem.write_to_path(str(files.authority))
    issued.private_key_pem.write_to_path(str(files.key))
    files.key.chmod(0o600)
    files.certificate.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    return files


def copy_for(files: TLSFiles, home: Path, account: pwd.struct_passwd | None) -> TLSFiles:
    """Copy the files to a server's home, since a key must belong to the one who uses it."""
    copies = TLSFiles(home / "ca.pem", home / "server.pem", home / "server.key")
    for source, copy in zip(_paths(files), _paths(copies), strict=True):
        shutil.copy(source, copy)
        accounts.give(copy, account)
    copies.key.chmod(0o600)
    return copies


def _paths(files: TLSFiles) -> tuple[Path, Path, Path]:
    return files.authority, files.certificate, files.key
