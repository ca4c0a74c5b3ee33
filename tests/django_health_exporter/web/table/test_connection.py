"""Whose connection it is."""

from __future__ import annotations

import socket

import pytest

from django_health_exporter.web.table.connection import LOCAL, address_of, group_of
from open_connections import clients, on_a_loop


@pytest.mark.parametrize(
    ("family", "address", "expected"),
    [
        (socket.AF_INET, ("192.0.2.1", 4711), "192.0.2.1"),
        (socket.AF_INET6, ("2001:db8::1", 4711, 0, 0), "2001:db8::1"),
        (socket.AF_UNIX, "", LOCAL),
        (socket.AF_UNIX, b"", LOCAL),
    ],
)
def test_the_address_of_a_client(family: int, address: object, expected: str) -> None:
    """It is the host; clients of a unix socket have none."""
    assert address_of(family, address) == expected


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:0:0:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        (LOCAL, LOCAL, True),
        (LOCAL, "192.0.2.1", False),
    ],
)
def test_whose_connections_count_together(one: str, other: str, together: bool) -> None:
    """Those of an IPv4 address; those of an IPv6 network, of which one client has a whole."""
    assert (group_of(one) == group_of(other)) is together


@on_a_loop
async def test_it_is_told_by_its_address() -> None:
    """In tornado's own messages too."""
    with clients() as ground:
        assert str(ground.come("192.0.2.1")) == "192.0.2.1"
        assert str(ground.come(LOCAL)) == "a unix socket"
