"""What is wrong with addresses, said without repeating them."""

from __future__ import annotations

import pytest

from django_health.settings.declared_address import (
    HttpUrl,
    expect_addresses,
    expect_dns_name,
    expect_header,
    expect_host,
)
from endpoint_listeners import CANARY


def test_a_url_is_taken_apart() -> None:
    """And prints as its kind alone."""
    url = HttpUrl.parse(f"https://u:{CANARY}@Shop.example:8443/{CANARY}?{CANARY}#f")
    assert url.is_encrypted
    assert (url.host, url.port, url.is_default_port) == ("shop.example", 8443, False)
    assert url.target == f"/{CANARY}?{CANARY}"
    assert (url.user, url.password) == ("u", CANARY)
    assert CANARY not in f"{url}"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (CANARY, "does not begin with http:// or https://"),
        (f"ftp://{CANARY}/", "does not begin with http:// or https://"),
        (f"//{CANARY}/", "does not begin with http:// or https://"),
        (f"https:{CANARY}", "names no host"),
        (f"https:///{CANARY}", "names no host"),
        (f"https://:{CANARY}@/", "names no host"),
        (f"https://a/{CANARY} b", "a space or a control character"),
        (f"https://a/{CANARY}\r\nX: y", "a space or a control character"),
        (f"https://a/{CANARY}\n", "a space or a control character"),
        (f"https://u:{CANARY}/b@host/", "no valid host and port"),
        (f"https://a:{CANARY}/", "no valid host and port"),
        ("https://a:0/", "no valid host and port"),
        ("https://a:65536/", "no valid host and port"),
        (f"https://[{CANARY}]/", "no valid host and port"),
        (f"https://{CANARY}\u2100.example/", "no valid host and port"),
        (f"https://{'a' * 64}.example/{CANARY}", "the host of url is no host name"),
        (f"https://a..b/{CANARY}", "the host of url is no host name"),
        (f"https://a,b/{CANARY}", "the host of url is no host name"),
    ],
)
def test_a_url_that_cannot_be_asked(url: str, sentence: str) -> None:
    """Says why, and nothing of itself."""
    with pytest.raises(ValueError, match="url") as caught:
        HttpUrl.parse(url)
    assert sentence in str(caught.value)
    assert CANARY.lower() not in str(caught.value).lower()
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "host", ["a", "a-b.example", "a_b.example.", "192.0.2.1", "::1", "fe80::1%eth0", "bücher.de"]
)
def test_hosts_are_names_and_addresses(host: str) -> None:
    """Also with an underline, as in Docker, and with a dot at the end."""
    expect_host("host", host)


@pytest.mark.parametrize(
    "host", ["", " ", "a b", "[::1]", "a:80", "http://a", "a/b", "u@a", ".a", "a..b", "a\n", "a\0"]
)
def test_other_texts_are_no_hosts(host: str) -> None:
    """The error says how to write them."""
    with pytest.raises(ValueError, match=r"^host is no host name and no address: give it without"):
        expect_host("host", host)


def test_headers_that_can_be_sent() -> None:
    """With everything that HTTP allows."""
    expect_header("X-Token!#$%&'*+.^_`|~", "a\tb é =")
    expect_header("x", "")


@pytest.mark.parametrize("name", ["", "a b", "a:", "a\r\n", "ä", f"{CANARY}:", f"{CANARY} "])
def test_names_of_headers_that_cannot_be_sent(name: str) -> None:
    """They are not repeated."""
    with pytest.raises(ValueError, match=r"^headers: a name ") as caught:
        expect_header(name, "x")
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("ending", ["\r\nX: y", "\n", "\0", "\x7f", "€"])
def test_values_of_headers_that_cannot_be_sent(ending: str) -> None:
    """They are not repeated, the name is."""
    with pytest.raises(ValueError, match=r"^headers: the value of X-Token holds ") as caught:
        expect_header("X-Token", f"{CANARY}{ending}")
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("name", ["Content-Length", "transfer-encoding"])
def test_headers_of_a_body_cannot_be_set(name: str) -> None:
    """The server would wait for it."""
    with pytest.raises(ValueError, match=r"^headers: .* cannot be set"):
        expect_header(name, "5")


def test_names_of_dns() -> None:
    """Services have underlines, absolute names a dot."""
    for name in ("a", "a.example.", "_sip._tcp.example", "bücher.example", "x" * 63):
        expect_dns_name(name)
    longest = ".".join(["x" * 63] * 3 + ["y" * 61])
    assert len(longest) == 253
    for name in (longest, f"{longest}."):
        expect_dns_name(name)
    for name in (
        f"{longest}y",
        "",
        ".",
        "a..b",
        ".a",
        "a b",
        "a\n",
        "x" * 64,
        ".".join(["x" * 50] * 6),
    ):
        with pytest.raises(ValueError, match=r"^name is no DNS name"):
            expect_dns_name(name)


def test_addresses_of_a_version() -> None:
    """Names are none."""
    expect_addresses("nameserver", ["192.0.2.1", "::1"], (4, 6))
    with pytest.raises(ValueError, match=r"^nameserver: IPv4 or IPv6 address expected$"):
        expect_addresses("nameserver", ["192.0.2.1", CANARY], (4, 6))
    with pytest.raises(ValueError, match=r"^expected: IPv6 address expected$"):
        expect_addresses("expected", ["192.0.2.1"], (6,))
