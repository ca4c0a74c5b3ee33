"""Caches that answer and are not at ease."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from fault_proxy import Fault, FaultProxy
from live_exporter import Exporter
from live_servers import Memcached, Redis
from mixin_stand.stand import Stand
from mixin_stand.strains import busy_memcached, busy_redis
from mixin_stand.strains.daemons import configured, folder, wait_until_scraped, watched
from mixin_stand.strains.strain import Strain, Then, fired

_TAKES_DEBUG = ["--enable-debug-command", "local"]


def _url(server: Redis | FaultProxy, user: str = "") -> str:
    return f"redis://{user}{server.host}:{server.port}/0"


@contextmanager
def _caches(stand: Stand) -> Iterator[Then]:
    """Each in its own way; one is down now and then, and one is read-only."""
    with ExitStack() as inside:
        enter = inside.enter_context
        full, strained = enter(Redis()), enter(Redis(arguments=_TAKES_DEBUG))
        small = enter(Memcached(arguments=busy_memcached.ARGUMENTS))
        door = enter(FaultProxy((full.host, full.port)))
        busy_redis.restrict(full)
        urls = {
            "full": _url(full),
            "kept": _url(full, f"{busy_redis.GUEST}:any@"),
            "strained": _url(strained),
            "following": _url(enter(busy_redis.left_alone())),
            "flapping": _url(door),
            "loading": _url(enter(busy_redis.loading())),
            "small": f"memcached://{small.host}:{small.port}",
        }
        directory = folder(stand, "caches")
        flags = configured(directory, caches={name: {"url": url} for name, url in urls.items()})
        enter(watched(stand, "caches", Exporter(directory, flags)))

        def strain() -> None:
            wait_until_scraped(stand, "caches")
            busy_redis.fill(full, 0.95)
            busy_redis.miss(full, 5000)
            busy_redis.evict(strained, 12_000)
            busy_redis.fail_to_save(strained)
            busy_memcached.evict(small)
            enter(busy_memcached.crowded(small))
            enter(busy_redis.busy(strained))
            enter(_flapping(door))

        yield strain


@contextmanager
def _flapping(door: FaultProxy) -> Iterator[None]:
    """Shut it and open it again and again."""
    is_over = threading.Event()

    def go_on() -> None:
        while not is_over.wait(1.2):
            door.set(Fault.REFUSE if door.fault is Fault.NONE else Fault.NONE)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


STRAINS = (
    Strain(
        _caches,
        (
            fired("CacheFlapping"),
            fired("CacheHitRatioLow"),
            fired("CacheMissingPrivileges"),
            fired("CacheSlow"),
            fired("MemcachedConnectionsHigh", severity="critical"),
            fired("MemcachedEvictionsHigh"),
            fired("MemcachedRejectedConnections", severity="critical"),
            fired("RedisEvictions", severity="warning"),
            fired("RedisLoading"),
            fired("RedisMemoryHigh"),
            fired("RedisReplicationLag"),
            fired("RedisSaveFailed"),
        ),
    ),
)
