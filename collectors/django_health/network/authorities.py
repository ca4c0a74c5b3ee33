"""Whom TLS connections to declared addresses trust.

Checks with the same files share a context, which is made anew when one of the files changes. The
checks of databases and caches make their own, from what their drivers' options say.
"""

from __future__ import annotations

import ssl
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from weakref import WeakValueDictionary

from django_health.failure import CheckFailed, require_descriptor
from django_health.result import Reason

T = TypeVar("T")

_State = tuple[int, int, int] | None
"""What tells that a file was replaced: its number, its time and its size."""


@dataclass(frozen=True)
class Trust:
    """Whose certificates are believed, and which one of our own is shown.

    Attributes:
        ca_file: File with the certificates of authorities; the system's own where it is ``None``.
        certificate: File with a certificate to show to the server, if any.
        key: File with its private key; in the same file where it is ``None``.
    """

    ca_file: str | None = None
    certificate: str | None = None
    key: str | None = None

    def context(self) -> ssl.SSLContext:
        """Return a context that verifies; the same one as long as the files are the same.

        A context with the system's authorities takes some 35 ms and 1 MB, so that checks share it.
        Whoever uses one has to keep it until the next run, since nothing else does.

        Raises:
            CheckFailed: A file cannot be used.
        """
        names = (self.ca_file or ssl.get_default_verify_paths().cafile, self.certificate, self.key)
        key = (self, *(_state(name) for name in names))
        context = _contexts.get(key)
        if context is None:
            context = _contexts[key] = self._made()
        return context

    def _made(self) -> ssl.SSLContext:
        context = _usable(lambda: ssl.create_default_context(cafile=self.ca_file), "ca_file")
        require_descriptor()  # OpenSSL leaves the system's authorities out without a word
        if (certificate := self.certificate) is not None:
            _usable(
                lambda: context.load_cert_chain(certificate, self.key, password=_no_password),
                "the certificate of our own",
            )
        return context


_contexts: WeakValueDictionary[tuple[Trust | _State, ...], ssl.SSLContext] = WeakValueDictionary()


def unverified() -> ssl.SSLContext:
    """Return a context that believes anything, to see what a server presents and to leave."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _state(name: str | None) -> _State:
    """What tells whether a file is the same; a pipe, which would be waited for, is no file."""
    if name is None:
        return None
    found = _usable(Path(name).stat, "the file of certificates")
    if not stat.S_ISREG(found.st_mode):
        raise CheckFailed(Reason.MISCONFIGURED, "the file of certificates is no regular file")
    return found.st_ino, found.st_mtime_ns, found.st_size


def _usable(load: Callable[[], T], what: str) -> T:
    try:
        return load()
    except (OSError, ValueError):  # a path with a null character is a ValueError
        raise CheckFailed(
            Reason.MISCONFIGURED, f"{what} cannot be read as certificates in PEM"
        ) from None


def _no_password() -> str:
    """Keep OpenSSL from asking for one on the terminal."""
    return ""
