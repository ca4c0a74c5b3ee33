"""Credentials in somebody's text are stars."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.masking import LONGEST, is_secret_name, masked

VISIBLE = st.characters(codec="utf-8", categories=("L", "N", "P", "S"))
UNBROKEN = st.text(VISIBLE, min_size=6, max_size=40)
PASSWORDS = st.text(VISIBLE | st.just(" "), min_size=6, max_size=40).filter(
    lambda text: len(set(text)) > 4
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cannot reach postgres://u:canary@h/db", "cannot reach postgres://***@h/db"),
        ("redis://:canary@h and amqp://canary@h", "redis://***@h and amqp://***@h"),
        ("redis://u:can@ary/canary@h/0", "redis://***@h/0"),
        ("postgres:/u:canary@h: no such file", "postgres:/***@h: no such file"),
        ("host=h password=canary user=u", "host=h password=*** user=u"),
        (r"sslpassword='can ary\' canary' user=u", "sslpassword=*** user=u"),
        ("https://h/?Token=canary&a=b", "https://h/?Token=***&a=b"),
        ("{'USER': 'u', 'PASSWORD': 'canary'}", "{'USER': 'u', 'PASSWORD': ***}"),
        ('{"api-key":"canary", "a": 1}', '{"api-key":***, "a": 1}'),
        ("Authorization: Basic canary", "Authorization: Basic ***"),
        ("mail to a@b.example about x=1", "mail to a@b.example about x=1"),
        ("DATABASES['default']['PASSWORD'] must be a string", None),
        ("10.0.0.1:6379 tokens_left=3", None),
    ],
)
def test_what_looks_like_a_credential_is_stars(text: str, shown: str | None) -> None:
    """What stands before the host of a URL, and what is called like a secret; no other word."""
    assert masked(text) == (text if shown is None else shown)


@given(UNBROKEN)
def test_any_password_of_a_url_is_stars(password: str) -> None:
    """Encoded or not, as long as no space is in it."""
    assert masked(f"no redis://u:{password}@h/0 now") == "no redis://***@h/0 now"
    assert masked(f"no redis://u:{quote(password, safe='')}@h") == "no redis://***@h"


@given(PASSWORDS)
def test_any_password_of_settings_is_stars(password: str) -> None:
    """In the form that ``repr()`` gives a dictionary, and once more in that of the text."""
    text = repr({"NAME": "a", "PASSWORD": password})
    for shown in (masked(text), masked(repr(text))):
        assert password not in shown
        assert repr(password)[1:-1] not in shown


def test_a_long_text_is_cut_before_it_is_looked_at() -> None:
    """So that looking takes no time to speak of."""
    assert len(masked("=" * 2 * LONGEST)) == LONGEST


@pytest.mark.parametrize("name", ["password", "DB_PASSWORD", "api-key", "apikey", "dsn", "Token"])
def test_names_of_secrets(name: str) -> None:
    """By their end, in capitals or not, with any sign between the words."""
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["tokens_left", "missing_privileges", "key", "passed", ""])
def test_names_of_others(name: str) -> None:
    """Words that are like them."""
    assert not is_secret_name(name)
