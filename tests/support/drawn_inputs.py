"""Inputs for property tests, made from the grammar of what is read and not of random letters."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from hypothesis import strategies as st

from fuzzing.promises import CANARY

SECRET = CANARY
"""Part of every drawn secret."""

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
"""Any text that can be sent, without control characters."""

SECRETS = st.tuples(TEXTS, TEXTS).map(lambda around: f"{around[0]}{SECRET}{around[1]}")
"""Passwords of any characters, all of which can be told from everything else."""

WORDS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
HOSTS = st.one_of(
    st.from_regex(r"[a-z][a-z0-9-]{0,10}(\.[a-z]{2,6})?", fullmatch=True),
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(str),
)
PORTS = st.integers(1, 65535)

ANYTHING = st.recursive(
    st.one_of(
        *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(max_size=8)),
        st.just(SECRET),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner),
        st.dictionaries(st.one_of(st.text(max_size=5), st.integers()), inner, max_size=3),
    ),
    max_leaves=6,
)
"""Whatever can stand in Django's settings by mistake."""


def encoded(text: str) -> str:
    """Return a text as it stands in a part of a URL."""
    return quote(text, safe="")


def server(host: str, port: int | None) -> str:
    """Return host and port as they stand in a URL."""
    name = f"[{host}]" if ":" in host else host
    return name if port is None else f"{name}:{port}"


def mangled(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return valid texts with a slip in each: something left out, doubled, swapped or put in."""
    slips: tuple[Callable[[str, int, str], str], ...] = (
        lambda text, place, _: text[:place] + text[place + 1 :],
        lambda text, place, more: text[:place] + more + text[place:],
        lambda text, place, _: text[:place] + text[place : place + 5] * 2 + text[place + 5 :],
        lambda text, place, _: text[place:] + text[:place],
        lambda text, place, _: text[:place],
    )
    return st.builds(
        lambda text, place, more, slip: slip(text, place % (len(text) + 1), more),
        texts,
        st.integers(0, 10_000),
        st.one_of(st.sampled_from("@:/?#%[]{}\"'\\,;=&\n\t -"), st.text(max_size=3)),
        st.sampled_from(slips),
    )
