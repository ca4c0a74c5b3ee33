"""Addresses and networks made from their grammar, and any other text."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.settings.addresses import Address, address_of, is_among, network_of
from drawn_inputs import SECRET, mangled
from fuzzing.promises import refusing

ADDRESSES = st.ip_addresses().filter(lambda address: not getattr(address, "ipv4_mapped", None))
TEXTS = ADDRESSES.map(str)


@given(ADDRESSES)
def test_an_address_is_itself_with_and_without_a_port(address: Address) -> None:
    """In any of the forms in which proxies write it."""
    with_port = f"[{address}]:443" if address.version == 6 else f"{address}:443"
    for text in (str(address), address.exploded, with_port, f" {address} "):
        assert address_of(text) == address
    assert address_of(f"{address}%eth0") is None


@given(st.ip_addresses(v=4))
def test_an_address_in_the_clothes_of_the_other_family_is_itself(address: Address) -> None:
    """As sockets for both families write it."""
    assert address_of(f"::ffff:{address}") == address
    assert network_of(f"::ffff:{address}") == ipaddress.ip_network(address)


@given(ADDRESSES, st.integers(0, 128))
def test_a_network_holds_what_it_says(address: Address, bits: int) -> None:
    """The network of an address holds it, and one with bits of a host in it is refused."""
    prefix = min(bits, address.max_prefixlen)
    network = ipaddress.ip_network((address, prefix), strict=False)
    assert network_of(str(network)) == network
    assert is_among(address, [network_of(str(network))])
    if address != network.network_address:
        with pytest.raises(ValueError, match="is both an address and a network"):
            network_of(f"{address}/{prefix}")


@given(st.one_of(st.text(), mangled(TEXTS), mangled(TEXTS.map(lambda text: f"{text}/8"))))
def test_any_other_text_is_no_address_or_an_error_of_one_line(text: str) -> None:
    """No exception but the documented one; what is taken is what the standard library takes."""
    found = address_of(text)
    assert found is None or address_of(str(found)) == found
    with refusing(ValueError):
        network = network_of(text)
        assert network_of(str(network)) == network


@given(st.text().map(lambda text: f"{text}{SECRET}"))
def test_a_secret_in_its_place_is_not_repeated(text: str) -> None:
    """What does not look like an address stays out of the error."""
    with pytest.raises(ValueError, match="no IP address or network") as caught:
        network_of(text)
    assert SECRET not in str(caught.value)
