"""Basic authentication as it stands in a request."""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass

SCHEME = "basic "

LONGEST = 72
"""Bytes of a password that bcrypt looks at; what comes after them counts for nothing."""


@dataclass(frozen=True, repr=False)
class Credentials:
    """What a client says that it is; never shown, as a password may stand in the user's place.

    Attributes:
        user: The name.
        password: What bcrypt looks at of the password: bytes, as the client encoded it.
    """

    user: str
    password: bytes


def credentials_of(header: str) -> Credentials | None:
    """Return what an ``Authorization`` header says; ``None`` where that can be nobody's.

    A password with a NUL byte is nobody's: for bcrypt some of them are the same as shorter ones.
    """
    if header[: len(SCHEME)].lower() != SCHEME:
        return None
    try:
        user, colon, password = b64decode(header[len(SCHEME) :], validate=True).partition(b":")
        name = user.decode()
    except (binascii.Error, ValueError):
        return None
    if not colon or b"\0" in password:
        return None
    return Credentials(name, password[:LONGEST])
