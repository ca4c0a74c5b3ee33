"""Memcached servers of a cache."""

from __future__ import annotations

import ssl
from typing import Any

import pytest

from django_health.sources.caches import cache_targets
from django_health.sources.keys import probe_key
from django_health.targets import DjangoCacheTarget, MemcachedTarget, Target, TargetError

PYMEMCACHE = "django.core.cache.backends.memcached.PyMemcacheCache"
PYLIBMC = "django.core.cache.backends.memcached.PyLibMCCache"


def targets(backend: str = PYMEMCACHE, **values: Any) -> list[Target]:
    """The targets of one alias with these values."""
    return cache_targets({"x": {"BACKEND": backend, **values}})


@pytest.mark.parametrize(
    ("location", "server", "address"),
    [
        ("127.0.0.1:11212", "127.0.0.1:11212", ("127.0.0.1", 11212)),
        ("cache", "cache:11211", ("cache", 11211)),
        ("[::1]:11212", "[::1]:11212", ("::1", 11212)),
        ("[::1]", "[::1]:11211", ("::1", 11211)),
        ("unix:/run/m.sock", "/run/m.sock", "/run/m.sock"),
        ("/run/m.sock", "/run/m.sock", "/run/m.sock"),
        ([("cache", 11212)], "cache:11212", ("cache", 11212)),
    ],
)
def test_an_address_is_read_as_the_clients_read_it(
    location: object, server: str, address: object
) -> None:
    """Host and port, IPv6, and unix sockets in both writings."""
    (target,) = targets(LOCATION=location)
    assert isinstance(target, MemcachedTarget)
    assert (target.server, target.address) == (server, address)
    assert target.key == f":1:{probe_key()}"


def test_each_server_is_one_target_once() -> None:
    """A server that is listed twice is asked once."""
    found = targets(LOCATION="a:1;b:2,a:1", KEY_PREFIX="shop")
    assert [t.server for t in found if isinstance(t, MemcachedTarget)] == ["a:1", "b:2"]


def test_a_tls_context_is_handed_on() -> None:
    """OPTIONS['tls_context'] of pymemcache."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    (target,) = targets(LOCATION="a", OPTIONS={"tls_context": context})
    assert isinstance(target, MemcachedTarget)
    assert target.tls_context is context


def test_a_login_goes_through_django() -> None:
    """SASL is pylibmc's own; Django makes the key itself."""
    options = {"username": "u", "password": "canary-11", "binary": True}
    assert targets(PYLIBMC, LOCATION="a", OPTIONS=options) == [
        DjangoCacheTarget("x", PYLIBMC, probe_key())
    ]
    assert isinstance(targets(PYLIBMC, LOCATION="a")[0], MemcachedTarget)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"LOCATION": "a:port"}, r"\['LOCATION'\] must be a port"),
        ({"LOCATION": "a; b"}, r"\['LOCATION'\] has a host that cannot be one"),
        ({"LOCATION": "unix:/\udcff"}, r"\['LOCATION'\] holds a server whose name is not UTF-8"),
        ({"LOCATION": "unix://u:canary@h"}, r"\['LOCATION'\] holds a socket whose path is like"),
        ({"LOCATION": "/u:canary@h"}, r"\['LOCATION'\] holds a socket whose path is like a URL"),
        ({"LOCATION": [7]}, r"\['LOCATION'\] must hold servers"),
        ({"LOCATION": "a", "KEY_PREFIX": "my shop"}, r"\['KEY_PREFIX'\] has a space"),
        ({"LOCATION": "a", "KEY_PREFIX": "x" * 240}, r"\['KEY_PREFIX'\] is too long"),
    ],
)
def test_what_cannot_work_is_named(values: dict[str, Any], text: str) -> None:
    """Also a prefix that Memcached would refuse with every key."""
    with pytest.raises(TargetError, match=rf"^CACHES\['x'\]{text}"):
        targets(**values)
