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

_SCHEME = r"(?:(?:basic|bearer|digest|negotiate|token)[ \t]+)"
_NAME = rf"(?:{'|'.join(name.replace('_', '[_-]?') for name in _NAMES)}|(?<![a-z])pass)"
_QUOTED = r"""[a-z]?(?P<{0}>\\*["']).*?(?:(?<!\\)(?P={0})|$)"""
"""A value in quotes, which may be escaped because the text is a text in a text, as of bytes."""

_BARE = r"""(?:[^\s"',;]|[,;](?!\s|$))+"""
"""A value without quotes; the comma after it is not its own."""

_NO_SENTENCE = r"(?=[ \t]*(?:[,;\r\n]|$|[\w-]+[ \t]*[:=]))"
"""What follows a word that is a value: nothing, or another name; ``password: must be a text``."""

_CREDENTIALS = re.compile(
    "|".join(
        (
            # A path library makes one slash of two. Where the credentials end is not for a
            # pattern to find: it would go to the end of the word again from each of its slashes.
            r"(?P<url>:/{1,2})",
            rf"(?P<header>authorization\s*(?:=>?|:)\s*{_SCHEME}?)[^\r\n]+",
            rf"(?P<parameter>{_NAME}\s*=>?\s*)(?:{_QUOTED.format('a')}|{_BARE})",
            rf"(?P<line>{_NAME}[ \t]*:[ \t]+)(?:{_QUOTED.format('c')}|{_BARE}+{_NO_SENTENCE})",
            rf"(?P<entry>{_NAME}\\*[\"']\s*(?:=>|:)\s*)(?:{_QUOTED.format('b')}|[^\s&;,}}]+)",
        )
    ),
    re.IGNORECASE | re.DOTALL,
)

_SECRET_NAME = re.compile(rf"{_NAME}\Z", re.IGNORECASE)

_SPACE = re.compile(r"\s")

_LOGIN = re.compile(r"[^\s/:@\[]*:(?![\s/]|\d+(?!\w))")
"""A user and a colon that no port follows: a password may have spaces."""

_LOGIN_END = re.compile(r"@|[\r\n]|://")

_HINTS = ("pass", "pwd", "secret", "token", "key", "credentials", "authorization", "dsn")
"""What a text has that names any of them; to look for it is cheap."""


def masked(text: str) -> str:
    """Return a text with stars for the credentials of URLs and for values named like secrets.

    That is what stands before the host of a URL, and what follows ``password=``, ``"token":`` and
    their like; of a header with an authorization, the rest of its line. It may take some words too
    much.
    """
    if "@" in text or (("=" in text or ":" in text) and _names_secrets(text)):
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
    return bool(_SECRET_NAME.search(name))


def _names_secrets(text: str) -> bool:
    text = text[:LONGEST].lower()
    return any(hint in text for hint in _HINTS)


def _pieces(text: str) -> Iterator[str]:
    """Yield what is shown of a text, and the stars between."""
    shown = place = 0
    logins = _Logins(text)
    while found := _CREDENTIALS.search(text, place):
        place = found.end()
        if found["url"]:
            end = logins.end(place)
            if end is None:
                continue
            place = end
        yield text[shown : found.start()]
        yield next(filter(None, found.group("url", "header", "parameter", "line", "entry")))
        yield STARS
        shown = place
    yield text[shown:]


class _Logins:
    """Where the credentials of URLs end; each part of the text is looked through once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._word_end = self._last_at = 0
        self._next_end: tuple[int, bool] = (-1, False)

    def end(self, place: int) -> int | None:
        """Return where the @ is that ends what begins at a place; places come in their order."""
        if place >= self._word_end:
            self._take_word(place)
        if self._last_at < place and _LOGIN.match(self._text, place):
            at, is_at = self._login_end(place)
            if is_at:
                self._take_word(at)
        return self._last_at if self._last_at >= place else None

    def _take_word(self, place: int) -> None:
        """Find the last @ of a word: a password that nobody encoded may hold one, or a slash."""
        space = _SPACE.search(self._text, place)
        self._word_end = space.start() if space else len(self._text)
        self._last_at = self._text.rfind("@", place, self._word_end)

    def _login_end(self, place: int) -> tuple[int, bool]:
        if self._next_end[0] < place:
            found = _LOGIN_END.search(self._text, place)
            self._next_end = (found.start(), found[0] == "@") if found else (len(self._text), False)
        return self._next_end
