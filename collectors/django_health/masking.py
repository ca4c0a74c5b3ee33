"""Stars in the place of what looks like a credential in somebody's text."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
            # A path library makes one slash of two. Where the credentials end is not for a
            # pattern to find: it would go to the end of the word again from each of its slashes.
            r"(?P<url>:/{1,2})",
            rf"(?P<parameter>{_NAME}\s*=\s*)(?:{_QUOTED.format('a')}|[^\s&;,]+)",
            rf"(?P<entry>{_NAME}\\*[\"']\s*:\s*)(?:{_QUOTED.format('b')}|[^\s&;,}}]+)",
            r"(?P<header>authorization:\s*(?:\w+\s+)?)\S+",
        )
    ),
    re.IGNORECASE | re.DOTALL,
)

_SPACE = re.compile(r"\s")

_SIGNS = ("@", "=", "':", '":', "uthorization:")
"""What a text has that holds any of them; to look for it is cheap."""


def masked(text: str) -> str:
    """Return a text with stars for the credentials of URLs and for values named like secrets.

    That is what stands before the host of a URL, and what follows ``password=``, ``"token":`` and
    their like. It may take a word too much.
    """
    if any(sign in text for sign in _SIGNS):
        return "".join(_pieces(text[:LONGEST]))
    return text


def bare(place: str) -> str:
    """Return a host, a path or a name; stars for one that is like a URL or has credentials.

    People put a whole URL where only a part of it belongs, and SQLite's names may have parameters.
    """
    beyond = (
        "://" in place
        or place.startswith("//")
        or "?" in place
        or "@" in place.partition(":")[2]  # a password before it
    )
    return STARS if beyond else place


@lru_cache(maxsize=1024)
def is_secret_name(name: str) -> bool:
    """Whether a key is called like a secret, so that its value is none to show."""
    return name.lower().replace("-", "_").endswith(_NAMES)


def _pieces(text: str) -> Iterator[str]:
    """Yield what is shown of a text, and the stars between; each word is looked through once."""
    shown = place = word_end = last_at = 0
    while found := _CREDENTIALS.search(text, place):
        before = found["url"] or found["parameter"] or found["entry"] or found["header"]
        place = found.end()
        if found["url"]:
            if place >= word_end:
                word_end = _end_of_word(text, place)
                last_at = text.rfind("@", place, word_end)
            if last_at < place:
                continue
            place = last_at  # the last: a password that nobody encoded may hold an @ or a slash
        yield text[shown : found.start()]
        yield before
        yield STARS
        shown = place
    yield text[shown:]


def _end_of_word(text: str, place: int) -> int:
    space = _SPACE.search(text, place)
    return space.start() if space else len(text)
