"""Addresses and networks, in settings and in headers."""

from __future__ import annotations

import ipaddress

import pytest

from django_health.settings.addresses import address_of, is_among, network_of, networks_of

CANARY = "canary-hunter2"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1 ", "192.0.2.1"),
        ("192.0.2.1:567", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[::1]:80", "::1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("[::ffff:10.0.0.1]:80", "10.0.0.1"),
        ("::ffff:0a00:0001", "10.0.0.1"),
        ("fe80::1%eth0", None),
        ("[fe80::1%eth0]:80", None),
        ("", None),
        ("unknown", None),
        ("_hidden", None),
        ("192.0.2.1:", None),
        ("192.0.2.1:port", None),
        ("192.0.2.1:5678901", None),
        ("192.0.2.01", None),
        ("192.0.2", None),
        ("3221225985", None),
        ("192.0.2.1/32", None),
        ("[192.0.2.1", None),
        ("2001:db8::1]", None),
        ("localhost", None),
        ("192.0.2.1 192.0.2.2", None),
    ],
)
def test_an_address_in_a_header(text: str, address: str | None) -> None:
    """Ports are left off, and what is no address is none."""
    expected = None if address is None else ipaddress.ip_address(address)
    assert address_of(text) == expected


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        (" 10.0.0.0/8 ", "10.0.0.0/8"),
        ("10.0.0.0/255.0.0.0", "10.0.0.0/8"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("::1", "::1/128"),
        ("2001:DB8::/32", "2001:db8::/32"),
        ("::/0", "::/0"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
    ],
)
def test_an_address_or_a_network(text: str, network: str) -> None:
    """An address is a network of one; IPv4 in the clothes of IPv6 is IPv4."""
    assert str(network_of(text)) == network


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10.0.0.1:80", "is no IP address or network like"),
        ("10.0.0.0/33", "is no IP address or network like"),
        ("010.0.0.1", "is no IP address or network like"),
        ("2001:db8:::1", "is no IP address or network like"),
        ("10.0.0.5/8", "write 10.0.0.0/8 for the network or 10.0.0.5 for the address"),
        ("2001:db8::5/32", "write 2001:db8::/32 for the network or 2001:db8::5 for the address"),
    ],
)
def test_a_slip_in_an_address_is_repeated(text: str, words: str) -> None:
    """So is what may be either: it could let in more than was meant."""
    with pytest.raises(ValueError, match=r"^'") as caught:
        network_of(text)
    assert repr(text) in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost",
        "10.0.0.0-10.0.0.9",
        "fe80::1%eth0",
        f"fe80::1%{CANARY}",
        CANARY,
        f"10.0.0.1:{CANARY}",
        f"postgres://app:{CANARY}@10.0.0.1/shop",
        "5ebe2294ecd0e0f08eab7690d2a6ee69",
        "4111111111111111",
        "1." * 30,
    ],
)
def test_what_might_be_a_secret_is_not_repeated(text: str) -> None:
    """Neither a word nor a key; how to write it is told all the same."""
    with pytest.raises(ValueError, match=r"no IP address or network like 192\.0\.2\.7, ") as caught:
        network_of(text)
    assert str(caught.value).startswith("no IP address")


def test_among_networks() -> None:
    """Addresses of one version are in no network of the other."""
    networks = networks_of(("10.0.0.0/8", "::1"))
    found = [is_among(ipaddress.ip_address(text), networks) for text in ("10.1.2.3", "::1", "::2")]
    assert found == [True, True, False]
    with pytest.raises(ValueError, match="no IP address"):
        networks_of(("10.0.0.0/8", "proxy"))
