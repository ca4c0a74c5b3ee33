"""Of caches: their board, and the alerts of Redis and Memcached."""

from __future__ import annotations

from mixin_queries.mark import Mark, ill, past
from mixin_queries.marks.reasons import FULL, HOURS, SERVER

MARKS: tuple[Mark, ...] = (
    ill("dhe-caches/Health/What is wrong/[AC]", "no cache fails"),
    past("dhe-caches/Health/What is wrong/D", "an alert tells more of what warns here", may=True),
    ill("dhe-caches/Health/Lost masters/A", "no cache can be well on a server that follows"),
    ill("dhe-caches/Health/All caches and their servers/B", "no cache has a reason to fail"),
    ill("dhe-caches/Problems/Reasons over time/A", "no cache has a reason to fail"),
    ill("dhe-caches/Problems/Must not be so/A", "no link to a master is lost"),
    past("dhe-caches/Problems/Must not be so/[BC]", SERVER),
    past("dhe-caches/Health/Least hits/A", "hardly enough is read for a share", may=True),
    past("dhe-caches/Health/All caches and their servers/G", "as little is read", may=True),
    past("dhe-caches/Space & maintenance/Hidden figures/A", "nothing is kept from the user"),
    past("dhe-caches/Redis/Silence of the master/A", "a link that is lost tells no seconds"),
    past("caches.yaml/DjangoHealthCacheFlapping/*", HOURS),
    past("caches.yaml/DjangoHealthCacheMissing/*", HOURS),
    past("caches.yaml/DjangoHealthCacheSlow/*", SERVER),
    past("caches.yaml/DjangoHealthCacheHitRatioLow/*", FULL),
    past("caches.yaml/DjangoHealthCacheTableRowsExpired/*", HOURS),
    past("caches.yaml/DjangoHealthCacheMissingPrivileges/*", "nothing is kept from the user"),
    past("caches.yaml/DjangoHealthCacheServerRestarted/*", HOURS),
    past("memcached.yaml/*", FULL),
    past("redis.yaml/DjangoHealthRedisMemoryHigh/*", "what is full here drops keys"),
    past("redis.yaml/DjangoHealthRedisEvictions/warning", HOURS),
    past("redis.yaml/DjangoHealthRedisBlockedClients/*", HOURS),
    past("redis.yaml/DjangoHealthRedisReplicationLag/*", HOURS),
    past("redis.yaml/DjangoHealthRedisReplicaCountDropped/*", HOURS),
    past("redis.yaml/DjangoHealthRedisSave*", SERVER),
    past("redis.yaml/DjangoHealthRedisLoading/*", SERVER),
)
