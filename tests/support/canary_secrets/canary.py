"""A secret that is known again wherever a piece of it appears, and by whom it was given."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

SPECIALS = "@:/%2F?#&\"'\\ +,;=[]{}$"
"""What URLs, JSON, YAML, shells and Python write in other ways; it is in each password."""

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_LENGTH = 9

_WORDS = re.compile(rb"[a-z]{%d,}" % _LENGTH)
"""All that a word of a canary may be a part of."""

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{%d,}" % (_LENGTH * 8 // 6 - 1))
"""All that the Base64 of one may be a part of."""


def token(name: str) -> str:
    """Return letters that are in nothing else; encodings of text leave them as they are."""
    digest = hashlib.sha256(name.encode()).digest()
    return "".join(_ALPHABET[byte % 26] for byte in digest[:_LENGTH])


@dataclass(frozen=True)
class Canary:
    """The credentials of one form.

    They are words of letters around special characters: one is seen in plain text, percent-encoded,
    in JSON and in a ``repr`` alike, and also where a part of the password was taken for something
    else, like the host of a URL.

    Attributes:
        form: The name of the form that they are given in.
    """

    form: str

    @property
    def user(self) -> str:
        """A user name, which is a part of the credentials."""
        return token(f"user of {self.form}")

    @property
    def password(self) -> str:
        """A password of two words with all special characters between them."""
        return f"{token(f'head of {self.form}')}{SPECIALS}{token(f'tail of {self.form}')}"

    @property
    def plain(self) -> str:
        """A password for places that take no special characters."""
        return f"{token(f'head of {self.form}')}-{token(f'tail of {self.form}')}"

    @property
    def encoded(self) -> str:
        """The password as it stands in a URL."""
        return quote(self.password, safe="")

    @cached_property
    def _plain_traces(self) -> tuple[bytes, ...]:
        words = (self.user, *self.plain.split("-"))
        return tuple(word.encode() for word in words)

    @cached_property
    def _base64_traces(self) -> tuple[bytes, ...]:
        return tuple(trace for word in self._plain_traces for trace in _in_base64(word))

    def is_in(self, words: bytes, encoded: bytes) -> bool:
        """Whether a piece of them is in what :func:`leaks` has taken out of an output."""
        return any(word in words for word in self._plain_traces) or any(
            trace in encoded for trace in self._base64_traces
        )


def leaks(output: str | bytes, canaries: Iterable[Canary]) -> list[str]:
    """Return the forms whose credentials are in an output, in whatever case or encoding."""
    raw = output.encode("utf-8", "backslashreplace") if isinstance(output, str) else output
    # Most of an output are the same words over and over, each of which is looked at once.
    words, encoded = (
        b" ".join(set(runs)) for runs in (_WORDS.findall(raw.lower()), _BASE64.findall(raw))
    )
    return [canary.form for canary in canaries if canary.is_in(words, encoded)]


def _in_base64(word: bytes) -> Iterable[bytes]:
    """What is sure to be in the Base64 of any text that holds the word, wherever it begins."""
    for offset in range(3):
        first = -(-offset * 8 // 6)
        last = (offset + len(word)) * 8 // 6
        yield base64.b64encode(bytes(offset) + word)[first:last]
