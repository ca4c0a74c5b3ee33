"""Passwords that are hard to write, mistakes in writing them, and what must not be told of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from hypothesis import strategies as st

LETTERS = "QXZJKV7392"
"""None of them stands beside another in the texts of the library."""

PASSWORDS = st.text(
    st.sampled_from(f"{LETTERS}{LETTERS}@:/%?#&\"'\\ ,;=[]{{}}$+äß€日🙂"), min_size=6, max_size=30
)

LENGTH = 6
"""So many characters of a password are a piece of it."""

SCHEMES = (
    *("postgres", "postgis", "mysql", "mariadb", "sqlite", "redis", "rediss", "redis+socket"),
    *("unix", "memcached", "file", "db", "locmem", "amqp", "amqps", "http", "https", "nothing"),
)


def _doubled(url: str) -> str:
    return f"{url}{url}"


def _without_scheme(url: str) -> str:
    return url.partition("://")[2]


def _one_slash(url: str) -> str:
    return url.replace("://", ":/", 1)


def _three_slashes(url: str) -> str:
    return url.replace("://", ":///", 1)


def _quoted(url: str) -> str:
    return f'"{url}"'


def _after_spaces(url: str) -> str:
    return f"  url = {url}"


def _over_two_lines(url: str) -> str:
    return url.replace("@", "\n@", 1)


def _wrong_port(url: str) -> str:
    return f"{url.rpartition(':')[0]}:99999/0"


def _no_port(url: str) -> str:
    return f"{url.rpartition(':')[0]}:port/0"


def _password_as_port(url: str) -> str:
    return f"{url.rpartition(':')[0]}:{url.split(':')[2]}"


def _without_at(url: str) -> str:
    return url.replace("@", "", 1)


def _with_fragment(url: str) -> str:
    return f"{url}#{url}"


def _spoilt_encoding(url: str) -> str:
    return url.replace("@", "%E4%@", 1)


def _in_brackets(url: str) -> str:
    return url.replace("@", "@[", 1)


MISTAKES: Mapping[str, Callable[[str], str]] = {
    mistake.__name__.strip("_"): mistake
    for mistake in (
        *(_doubled, _without_scheme, _one_slash, _three_slashes, _quoted, _after_spaces),
        *(_over_two_lines, _wrong_port, _no_port, _password_as_port, _without_at, _with_fragment),
        *(_spoilt_encoding, _in_brackets),
    )
}
"""What people do to a URL ``scheme://user:password@host:port/0``, by name."""


@st.composite
def mistaken_urls(draw: st.DrawFn, password: str) -> str:
    """URLs with a password in them, and a mistake; or with none.

    The password is encoded, or it is not, which is a mistake too. One that is encoded may be cut
    off anywhere; of one that is not nobody could tell then where it begins.
    """
    is_encoded = draw(st.booleans())
    written = quote(password, safe="") if is_encoded else password
    url = f"{draw(st.sampled_from(SCHEMES))}://user:{written}@h:6379/0"
    kind = draw(st.sampled_from(["whole", "mistake", "cut"]))
    if kind == "mistake":
        return MISTAKES[draw(st.sampled_from(sorted(MISTAKES)))](url)
    if kind == "cut" and is_encoded:
        return url[: draw(st.integers(0, len(url)))]
    return url


def pieces_in(text: str, password: str) -> list[str]:
    """Return the pieces of a password that are in a text, in whatever case or encoding."""
    seen = text.lower()
    pieces = (password[at : at + LENGTH] for at in range(len(password) - LENGTH + 1))
    return [
        piece
        for piece in pieces
        if sum(letter in LETTERS for letter in piece) > 2
        and any(form.lower() in seen for form in _forms_of(piece))
    ]


def _forms_of(piece: str) -> Iterator[str]:
    yield piece
    yield quote(piece, safe="")
    yield repr(piece)[1:-1]
    yield ascii(piece)[1:-1]
    yield json.dumps(piece)[1:-1]
