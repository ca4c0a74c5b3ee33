"""Of caches: their board, and the alerts of Redis and Memcached."""

from __future__ import annotations

from mixin_queries.mark import Mark, ill, strained, stretched
from mixin_queries.marks.reasons import BEFORE, LITTLE

MARKS: tuple[Mark, ...] = (
    ill("dhe-caches/Health/What is wrong/[AC]", "no cache fails"),
    strained("dhe-caches/Health/What is wrong/B", "nothing is critical and answers"),
    strained("dhe-caches/Health/What is wrong/D", "no cache warns"),
    ill("dhe-caches/Health/Lost masters/A", "no cache can be well on a server that follows"),
    ill("dhe-caches/Health/All caches and their servers/B", "no cache has a reason to fail"),
    ill("dhe-caches/Problems/Reasons over time/A", "no cache has a reason to fail"),
    ill("dhe-caches/Problems/Must not be so/A", "no link to a master is lost"),
    strained("dhe-caches/Problems/Must not be so/B", "what is to be saved can be"),
    strained("dhe-caches/Problems/Must not be so/C", "all was loaded long ago"),
    strained("dhe-caches/Health/Least hits/A", "hardly enough is read for a share", may=True),
    strained("dhe-caches/Health/All caches and their servers/G", "as little is read", may=True),
    strained("dhe-caches/Space & maintenance/Hidden figures/A", "the user may see all"),
    strained("dhe-caches/Redis/Silence of the master/A", "no cache is on a server that follows"),
    strained("caches.yaml/DjangoHealthCacheFlapping/*", "none comes and goes"),
    strained("caches.yaml/DjangoHealthCacheMissing/*", "none was taken out of the settings"),
    strained("caches.yaml/DjangoHealthCacheSlow/*", "no command takes long"),
    strained("caches.yaml/DjangoHealthCacheHitRatioLow/*", LITTLE),
    stretched("caches.yaml/DjangoHealthCacheTableRowsExpired/*", BEFORE),
    strained("caches.yaml/DjangoHealthCacheMissingPrivileges/*", "the user may see all"),
    strained("caches.yaml/DjangoHealthCacheServerRestarted/*", "none was started anew"),
    strained("memcached.yaml/*", LITTLE),
    strained("redis.yaml/DjangoHealthRedisMemoryHigh/*", "there is room"),
    strained("redis.yaml/DjangoHealthRedisEvictions/warning", LITTLE),
    stretched("redis.yaml/DjangoHealthRedisBlockedClients/*", BEFORE),
    strained("redis.yaml/DjangoHealthRedisReplicationLag/*", "the master is heard"),
    stretched("redis.yaml/DjangoHealthRedisReplicaCountDropped/*", BEFORE),
    strained("redis.yaml/DjangoHealthRedisSaveFailed/*", "what is to be saved can be"),
    stretched("redis.yaml/DjangoHealthRedisSaveOld/*", BEFORE),
    strained("redis.yaml/DjangoHealthRedisLoading/*", "all was loaded long ago"),
)
