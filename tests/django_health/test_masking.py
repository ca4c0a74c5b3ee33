"""Credentials in somebody's text are stars."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health import masking
from django_health.masking import LONGEST, STARS, bare, is_secret_name, masked

VISIBLE = st.characters(codec="utf-8", categories=("L", "N", "P", "S"))
UNBROKEN = st.text(VISIBLE, min_size=6, max_size=40)
PASSWORDS = st.text(VISIBLE | st.just(" "), min_size=6, max_size=40).filter(
    lambda text: len(set(text)) > 4
)

SECRETS = (
    *("password", "passwd", "passphrase", "pass", "pwd", "secret", "token", "credentials", "dsn"),
    *("api_key", "apikey", "access-key", "secret_key", "private_key", "authorization"),
)

PIECES = ("://", ":/", "/", ":", "@", "?", " ", "\n", "=", "&", ",", "'", '"', "\\", "a", "}")
NAMES = ("password", "Token", "pass", "authorization", "authorization: ", "basic ", "=>", "1")
TEXTS = st.lists(st.sampled_from(PIECES + NAMES), max_size=20).map("".join)

QUOTED = r"""[a-z]?(?P<{0}>\\*["']).*?(?:(?<!\\)(?P={0})|$)"""
CREDENTIALS = re.compile(
    rf"""(:/{{1,2}})(?:\S*(?=@)
        |[^\s/:@\[]*:(?![\s/]|\d+(?!\w))(?:(?!://)[^\r\n@])*(?=@)\S*(?=@))
    |(authorization\s*(?:=>?|:)\s*(?:basic[ \t]+)?)[^\r\n]+
    |((?:password|token|(?<![a-z])pass)\s*=>?\s*)
        (?:{QUOTED.format("a")}|(?:[^\s"',;]|[,;](?!\s|$))+)
    |((?:password|token|authorization|(?<![a-z])pass)[ \t]*:[ \t]+)
        (?:{QUOTED.format("c")}|(?:[^\s"',;]|[,;](?!\s|$))++
            (?=[ \t]*(?:[,;\r\n]|$|[\w-]+[ \t]*[:=])))
    |((?:password|token|authorization|(?<![a-z])pass)\\*["']\s*(?:=>|:)\s*)
        (?:{QUOTED.format("b")}|[^\s&;,}}]+)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""What is a credential, as one pattern: simple, and slow where a word has many slashes."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cannot reach postgres://u:canary@h/db", "cannot reach postgres://***@h/db"),
        ("redis://:canary@h and amqp://canary@h", "redis://***@h and amqp://***@h"),
        ("redis://u:can@ary/canary@h/0", "redis://***@h/0"),
        ("postgres:/u:canary@h: no such file", "postgres:/***@h: no such file"),
        ("host=h password=canary user=u", "host=h password=*** user=u"),
        (r"sslpassword='can ary\' canary' user=u", "sslpassword=*** user=u"),
        ("https://h/?Token=canary&a=b", "https://h/?Token=***"),
        ("postgres://u:can ary@can@h/db, not a@b", "postgres://***@h/db, not a@b"),
        ("no http://h:80, http://[::1]:80, http://h: tell a@b", None),
        ("http://h:x\nand http://h:x and http://h tell a@b", None),
        ("password=can,ary, user=u; DB_PASS=canary", "password=***, user=u; DB_PASS=***"),
        ("pwd => 'canary', 'secret' => 'canary'", "pwd => ***, 'secret' => ***"),
        ("pass=canary password: canary user: u", "pass=*** password: *** user: u"),
        ("Token: canary, Token: 'can ary' is", "Token: ***, Token: *** is"),
        (
            "Token: canary\nof x.token: ${...} is not set",
            "Token: ***\nof x.token: ${...} is not set",
        ),
        ("{'TOKEN': b'can ary'}", "{'TOKEN': ***}"),
        ("bypass=1 passed: 2, compass: north, passwords: 3, shop.token:Check", None),
        ("{'USER': 'u', 'PASSWORD': 'canary'}", "{'USER': 'u', 'PASSWORD': ***}"),
        ('{"api-key":"canary", "a": 1}', '{"api-key":***, "a": 1}'),
        ("Authorization: Basic canary", "Authorization: Basic ***"),
        (
            'Authorization: Digest a="canary", b="canary"\nHost: h',
            "Authorization: Digest ***\nHost: h",
        ),
        ("authorization=Bearer canary\nHost: h", "authorization=Bearer ***\nHost: h"),
        ("Authorization: canary canary", "Authorization: ***"),
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


@given(TEXTS)
def test_credentials_are_those_of_one_simple_pattern(text: str) -> None:
    """Whatever stands beside them, and wherever they end."""
    shown = CREDENTIALS.sub(
        lambda found: next(filter(None, found.group(1, 2, 3, 5, 7))) + STARS, text
    )
    assert masked(text) == shown


@given(TEXTS)
def test_a_place_is_shown_where_it_is_nothing_else(place: str) -> None:
    """No beginning of a URL, no parameters, no password before an @."""
    more = re.search(r"://|^//|\?|:.*@", place, re.DOTALL)
    assert bare(place) == (STARS if more else place)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "sign",
    [
        "://",
        "://@",
        "://a ",
        "://a:b ",
        ":/a:b ",
        ":",
        "password",
        "password: ",
        "password='",
        "\\'",
    ],
)
def test_time_grows_with_the_length_alone(monkeypatch: pytest.MonkeyPatch, sign: str) -> None:
    """A second for what would take minutes if each sign were held against all that follow."""
    monkeypatch.setattr(masking, "LONGEST", 10_000_000)
    flood = sign * 400_000
    assert masked(f"{flood} @ password=").endswith(" password=") or "'" in sign
    assert bare(flood) == (STARS if "://" in sign else flood)


def test_a_long_text_is_cut_before_it_is_looked_at() -> None:
    """So that looking takes no time to speak of."""
    assert len(masked("@" * 2 * LONGEST)) == LONGEST


@pytest.mark.parametrize(
    "name", ["password", "DB_PASSWORD", "api-key", "apikey", "dsn", "Token", "DB_PASS"]
)
def test_names_of_secrets(name: str) -> None:
    """By their end, in capitals or not, with any sign between the words."""
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name", ["tokens_left", "missing_privileges", "key", "passed", "bypass", ""]
)
def test_names_of_others(name: str) -> None:
    """Words that are like them."""
    assert not is_secret_name(name)
