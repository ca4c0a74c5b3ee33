"""The users of the file, and whether the hashes of their passwords can be used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import bcrypt

from django_health.settings.validation import InvalidDocument, step

HIGHEST_COST = 16
"""Each more doubles the time: with 17 a first scrape waits ten seconds, with 31 two days."""

_HASH = re.compile(r"\$2[aby]\$(?P<cost>[0-9]{2})\$(?P<salt>[./A-Za-z0-9]{22})[./A-Za-z0-9]{31}")
_FORBIDDEN = re.compile(r"[:\x00-\x1f\x7f]")


def users_of(given: Mapping[str, str] | None, place: str) -> dict[str, bytes]:
    """Return the hash of each user's password, checked without hashing anything.

    Raises:
        InvalidDocument: A name or a hash cannot be used; the text holds no part of a hash.
    """
    return {name: _checked(name, text, place) for name, text in (given or {}).items()}


def _checked(name: str, text: str, place: str) -> bytes:
    if not name:
        raise InvalidDocument(f"{place}: a user has no name: write NAME: HASH")
    place = f"{place}.{step(name)}"
    if _FORBIDDEN.search(name):
        raise InvalidDocument(
            f"{place}: nobody can log in by a name with a colon or a control character: rename it"
        )
    found = _HASH.fullmatch(text)
    if found is None or not _is_taken(found["cost"], found["salt"]):
        raise InvalidDocument(
            f"{place}: is no bcrypt hash ($2a$, $2b$ or $2y$): make one with htpasswd -nBC 10"
        )
    if int(found["cost"]) > HIGHEST_COST:
        raise InvalidDocument(
            f"{place}: the hash's cost {found['cost']} would keep a scrape waiting too long: make "
            f"one with a cost of 10, {HIGHEST_COST} at most"
        )
    return text.encode()


@lru_cache(4096)
def _is_taken(cost: str, salt: str) -> bool:
    """Whether the library takes such a hash; it is asked with the lowest cost, a millisecond."""
    try:
        bcrypt.hashpw(b"", f"$2b$04${salt}".encode())
    except ValueError:
        return False
    return 4 <= int(cost) <= 31
