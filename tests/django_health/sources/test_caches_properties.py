"""``CACHES`` as developers write it, and with anything in place of any value."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from django_health.sources.caches import cache_targets
from django_health.targets import FileCacheTarget, MemcachedTarget, RedisTarget, TargetError
from drawn_inputs import ANYTHING, HOSTS, PORTS, SECRET, SECRETS, WORDS, encoded, server
from fuzzing.promises import refusing

_DJANGO = "django.core.cache.backends"
SERVERS = st.lists(st.tuples(HOSTS, PORTS), min_size=1, max_size=3, unique=True)


def _redis(servers: list[tuple[str, int]], password: str, as_list: bool) -> dict[str, object]:
    urls = [f"redis://:{encoded(password)}@{server(*one)}/1" for one in servers]
    location: object = urls if as_list else ",".join(urls)
    return {"BACKEND": f"{_DJANGO}.redis.RedisCache", "LOCATION": location}


def _memcached(servers: list[tuple[str, int]], as_list: bool) -> dict[str, object]:
    texts = [server(*one) for one in servers]
    location: object = texts if as_list else ";".join(texts)
    return {"BACKEND": f"{_DJANGO}.memcached.PyMemcacheCache", "LOCATION": location}


ENTRIES = st.one_of(
    st.builds(_redis, SERVERS, SECRETS, st.booleans()),
    st.builds(_memcached, SERVERS, st.booleans()),
    st.just({"BACKEND": f"{_DJANGO}.filebased.FileBasedCache", "LOCATION": "/var/cache/app"}),
    st.just({"BACKEND": f"{_DJANGO}.locmem.LocMemCache"}),
    st.just({"BACKEND": f"{_DJANGO}.db.DatabaseCache", "LOCATION": "cache_table"}),
    st.just({"BACKEND": f"{_DJANGO}.dummy.DummyCache"}),
)
KEYS = ("BACKEND", "LOCATION", "OPTIONS", "KEY_PREFIX", "VERSION")


@given(servers=SERVERS, password=SECRETS, as_list=st.booleans())
def test_servers_are_those_of_the_location(
    servers: list[tuple[str, int]], password: str, as_list: bool
) -> None:
    """In a list or in a text, by Redis' URLs or by Memcached's addresses."""
    targets = cache_targets(
        {"r": _redis(servers, password, as_list), "m": _memcached(servers, as_list)}
    )
    found = [t for t in targets if isinstance(t, RedisTarget)]
    assert [(t.host, t.port) for t in found] == servers
    assert {t.password.reveal() for t in found} == {password}
    assert [t.address for t in targets if isinstance(t, MemcachedTarget)] == servers
    assert SECRET not in repr(targets)


@given(st.dictionaries(WORDS, ENTRIES, max_size=4))
def test_every_alias_has_a_target(caches: dict[str, dict[str, object]]) -> None:
    """In the order in which they stand, also where a cache cannot be asked from outside."""
    targets = cache_targets(caches)
    assert list(dict.fromkeys(target.alias for target in targets)) == list(caches)
    for target in targets:
        assert target.backend == caches[target.alias]["BACKEND"]
        if isinstance(target, FileCacheTarget):
            assert target.path == caches[target.alias]["LOCATION"]


@given(entry=ENTRIES, key=st.sampled_from(KEYS), value=ANYTHING)
def test_whatever_stands_there_by_mistake_is_named(
    entry: dict[str, object], key: str, value: object
) -> None:
    """Only the documented error, at the very place, and without what was found there."""
    # A key is made of the prefix and the version, and a URL may need what is in the options.
    places = tuple(f"CACHES['shop']['{place}']" for place in (key, "LOCATION", "KEY_PREFIX"))
    with refusing(TargetError, start=places):
        cache_targets({"shop": {**entry, key: value}})


@given(option=st.sampled_from(["db", "port", "host", "username", "password"]), value=ANYTHING)
def test_an_option_by_mistake_is_named(option: str, value: object) -> None:
    """Those of Redis that are read are validated like the rest."""
    entry = {"BACKEND": f"{_DJANGO}.redis.RedisCache", "LOCATION": "redis://"}
    with refusing(TargetError, start=f"CACHES['shop']['OPTIONS']['{option}']"):
        cache_targets({"shop": {**entry, "OPTIONS": {option: value}}})
