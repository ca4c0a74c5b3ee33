"""Alerts about Memcached.

There is none about its memory: a Memcached that is in use fills all of it, and then evicts.
"""

from __future__ import annotations

from mixin.rules.cache_alert import (
    MEMCACHED_ONLY,
    cache_alert,
    clients_above,
    evicted_above,
    rejected_within,
)
from mixin.rules.rule import Group, RuleFile, Severity
from mixin.thresholds import CACHE_EVICTIONS, CONNECTIONS_CRITICAL, CONNECTIONS_WARNING

_ALERTS = [
    cache_alert(
        name="DjangoHealthMemcachedConnectionsHigh",
        expr=clients_above(CONNECTIONS_CRITICAL, MEMCACHED_ONLY),
        severity=Severity.CRITICAL,
        summary="Memcached at {{ $labels.server }} has hardly a connection left",
        description="""
            {{ $value | humanizePercentage }} of the connections are in use; at 100% new ones are
            closed at once. See with stats conns who holds them, restart who leaks, and give
            memcached a higher -c.
        """,
        keep_firing_for="5m",
    ),
    cache_alert(
        name="DjangoHealthMemcachedConnectionsHigh",
        expr=clients_above(CONNECTIONS_WARNING, MEMCACHED_ONLY),
        severity=Severity.WARNING,
        summary="Memcached at {{ $labels.server }} runs out of connections",
        description="""
            {{ $value | humanizePercentage }} of the connections are in use. Each thread of each
            process of the application holds one; compare their number with the limit, -c of
            memcached.
        """,
        for_="10m",
    ),
    cache_alert(
        name="DjangoHealthMemcachedRejectedConnections",
        # Of one burst the window of five minutes forgets before ten are over.
        expr=rejected_within("5m", MEMCACHED_ONLY),
        severity=Severity.CRITICAL,
        summary="Memcached at {{ $labels.server }} refuses connections again and again",
        description="""
            {{ $value | humanize }} connections were refused in five minutes, and it has gone on for
            ten: a part of the application works without its cache. Give memcached a higher -c, or
            stop what takes the connections.
        """,
        for_="10m",
        keep_firing_for="5m",
    ),
    cache_alert(
        name="DjangoHealthMemcachedRejectedConnections",
        expr=rejected_within("15m", MEMCACHED_ONLY),
        severity=Severity.WARNING,
        summary="Memcached at {{ $labels.server }} refused connections",
        description="""
            {{ $value | humanize }} connections were refused in a quarter of an hour, as the limit
            was reached. Compare the graph of clients with releases and traffic at that time.
        """,
        for_="2m",
    ),
    cache_alert(
        name="DjangoHealthMemcachedEvictionsHigh",
        expr=evicted_above(CACHE_EVICTIONS, MEMCACHED_ONLY),
        severity=Severity.WARNING,
        summary="Memcached at {{ $labels.server }} drops many items before their time",
        description="""
            {{ $value | humanize }} items per second are dropped for lack of memory, sessions among
            them if they are kept there. Give memcached more memory (-m), or find with stats slabs
            and stats items what fills it.
        """,
        for_="15m",
    ),
]

MEMCACHED = RuleFile("memcached", [Group("django-health-memcached", _ALERTS)])
