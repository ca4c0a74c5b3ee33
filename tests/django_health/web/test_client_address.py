"""Whose address it is, by connection and by ``X-Forwarded-For``."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.web.client_address import LONGEST, client_address, is_direct_loopback

PROXIES = ["10.0.0.0/8", "2001:db8::/32"]


def _meta(remote: str, forwarded: str | None = None) -> dict[str, object]:
    header = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return {"REMOTE_ADDR": remote, **header}


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        # The connection itself, where it is nobody's proxy.
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "10.0.0.1", "192.0.2.1"),
        ("192.0.2.1", "127.0.0.1, 10.0.0.1", "192.0.2.1"),
        ("192.0.2.1", "unknown", "192.0.2.1"),
        # One proxy.
        ("10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "192.0.2.1:4711", "192.0.2.1"),
        ("10.0.0.1", "[2001:db9::1]:80", "2001:db9::1"),
        ("::ffff:10.0.0.1", "::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::5", "192.0.2.1", "192.0.2.1"),
        # What a client puts to the left does not count.
        ("10.0.0.1", "127.0.0.1, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "10.9.9.9, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "<script>, , unknown, 192.0.2.1", "192.0.2.1"),
        # A chain of proxies.
        ("10.0.0.1", "192.0.2.1, 10.0.0.3, 10.0.0.2", "192.0.2.1"),
        ("10.0.0.1", "127.0.0.1, 192.0.2.1, 10.0.0.3, 10.0.0.2", "192.0.2.1"),
        ("10.0.0.1", "192.0.2.1,10.0.0.3 ,  10.0.0.2", "192.0.2.1"),
        # Proxies alone: the farthest one asked by itself.
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        # Nobody knows.
        ("10.0.0.1", "unknown", None),
        ("10.0.0.1", "192.0.2.1, unknown", None),
        ("10.0.0.1", "192.0.2.1, , 10.0.0.2", None),
        ("10.0.0.1", "192.0.2.1, ", None),
        ("10.0.0.1", ",", None),
        ("10.0.0.1", "192.0.2.1, fe80::1%eth0", None),
        ("10.0.0.1", "192.0.2.1;10.0.0.2", None),
        ("", "192.0.2.1", None),
        ("", None, None),
        ("unix:", "192.0.2.1", None),
        ("fe80::1%eth0", None, None),
    ],
)
def test_the_client_behind_trusted_proxies(
    remote: str, forwarded: str | None, client: str | None
) -> None:
    """From the right, as long as each is a trusted proxy; the first that is not is the client."""
    expected = None if client is None else ipaddress.ip_address(client)
    assert client_address(_meta(remote, forwarded), PROXIES) == expected


@pytest.mark.parametrize("forwarded", [None, "127.0.0.1", "192.0.2.9, 10.0.0.1", "unknown"])
def test_nobody_is_believed_without_trusted_proxies(forwarded: str | None) -> None:
    """The header is anybody's invention."""
    assert str(client_address(_meta("10.0.0.1", forwarded))) == "10.0.0.1"


def test_a_header_of_any_length_is_read_to_a_limit() -> None:
    """More hops than there can be are no hops."""
    entry = ", 10.0.0.2"
    assert str(client_address(_meta("10.0.0.1", "192.0.2.1" + entry * (LONGEST - 1)), PROXIES)) == (
        "192.0.2.1"
    )
    too_long = "192.0.2.1" + entry * LONGEST
    assert client_address(_meta("10.0.0.1", too_long), PROXIES) is None
    assert str(client_address(_meta("192.0.2.7", too_long), PROXIES)) == "192.0.2.7"
    assert client_address(_meta("", too_long), ["unix"]) is None


def test_a_proxy_on_a_unix_socket() -> None:
    """It has no address, and is trusted by the word ``unix`` alone."""
    assert str(client_address(_meta("", "192.0.2.1"), ["unix"])) == "192.0.2.1"
    assert client_address({"HTTP_X_FORWARDED_FOR": "192.0.2.1"}, PROXIES) is None
    assert client_address(_meta(""), ["unix"]) is None
    assert str(client_address(_meta("192.0.2.7", "127.0.0.1"), ["unix"])) == "192.0.2.7"


@pytest.mark.parametrize("remote", ["unix:", "unix", "@", " ", "/run/site.sock", "localhost", "%"])
def test_only_no_address_at_all_is_a_unix_socket(remote: str) -> None:
    """What cannot be read as an address is unknown, and its header believed by nobody."""
    assert client_address(_meta(remote, "192.0.2.1"), ["unix", *PROXIES]) is None


@given(
    st.text(st.characters(max_codepoint=255)),
    st.one_of(st.text(), st.from_regex(r"([0-9a-f.:%\[\] ]*,){0,40}", fullmatch=True)),
)
def test_any_header_is_read_without_an_exception(remote: str, forwarded: str) -> None:
    """Nothing that a client can send is an error of ours."""
    client_address(_meta(remote, forwarded), PROXIES)
    client_address(_meta("10.0.0.1", forwarded), [*PROXIES, "unix"])


@given(st.from_regex(r"[0-9a-f.:, ]{0,60}", fullmatch=True))
def test_the_left_is_never_believed(invented: str) -> None:
    """Whatever a client sends, the proxy's own entry is to the right of it."""
    address = client_address(_meta("10.0.0.1", f"{invented}, 192.0.2.1"), PROXIES)
    assert address is None or str(address) == "192.0.2.1"


@pytest.mark.parametrize(
    ("meta", "is_direct"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "127.8.8.8"}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "::ffff:127.0.0.1"}, True),
        ({"REMOTE_ADDR": "192.0.2.1"}, False),
        ({"REMOTE_ADDR": "0.0.0.0"}, False),
        ({"REMOTE_ADDR": ""}, False),
        ({}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": ""}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=127.0.0.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "127.0.0.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_VIA": "1.1 varnish"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED": "for=127.0.0.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_CF_CONNECTING_IP": "192.0.2.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_TRUE_CLIENT_IP": "192.0.2.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_CLIENT_IP": "192.0.2.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_CLUSTER_CLIENT_IP": "192.0.2.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FASTLY_CLIENT_IP": ""}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_CLIENT_IP": "192.0.2.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT": "*/*", "SERVER_CLIENT_IP": ""}, True),
    ],
)
def test_the_same_machine(meta: dict[str, object], is_direct: bool) -> None:
    """A proxy on the machine hands on the requests of others, and says so."""
    assert is_direct_loopback(meta) is is_direct
