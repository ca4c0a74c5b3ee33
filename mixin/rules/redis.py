"""Alerts about Redis, Valkey and what else speaks their protocol."""

from __future__ import annotations

from mixin.rules.cache_alert import (
    REDIS_LIKE,
    cache_alert,
    clients_above,
    evicted_above,
    rejected_within,
    runs,
)
from mixin.rules.redis_data import REPLICATION, SAVING
from mixin.rules.rule import Group, RuleFile, Severity
from mixin.thresholds import (
    CACHE_BLOCKED_CLIENTS,
    CACHE_EVICTIONS,
    CACHE_MEMORY,
    CONNECTIONS_CRITICAL,
    CONNECTIONS_WARNING,
)

_MEMORY = [
    cache_alert(
        name="DjangoHealthRedisMemoryHigh",
        # A server that evicts stands at its limit for good, as it is meant to; that has an alert
        # of its own. Here it is about one that will refuse writes.
        expr=f"""
            django_health_cache_memory_used_bytes / django_health_cache_memory_limit_bytes
            > {CACHE_MEMORY}
            and django_health_cache_memory_limit_bytes > 0
            {runs(REDIS_LIKE)}
            unless increase(django_health_cache_evictions_total[1d]) > 0
        """,
        severity=Severity.WARNING,
        summary="Redis at {{ $labels.server }} is short of memory",
        description="""
            {{ $labels.server }} uses {{ $value | humanizePercentage }} of its maxmemory and has not
            evicted a key for a day: with maxmemory-policy noeviction it will refuse all writes at
            100%. Find what grows, or raise maxmemory, or choose a policy that evicts.
        """,
        for_="10m",
    ),
    cache_alert(
        name="DjangoHealthRedisEvictions",
        expr=evicted_above(CACHE_EVICTIONS, REDIS_LIKE),
        severity=Severity.WARNING,
        summary="Redis at {{ $labels.server }} drops keys before their time",
        description="""
            {{ $value | humanize }} keys per second are dropped for lack of memory, sessions among
            them if they are kept there. Raise maxmemory, shorten times to live, or find who fills
            the cache.
        """,
        for_="15m",
    ),
    cache_alert(
        name="DjangoHealthRedisEvictions",
        expr=evicted_above(0, REDIS_LIKE),
        severity=Severity.INFO,
        summary="Redis at {{ $labels.server }} drops some keys before their time",
        description="""
            {{ $value | humanize }} keys per second are dropped for lack of memory. For a cache that
            is as it should be; what must not get lost, as sessions and Celery's messages, needs a
            server that does not evict.
        """,
        for_="15m",
    ),
]

_CLIENTS = [
    cache_alert(
        name="DjangoHealthRedisClientsHigh",
        expr=clients_above(CONNECTIONS_CRITICAL, REDIS_LIKE),
        severity=Severity.CRITICAL,
        summary="Redis at {{ $labels.server }} has hardly a connection left",
        description="""
            {{ $value | humanizePercentage }} of maxclients are in use; at 100% new connections of
            the application are refused. See with CLIENT LIST who holds them, restart who leaks, and
            raise maxclients meanwhile.
        """,
        keep_firing_for="5m",
    ),
    cache_alert(
        name="DjangoHealthRedisClientsHigh",
        expr=clients_above(CONNECTIONS_WARNING, REDIS_LIKE),
        severity=Severity.WARNING,
        summary="Redis at {{ $labels.server }} runs out of connections",
        description="""
            {{ $value | humanizePercentage }} of maxclients are in use. See with CLIENT LIST who
            holds them: pools that are too large, processes that leak, or clients that never left.
        """,
        for_="10m",
    ),
    cache_alert(
        name="DjangoHealthRedisRejectedConnections",
        # Of one burst the window of five minutes forgets before ten are over.
        expr=rejected_within("5m", REDIS_LIKE),
        severity=Severity.CRITICAL,
        summary="Redis at {{ $labels.server }} refuses connections again and again",
        description="""
            {{ $value | humanize }} connections were refused in five minutes, and it has gone on for
            ten, as maxclients is reached: the application fails for it. Raise maxclients now, then
            see with CLIENT LIST who holds the connections.
        """,
        for_="10m",
        keep_firing_for="5m",
    ),
    cache_alert(
        name="DjangoHealthRedisRejectedConnections",
        expr=rejected_within("15m", REDIS_LIKE),
        severity=Severity.WARNING,
        summary="Redis at {{ $labels.server }} refused connections",
        description="""
            {{ $value | humanize }} connections were refused in a quarter of an hour, as maxclients
            was reached. Compare the graph of clients with releases and traffic at that time.
        """,
        for_="2m",
    ),
    cache_alert(
        name="DjangoHealthRedisBlockedClients",
        expr=f"""
            django_health_cache_blocked_clients
            - django_health_cache_blocked_clients offset 1h
            > {CACHE_BLOCKED_CLIENTS}
        """,
        severity=Severity.INFO,
        summary="More clients than before wait in a blocking command at {{ $labels.server }}",
        description="""
            {{ $value }} clients more than an hour ago wait in BLPOP, BRPOP, XREAD, WAIT or the
            like. Workers of queues do so when they are idle; in other processes it means that
            somebody has stopped to give them work.
        """,
        for_="10m",
    ),
]

REDIS = RuleFile(
    "redis", [Group("django-health-redis", [*_MEMORY, *_CLIENTS, *REPLICATION, *SAVING])]
)
