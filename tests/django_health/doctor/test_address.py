"""Where the checks ask, as far as it is on a network."""

from __future__ import annotations

import pytest

from django_health.doctor.address import Address, addresses
from django_health.settings import HealthSettings, settings_from
from django_health.targets import (
    MemcachedTarget,
    MySQLTarget,
    PostgreSQLTarget,
    RedisTarget,
    SQLiteTarget,
    Target,
)


@pytest.mark.parametrize(
    ("target", "address"),
    [
        (PostgreSQLTarget("a", "pg", host="db"), Address("db", 5432)),
        (PostgreSQLTarget("a", "pg", host="db", port=6000), Address("db", 6000)),
        (PostgreSQLTarget("a", "pg"), None),
        (PostgreSQLTarget("a", "pg", host="/run/postgresql"), None),
        (PostgreSQLTarget("a", "pg", host="one,two"), None),
        (MySQLTarget("a", "my"), Address("127.0.0.1", 3306)),
        (MySQLTarget("a", "my", host="/run/mysqld.sock"), None),
        (SQLiteTarget("a", "sqlite", name="/a.db"), None),
    ],
)
def test_databases(target: Target, address: Address | None) -> None:
    """The driver's own ports; no unix sockets."""
    assert addresses([target], HealthSettings()).get("database/a") == address


def test_caches() -> None:
    """By server."""
    found = addresses(
        [
            RedisTarget("a", "redis", server="h:6380", host="h", port=6380),
            RedisTarget("a", "redis", server="/s", unix_socket="/s"),
            MemcachedTarget("b", "mem", "m:11211", ("m", 11211)),
            MemcachedTarget("b", "mem", "/m", "/m"),
        ],
        HealthSettings(),
    )
    assert found == {"cache/a/h:6380": Address("h", 6380), "cache/b/m:11211": Address("m", 11211)}


def test_declarations() -> None:
    """The ports that their protocols have."""
    settings = settings_from(
        {
            "http": {"a": {"url": "https://u:canary@h/x"}, "b": {"url": "http://[::1]:8000/"}},
            "smtp": {"a": {"host": "m", "security": "starttls"}, "django": {}},
            "tcp": {"a": {"host": "t", "port": 9}},
        },
        "here",
    )
    assert addresses([], settings) == {
        "http/a": Address("h", 443),
        "http/b": Address("::1", 8000),
        "smtp/a": Address("m", 587),
        "tcp/a": Address("t", 9),
    }


def test_words() -> None:
    """A host that may be something else is not shown."""
    assert Address("db", 5432).words == "db:5432"
    assert Address("::1", 1).words == "[::1]:1"
    assert Address("canary@h", 1).words == "***:1"
