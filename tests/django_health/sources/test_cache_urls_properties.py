"""Cache URLs made from their grammar, and the same with a slip."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from django_health.sources.cache_urls import cache_from_url
from django_health.sources.caches import targets_of_cache
from django_health.targets import MemcachedTarget, RedisTarget, TargetError
from drawn_inputs import HOSTS, PORTS, SECRET, SECRETS, TEXTS, WORDS, encoded, mangled, server
from fuzzing.promises import refusing

SERVERS = st.lists(st.tuples(HOSTS, PORTS), min_size=1, max_size=3, unique=True)
URLS = st.builds(
    lambda scheme, user, password, servers, number: (
        f"{scheme}://{encoded(user)}:{encoded(password)}@"
        f"{','.join(server(*one) for one in servers)}/{number}?key_prefix=shop"
    ),
    *(st.sampled_from(["redis", "rediss"]), TEXTS, SECRETS, SERVERS, st.integers(0, 15)),
)


@given(
    user=TEXTS,
    password=SECRETS,
    servers=SERVERS,
    number=st.integers(0, 15),
    prefix=WORDS,
    version=st.integers(0, 99),
)
def test_a_redis_url_means_what_it_was_made_of(
    user: str,
    password: str,
    servers: list[tuple[str, int]],
    number: int,
    prefix: str,
    version: int,
) -> None:
    """A target per server; they share user, password and database, and none shows the password."""
    listed = ",".join(server(*one) for one in servers)
    credentials = f"{encoded(user)}:{encoded(password)}"
    query = f"key_prefix={prefix}&version={version}"
    settings = cache_from_url(f"redis://{credentials}@{listed}/{number}?{query}", "CACHE_URL")
    targets = targets_of_cache("default", settings, "CACHE_URL")
    assert [target.server for target in targets if isinstance(target, RedisTarget)] == [
        server(*one) for one in servers
    ]
    for target in targets:
        assert isinstance(target, RedisTarget)
        assert (target.user, target.password.reveal()) == (user, password)
        assert target.database == number
        assert target.key.startswith(f"{prefix}:{version}:")
        assert SECRET not in repr(target)


@given(SERVERS)
def test_a_memcached_url_means_what_it_was_made_of(servers: list[tuple[str, int]]) -> None:
    """A target per server."""
    settings = cache_from_url(f"memcached://{','.join(server(*one) for one in servers)}", "X")
    targets = targets_of_cache("default", settings, "X")
    addresses = [target.address for target in targets if isinstance(target, MemcachedTarget)]
    assert addresses == servers


@given(mangled(URLS))
def test_a_slip_is_an_error_of_one_line_or_another_url(url: str) -> None:
    """The place is named, and nothing of the password told, wherever the slip is."""
    with refusing(TargetError, start="CACHE_URL"):
        targets_of_cache("default", cache_from_url(url, "CACHE_URL"), "CACHE_URL")
