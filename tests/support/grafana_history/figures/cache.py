"""What is told of caches: two of Redis, of which one follows, Memcached, a folder and a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grafana_history.ground import HORIZON, SECOND, SERVERS, TARGETS, Ground, Series
from grafana_history.shapes import (
    Shape,
    climbing,
    counting,
    either,
    filling,
    since,
    steady,
    whole,
    wobbling,
)
from grafana_history.span import Span, one_of

_PREFIX = "django_health_cache_"
_BACKENDS = {
    "default": ("redis", "7.0.15"),
    "replica": ("redis", "7.0.15"),
    "sessions": ("memcached", "1.6.18"),
    "pages": ("files", ""),
    "table": ("database", "15.18"),
}
_LIMIT = 512 * 1024**2


def figures(ground: Ground) -> Iterator[Series]:
    """Return their series."""
    for cache in TARGETS["cache"]:
        backend, version = _BACKENDS[cache]
        yield _one(cache, "info", steady(1), backend=backend, version=version)
        yield _one(cache, "keys", whole(wobbling(42000, ground.instance + cache, 0.2)))
        for operation in ("set", "get", "delete"):
            quick = wobbling(0.0004, f"{ground.instance}/{cache}/{operation}", 0.5)
            took = either(quick, steady(0.3), ground.when("cache", cache, "slow"))
            yield _one(cache, "operation_seconds", took, operation=operation)
        if cache in SERVERS:
            yield from _server(ground, cache)
        if backend == "redis":
            yield from _redis(ground, cache)
    few = wobbling(900, ground.instance, 0.5)
    rows = ground.when("cache", "table", "rows")
    yield _one("table", "expired_rows", whole(either(few, climbing(rows, 2, 900), rows)))
    yield _one("pages", "size_bytes", whole(wobbling(3e8, ground.instance, 0.1)))


def _one(cache: str, name: str, shape: Shape, **labels: str) -> Series:
    own = {"cache": cache, "server": SERVERS.get(cache, ""), **labels}
    return Series(_PREFIX + name, own, shape, ("cache", cache))


def _server(ground: Ground, cache: str) -> Iterator[Series]:
    seed = f"{ground.instance}/{cache}"
    spans = ground.of("cache", cache)
    full = ground.when("cache", cache, "full")
    limit = ground.when("cache", cache, "limit")
    ill = [span for span in spans if not span.warning]
    labels = {"cache": cache, "server": SERVERS[cache]}
    up = either(steady(1), steady(0), ill)
    yield Series(f"{_PREFIX}server_up", labels, up)
    if cache == "sessions":
        other = either(up, steady(0), ground.of("cache", SECOND))
        yield Series(f"{_PREFIX}server_up", {"cache": cache, "server": SECOND}, other)
    share = filling(0.62, 0.985, [*full, *limit], seed)
    yield _one(cache, "memory_used_bytes", whole(lambda at: (share(at) or 0) * _LIMIT))
    yield _one(cache, "memory_limit_bytes", steady(_LIMIT))
    yield _one(cache, "hits_total", counting(300, -HORIZON, full, -150))
    yield _one(cache, "misses_total", counting(12, -HORIZON, full, 140))
    yield _one(cache, "evictions_total", counting(0, -HORIZON, full, 35))
    yield _one(cache, "expired_keys_total", counting(4, -HORIZON))
    clients = either(wobbling(48, seed, 0.2), wobbling(970, seed, 0.02), full)
    yield _one(cache, "connected_clients", whole(clients))
    yield _one(cache, "max_clients", steady(1000))
    yield _one(cache, "rejected_connections_total", counting(0, -HORIZON, full, 0.3))
    restarted = ground.when("cache", cache, "restarted")
    yield _one(cache, "start_timestamp_seconds", since(restarted, ground.end, -20 * 86400))


def _redis(ground: Ground, cache: str) -> Iterator[Series]:
    broken = ground.when("cache", cache, "link")
    full = ground.when("cache", cache, "full")
    follows = cache == "replica"
    yield _one(cache, "blocked_clients", either(steady(0), steady(14), full))
    yield _one(cache, "is_replica", steady(float(follows)))
    lonely = ground.when("cache", cache, "limit")
    yield _one(cache, "replicas", either(steady(float(not follows)), steady(0), lonely))
    if follows:
        yield _one(cache, "replication_link_up", either(steady(1), steady(0), broken))
        yield _one(cache, "replication_lag_seconds", climbing(broken, start=1))
    unsaved = [*full, *ground.when("cache", cache, "unsaved")]
    yield _one(cache, "last_save_timestamp_seconds", _saved(ground, unsaved))
    yield _one(cache, "last_save_ok", either(steady(1), steady(0), full))
    loading = ground.when("cache", cache, "loading")
    yield _one(cache, "loading", either(steady(0), steady(1), loading))
    yield _one(cache, "missing_privileges", steady(float(follows)))


def _saved(ground: Ground, spans: Sequence[Span]) -> Shape:
    def value(at: float) -> float:
        span = one_of(spans, at)
        return ground.end + (at if span is None else span.since) // 900 * 900

    return value
