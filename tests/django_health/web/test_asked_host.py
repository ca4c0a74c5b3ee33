"""By which names this machine may be asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.web.asked_host import is_expected_host

ALLOWED = ["shop.example", ".shop.test", "192.0.2.7"]


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LocalHost:8000",
        "localhost.",
        "shop.localhost:8000",
        "127.0.0.1",
        "127.0.0.1:8000",
        "127.8.8.8",
        "[::1]",
        "[::1]:8000",
        "[::ffff:127.0.0.1]",
        "shop.example:8000",
        "Shop.Example",
        "a.b.shop.test",
        "192.0.2.7:80",
    ],
)
def test_names_of_this_machine_and_of_the_site(host: str) -> None:
    """The loopback by any of its names, and what ``ALLOWED_HOSTS`` has."""
    assert is_expected_host({"HTTP_HOST": host}, ALLOWED)


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example",
        "attacker.example:8000",
        "localhost.attacker.example",
        "127.0.0.1.attacker.example",
        "xlocalhost",
        "xshop.example",
        "192.0.2.8",
        "[2001:db8::1]",
        "",
        " ",
        "...",
        "a b",
        "localhost/",
        "localhost,attacker.example",
        "127.0.0.1@attacker.example",
        "2130706433",
    ],
)
def test_names_of_others(host: str) -> None:
    """A page that made its own name point here is not this machine."""
    assert not is_expected_host({"HTTP_HOST": host}, ALLOWED)
    assert not is_expected_host({"HTTP_HOST": host}, [])


def test_a_star_allows_any_name() -> None:
    """As it does for Django; what is no name at all is refused."""
    assert is_expected_host({"HTTP_HOST": "attacker.example"}, ["*"])
    assert not is_expected_host({"HTTP_HOST": ""}, ["*"])


def test_no_name_at_all() -> None:
    """Every browser sends one."""
    assert is_expected_host({}, [])


@given(st.text(st.characters(max_codepoint=255)))
def test_any_header_is_read_without_an_exception(host: str) -> None:
    """Nothing that a client can send is an error of ours."""
    is_expected_host({"HTTP_HOST": host}, ALLOWED)
