"""What is known already of users and passwords, without keeping any of them."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from hashlib import blake2b

from django_health_exporter.web.gate.basic import Credentials

MOST = 1000
"""Entries kept of each kind; the one used least recently makes room."""


class Remembered:
    """Which passwords were right, and which were wrong, for the hash that the user had then.

    What is kept is a digest with a key that only this process has. A user whose hash has changed,
    who has come or has gone, is another one here. The right ones have a room of their own: no
    number of wrong ones pushes them out.

    Args:
        most: Entries of each kind.
    """

    def __init__(self, most: int = MOST) -> None:
        self._key = secrets.token_bytes(blake2b.MAX_KEY_SIZE)
        self._most = most
        self._kept: dict[bool, OrderedDict[bytes, None]] = {
            right: OrderedDict() for right in (True, False)
        }

    def digest(self, credentials: Credentials, stored: bytes | None) -> bytes:
        """Return what a user, the hash that is configured, and a password are known by."""
        digest = blake2b(key=self._key)
        for part in (credentials.user.encode(), stored or b"", credentials.password):
            digest.update(b"%d:" % len(part))
            digest.update(part)
        return digest.digest()

    def verdict(self, digest: bytes) -> bool | None:
        """Return whether a password was right; ``None`` where that is not known."""
        for right, kept in self._kept.items():
            if digest in kept:
                kept.move_to_end(digest)
                return right
        return None

    def keep(self, digest: bytes, *, right: bool) -> None:
        """Keep a verdict."""
        kept = self._kept[right]
        kept[digest] = None
        if len(kept) > self._most:
            kept.popitem(last=False)
