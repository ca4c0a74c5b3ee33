"""Addresses and networks as they stand in settings."""

from __future__ import annotations

import pytest

from django_health.settings.networks import network_of


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
        ("", "is no IP address or network like"),
        ("localhost", "is no IP address or network like"),
        ("10.0.0.1:80", "is no IP address or network like"),
        ("10.0.0.0/33", "is no IP address or network like"),
        ("10.0.0.0-10.0.0.9", "is no IP address or network like"),
        ("010.0.0.1", "is no IP address or network like"),
        ("fe80::1%eth0", "is no IP address or network like"),
        ("10.0.0.5/8", "write 10.0.0.0/8 for the network or 10.0.0.5 for the address"),
        ("2001:db8::5/32", "write 2001:db8::/32 for the network or 2001:db8::5 for the address"),
    ],
)
def test_what_is_neither_is_an_error(text: str, words: str) -> None:
    """So is what may be either: it could let in more than was meant."""
    with pytest.raises(ValueError, match=r"^'") as caught:
        network_of(text)
    assert repr(text) in str(caught.value)
    assert words in str(caught.value)
