"""Stars in the place of what looks like a credential in somebody's text."""

from __future__ import annotations

import re
from functools import lru_cache

STARS = "***"

LONGEST = 8_000
"""Characters of a text that are looked at; what comes after them is left out."""

_NAMES = (
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "access_key",
    "secret_key",
    "private_key",
    "credentials",
    "authorization",
    "dsn",
)
"""How names end that are those of secrets."""

_NAME = rf"(?:{'|'.join(name.replace('_', '[_-]?') for name in _NAMES)})"
_QUOTED = r"""(?P<{0}>\\*["']).*?(?:(?<!\\)(?P={0})|$)"""
"""A value in quotes, which may be escaped because the text is a text in a text."""

_CREDENTIALS = re.compile(
    "|".join(
        (
            # All up to the last @: a password that nobody encoded may hold an @ or a slash.
            # A path library makes one slash of two.
            r"(?P<url>:/{1,2})\S{0,2000}(?=@)",
            rf"(?P<parameter>{_NAME}\s*=\s*)(?:{_QUOTED.format('a')}|[^\s&;,]+)",
            rf"(?P<entry>{_NAME}\\*[\"']\s*:\s*)(?:{_QUOTED.format('b')}|[^\s&;,}}]+)",
            r"(?P<header>authorization:\s*(?:\w+\s+)?)\S+",
        )
    ),
    re.IGNORECASE | re.DOTALL,
)

_MORE = re.compile(r"://|^//|\?|:.*@", re.DOTALL)
"""What no host and no path has: the beginning of a URL, parameters, a password before an @."""

_SIGNS = ("@", "=", "':", '":', "uthorization:")
"""What a text has that holds any of them; to look for it is cheap."""


def masked(text: str) -> str:
    """Return a text with stars for the credentials of URLs and for values named like secrets.

    That is what stands before the host of a URL, and what follows ``password=``, ``"token":`` and
    their like. It may take a word too much.
    """
    if any(sign in text for sign in _SIGNS):
        return _CREDENTIALS.sub(_stars, text[:LONGEST])
    return text


def bare(place: str) -> str:
    """Return a host, a path or a name; stars for one that is like a URL or has credentials.

    People put a whole URL where only a part of it belongs, and SQLite's names may have parameters.
    """
    return STARS if _MORE.search(place) else place


@lru_cache(maxsize=1024)
def is_secret_name(name: str) -> bool:
    """Whether a key is called like a secret, so that its value is none to show."""
    return name.lower().replace("-", "_").endswith(_NAMES)


def _stars(found: re.Match[str]) -> str:
    before = found["url"] or found["parameter"] or found["entry"] or found["header"]
    return f"{before}{STARS}"
