"""Redis servers of a cache: Django's own backend and django-redis."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st
from redis.connection import parse_url

from django_health.sources.caches import cache_targets
from django_health.sources.keys import probe_key
from django_health.targets import DjangoCacheTarget, RedisTarget, Secret, TargetError

DJANGO = "django.core.cache.backends.redis.RedisCache"
DJANGO_REDIS = "django_redis.cache.RedisCache"
CANARY = "canary-93d0"


def targets(backend: str = DJANGO, **values: Any) -> list[RedisTarget]:
    """The targets of one alias, all of them Redis servers."""
    found = cache_targets({"x": {"BACKEND": backend, **values}})
    return [target for target in found if isinstance(target, RedisTarget)]


def only(location: str, **options: object) -> RedisTarget:
    """The target of a single location of Django's own backend."""
    (target,) = targets(LOCATION=[location], OPTIONS=options)
    return target


def test_every_part_of_a_url_arrives() -> None:
    """User, password, host, port, number and TLS; the key with prefix and version."""
    (target,) = targets(
        LOCATION=f"rediss://app:{CANARY}%40@Cache:6380/2?ssl_cert_reqs=none",
        KEY_PREFIX="shop",
        VERSION=2,
    )
    assert target == RedisTarget(
        alias="x",
        backend=DJANGO,
        server="cache:6380",
        host="cache",
        port=6380,
        database=2,
        user="app",
        password=Secret(f"{CANARY}@"),
        tls=True,
        options={"ssl_cert_reqs": "none"},
        key=f"shop:2:{probe_key()}",
    )
    assert CANARY not in repr(target)


def test_a_unix_socket_has_its_number_in_the_query() -> None:
    """The label is the path, without the credentials before it."""
    target = only(f"unix://app:{CANARY}@/run/redis.sock?db=3")
    assert (target.server, target.unix_socket) == ("/run/redis.sock", "/run/redis.sock")
    assert (target.host, target.database, target.user) == ("", 3, "app")


def test_ipv6_is_in_brackets_in_the_label_alone() -> None:
    """The driver wants the bare address."""
    target = only("redis://[::1]/1")
    assert (target.server, target.host, target.port) == ("[::1]:6379", "::1", 6379)


def test_options_fill_what_the_url_leaves_out() -> None:
    """And the URL wins, as with redis-py."""
    options = {"db": 4, "username": "o", "password": CANARY, "host": "h", "ssl_ca_certs": "/ca"}
    assert only("redis://", **options) == RedisTarget(
        alias="x",
        backend=DJANGO,
        server="h:6379",
        host="h",
        database=4,
        user="o",
        password=Secret(CANARY),
        options={"ssl_ca_certs": "/ca"},
        key=f":1:{probe_key()}",
    )
    target = only("redis://u:p@g:1/5?db=6", **options)
    assert (target.user, target.password.reveal(), target.server) == ("u", "p", "g:1")
    assert target.database == 6


_TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12
)


@given(user=_TEXT, password=_TEXT, number=st.integers(0, 15), tls=st.booleans())
def test_a_well_formed_url_means_what_redis_py_takes_it_for(
    user: str, password: str, number: int, tls: bool
) -> None:
    """Whatever the credentials hold, percent-encoded."""
    scheme = "rediss" if tls else "redis"
    url = f"{scheme}://{quote(user, '')}:{quote(password, '')}@host:7000/{number}"
    theirs = parse_url(url)  # type: ignore[no-untyped-call,unused-ignore]
    ours = only(url)
    assert ours.user == theirs["username"]
    assert ours.password.reveal() == theirs["password"]
    assert (ours.host, ours.port) == (theirs["host"], theirs["port"])
    assert ours.database == theirs["db"]
    assert ours.tls == (theirs.get("connection_class") is redis.SSLConnection)


@pytest.mark.parametrize("location", ["redis://a,redis://b;redis://a", ["redis://a", "redis://b"]])
def test_the_first_is_written_and_the_others_are_only_read(location: object) -> None:
    """A server that is listed twice is asked once."""
    found = targets(LOCATION=location)
    assert [(t.host, t.read_only) for t in found] == [("a", False), ("b", True)]


@pytest.mark.parametrize("backend", [DJANGO, DJANGO_REDIS])
def test_locations_on_one_server_are_told_apart_by_their_labels(backend: str) -> None:
    """What differs in database or login is a target of its own, and its label is, too."""
    urls = ["redis://h/0", "redis://h/99", f"redis://:{CANARY}@h/99", "redis://h/0", "redis://u@h"]
    found = targets(backend, LOCATION=[*urls, "redis://g/1", "unix:///s?db=1", "unix:///s?db=2"])
    assert [(t.server, t.database, bool(t.password), t.read_only) for t in found] == [
        ("h:6379", 0, False, False),
        ("h:6379/99", 99, False, True),
        ("h:6379/99#2", 99, True, True),
        ("h:6379/0", 0, False, True),
        ("g:6379", 1, False, True),
        ("/s", 1, False, True),
        ("/s/2", 2, False, True),
    ]
    assert {t.host for t in found} == {"h", "g", ""}


def test_django_redis_has_options_of_its_own() -> None:
    """Credentials, TLS arguments and several locations."""
    found = targets(
        DJANGO_REDIS,
        LOCATION="redis://a:1/1,redis://b:2/1",
        OPTIONS={
            "PASSWORD": CANARY,
            "USERNAME": "app",
            "SOCKET_TIMEOUT": 1,
            "CONNECTION_POOL_KWARGS": {"ssl_cert_reqs": None, "max_connections": 5},
        },
    )
    assert [(t.server, t.read_only) for t in found] == [("a:1", False), ("b:2", True)]
    assert {t.user for t in found} == {"app"}
    assert {t.password.reveal() for t in found} == {CANARY}
    assert [t.options for t in found] == [{"ssl_cert_reqs": None}] * 2


def test_every_shard_is_written() -> None:
    """The sharding client of django-redis has no replicas."""
    options = {"CLIENT_CLASS": "django_redis.client.ShardClient"}
    found = targets(DJANGO_REDIS, LOCATION=["redis://a", "redis://b"], OPTIONS=options)
    assert [t.read_only for t in found] == [False, False]


@pytest.mark.parametrize(
    ("backend", "options"),
    [
        (DJANGO, {"pool_class": "redis.sentinel.SentinelConnectionPool"}),
        (DJANGO_REDIS, {"CLIENT_CLASS": "django_redis.client.SentinelClient"}),
        (DJANGO_REDIS, {"CONNECTION_FACTORY": "django_redis.pool.SentinelConnectionFactory"}),
        (DJANGO_REDIS, {"REDIS_CLIENT_CLASS": "redis.cluster.RedisCluster"}),
    ],
)
def test_what_finds_its_servers_elsewhere_goes_through_django(
    backend: str, options: dict[str, object]
) -> None:
    """Sentinels and clusters: Django makes the key itself."""
    caches = {"x": {"BACKEND": backend, "LOCATION": "redis://main", "OPTIONS": options}}
    assert cache_targets(caches) == [DjangoCacheTarget("x", backend, probe_key())]


def test_the_usual_pools_are_no_hindrance() -> None:
    """A pool is given by its path or by its class."""
    for pool in ("redis.BlockingConnectionPool", redis.BlockingConnectionPool):
        assert only("redis://a", pool_class=pool).host == "a"


@pytest.mark.parametrize(
    ("location", "text"),
    [
        ("", "must be a server"),
        (CANARY, "is not a URL"),
        (f"memcached://:{CANARY}@h", "must begin with redis://"),
        (f"redis://:{CANARY}/x@h", "cannot be taken apart"),
        (f"redis://:{CANARY}#x@h", "cannot be taken apart"),
        (f"redis://:x,{CANARY}@h", "has a port that is no number"),
        ("redis://h/0?db=x", "has a db that is no number"),
        (f"redis://h/{'9' * 5000}", "has a db that is no number"),
        ([f"redis://:{CANARY}@a,b"], "names several hosts"),
        ([7], "must hold URLs"),
        ("unix://", "names no socket"),
        (f"unix:///:{CANARY}@h/0", "has an @ in the path of its socket"),
    ],
)
def test_what_cannot_work_is_named_and_not_repeated(location: object, text: str) -> None:
    """The error names the place and holds nothing of the URL."""
    with pytest.raises(TargetError, match=rf"^CACHES\['x'\]\['LOCATION'\] {text}") as caught:
        targets(LOCATION=location)
    assert CANARY not in str(caught.value)
