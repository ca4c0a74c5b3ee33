"""Addresses to listen on, made from their grammar, and any other text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from django_health_exporter.web.listening.sockets import ListenError, check_address, split_address
from drawn_inputs import HOSTS, mangled, server
from fuzzing.promises import NO_SECRET, refusing

PORTS = st.integers(0, 65535)


@given(host=st.one_of(st.just(""), HOSTS), port=PORTS)
def test_an_address_is_host_and_port(host: str, port: int) -> None:
    """An empty host stands for all interfaces."""
    assert split_address(server(host, port)) == (host, port)


@given(st.one_of(st.text(max_size=100), mangled(st.builds(server, HOSTS, PORTS))))
def test_any_other_text_is_refused_with_the_forms(address: str) -> None:
    """In one line, which names the flag."""
    with refusing(ListenError, secret=NO_SECRET, start="--web.listen-address "):
        host, port = split_address(address)
        assert 0 <= port <= 65535
        assert host in address
        check_address(address)


@given(st.one_of(st.text(max_size=100), mangled(st.sampled_from(["unix:/run/x", "unix:///y/z"]))))
def test_any_text_is_an_address_or_refused_in_one_line(address: str) -> None:
    """Also what looks like a unix socket."""
    with refusing(ListenError, secret=NO_SECRET, start="--web.listen-address "):
        check_address(address)
