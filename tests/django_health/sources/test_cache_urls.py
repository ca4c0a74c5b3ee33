"""Cache URLs to dictionaries as in CACHES."""

from __future__ import annotations

import pytest

from django_health.sources.cache_urls import cache_from_url
from django_health.sources.caches import cache_targets
from django_health.targets import MemcachedTarget, RedisTarget, Secret, TargetError

PACKAGE = "django.core.cache.backends"
REDIS = f"{PACKAGE}.redis.RedisCache"
MEMCACHED = f"{PACKAGE}.memcached.PyMemcacheCache"
CANARY = "canary-41aa"


@pytest.mark.parametrize(
    ("url", "backend", "location"),
    [
        ("redis://:p%40@h:1/2", REDIS, ["redis://:p%40@h:1/2"]),
        ("rediss://h/1?ssl_cert_reqs=none", REDIS, ["rediss://h/1?ssl_cert_reqs=none"]),
        ("rediscache://u:p@a:1,b:2/3", REDIS, ["redis://u:p@a:1/3", "redis://u:p@b:2/3"]),
        ("unix:///run/r.sock?db=1", REDIS, ["unix:///run/r.sock?db=1"]),
        ("redis+socket:///run/r.sock?virtual_host=2", REDIS, ["unix:///run/r.sock?db=2"]),
        ("redis:///run/r.sock", REDIS, ["unix:///run/r.sock"]),
        ("redis:///3", REDIS, ["redis:///3"]),
        ("memcached://a,b:1,[::1]", MEMCACHED, ["a:11211", "b:1", "[::1]:11211"]),
        ("memcache://a", MEMCACHED, ["a:11211"]),
        ("pymemcache://a", MEMCACHED, ["a:11211"]),
        ("pylibmc://a", f"{PACKAGE}.memcached.PyLibMCCache", ["a:11211"]),
        ("memcached:///tmp/m.sock", MEMCACHED, ["unix:/tmp/m.sock"]),
        ("memcached://", MEMCACHED, ["127.0.0.1:11211"]),
        ("locmem://", f"{PACKAGE}.locmem.LocMemCache", ""),
        ("locmemcache://name", f"{PACKAGE}.locmem.LocMemCache", "name"),
        ("dummy://", f"{PACKAGE}.dummy.DummyCache", ""),
        ("dummycache://", f"{PACKAGE}.dummy.DummyCache", ""),
        ("db://table", f"{PACKAGE}.db.DatabaseCache", "table"),
        ("dbcache://Table", f"{PACKAGE}.db.DatabaseCache", "Table"),
        ("file:///var/a%20b", f"{PACKAGE}.filebased.FileBasedCache", "/var/a b"),
        ("filecache:///var/c", f"{PACKAGE}.filebased.FileBasedCache", "/var/c"),
    ],
)
def test_a_url_is_what_caches_would_hold(url: str, backend: str, location: object) -> None:
    """In the forms that Django users know; and each becomes targets."""
    found = cache_from_url(url, "CACHE_URL")
    assert found == {"BACKEND": backend, "LOCATION": location}
    assert cache_targets({"x": found})


def test_settings_of_the_cache_are_taken_from_the_query() -> None:
    """Prefix, version and timeout; the rest stays with the connection."""
    found = cache_from_url("redis://h?key_prefix=shop&version=2&timeout=60&db=4", "X")
    assert found == {
        "BACKEND": REDIS,
        "LOCATION": ["redis://h?db=4"],
        "KEY_PREFIX": "shop",
        "VERSION": 2,
        "TIMEOUT": "60",
    }
    (target,) = cache_targets({"x": found})
    assert isinstance(target, RedisTarget)
    assert target.key.startswith("shop:2:")
    assert cache_from_url("locmem://?prefix=p", "X")["KEY_PREFIX"] == "p"


def test_several_servers_are_several_targets() -> None:
    """Redis: the first is written; Memcached: all are."""
    redis = cache_targets({"x": cache_from_url("redis://:p@a,b/1", "X")})
    assert [(t.server, t.read_only) for t in redis if isinstance(t, RedisTarget)] == [
        ("a:6379", False),
        ("b:6379", True),
    ]
    assert [t.password for t in redis if isinstance(t, RedisTarget)] == [Secret("p"), Secret("p")]
    memcached = cache_targets({"x": cache_from_url("memcached://a,b", "X")})
    assert [t.server for t in memcached if isinstance(t, MemcachedTarget)] == [
        "a:11211",
        "b:11211",
    ]


@pytest.mark.parametrize(
    ("url", "text"),
    [
        (f"http://u:{CANARY}@h", "begins with an unknown scheme: use one of db, dbcache"),
        (f"redis://:{CANARY},x@h/1", "has a comma before its first host"),
        (f"redis://:a@{CANARY},x@h/1", "has a comma before its first host"),
        (f"redis://:{CANARY}#@h/1", "cannot be taken apart"),
        (f"memcached://u:{CANARY}@h", "has a user name or password"),
        (f"file://u:{CANARY}@h/0", "has a user name or password"),
        (f"db://u:{CANARY}", "has a host or a port, which this scheme does not take"),
        (f"memcached:///u:{CANARY}@h", "has a path like a user name and a password"),
        (f"locmem:///u:{CANARY}@h", "has a path like a user name and a password"),
        ("memcached://h/prefix", "has a path after its hosts"),
        ("redis://h?version=x", "has a version that is no whole number"),
        (f"redis://h?version={'9' * 5000}", "has a version that is no whole number"),
    ],
)
def test_a_bad_url_is_named_and_not_repeated(url: str, text: str) -> None:
    """By the variable that holds it, with the remedy."""
    with pytest.raises(TargetError, match=f"^CACHE_URL_X {text}") as caught:
        cache_from_url(url, "CACHE_URL_X")
    assert CANARY not in str(caught.value)
