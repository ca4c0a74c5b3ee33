"""What the file gives as PEM, inside it or in a file that it names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy.files import Files, UnusableFileError

_CERTIFICATE = re.compile(rb"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----")
_KEY = re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----")
_ENCRYPTED = re.compile(rb"-----BEGIN ENCRYPTED PRIVATE KEY-----|\nProc-Type: *4,ENCRYPTED")

_LONGEST_PATH = 255


@dataclass(frozen=True)
class Pem:
    """A text in PEM.

    Attributes:
        place: Where it stands, for errors: the file, the key, and the path if there is one.
    """

    place: str
    content: bytes = field(repr=False)

    def require_certificate(self) -> None:
        """Raise :exc:`InvalidDocument` if there is no certificate in it."""
        if not _CERTIFICATE.search(self.content):
            raise InvalidDocument(f"{self.place}: holds no certificate in PEM: give one")

    def require_key(self) -> None:
        """Raise :exc:`InvalidDocument` if there is no private key in it, or one with a password."""
        if not _KEY.search(self.content):
            raise InvalidDocument(f"{self.place}: holds no private key in PEM: give one")
        if _ENCRYPTED.search(self.content):
            raise encrypted(self.place)


def encrypted(place: str) -> InvalidDocument:
    """Return the error that there is a password on a key."""
    return InvalidDocument(
        f"{place}: the private key is encrypted, and nobody can be asked for its password: give "
        "one without, as 'openssl pkey' writes it"
    )


@dataclass(frozen=True)
class PemReader:
    """Takes the PEM that a section gives.

    Attributes:
        files: Reads, and notes what was read.
        folder: Where relative paths begin.
        place: What the section is called in errors.
    """

    files: Files
    folder: Path
    place: str

    def take(self, key: str, inline: str | None, path: str | None) -> Pem | None:
        """Return what stands under ``key`` or in the file under ``key`` and ``_file``.

        Raises:
            InvalidDocument: It stands in both, is empty, or the file cannot be read.
        """
        if inline is not None and path is not None:
            raise InvalidDocument(f"{self.place}: give '{key}' or '{key}_file', not both")
        if path is not None:
            return self._from_file(f"{self.place}.{key}_file", path)
        if inline is None:
            return None
        if not inline.strip():
            raise InvalidDocument(f"{self.place}.{key}: is empty: give it in PEM")
        return Pem(f"{self.place}.{key}", inline.encode())

    def _from_file(self, place: str, path: str) -> Pem:
        if not path.strip():
            raise InvalidDocument(f"{place}: is empty: give the path of a file")
        if "-----" in path:
            key = place.removesuffix("_file").rpartition(".")[2]
            raise InvalidDocument(f"{place}: is no path, but PEM: that is given as '{key}'")
        place = f"{place}{_shown(path)}"
        try:
            return Pem(place, self.files.read(self.folder / path))
        except UnusableFileError as error:
            reason = str(error)
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
        except ValueError:  # a zero byte
            reason = "it is no path"
        raise InvalidDocument(
            f"{place}: cannot be read: {reason}: give the path of a file that the daemon may read"
        )


def _shown(path: str) -> str:
    """A path for an error; nothing if it might be a key that stands where none belongs."""
    is_der = path.startswith("MI") and len(path) > 60
    if is_der or len(path) > _LONGEST_PATH or not path.isprintable():
        return ""
    return f" {path!r}"


@contextmanager
def in_memory(pem: Pem) -> Iterator[str]:
    """Lend a path under which OpenSSL, which knows only files, finds a text; no disk sees it.

    Raises:
        InvalidDocument: There is no memory or no descriptor left for it.
    """
    try:
        descriptor = os.memfd_create("pem", os.MFD_CLOEXEC)
    except OSError as error:
        raise InvalidDocument(f"{pem.place}: cannot be loaded: {error.strerror}") from None
    with open(descriptor, "wb", buffering=0) as file:  # noqa: PTH123 - it is open already
        file.write(pem.content)
        yield f"/proc/self/fd/{descriptor}"
