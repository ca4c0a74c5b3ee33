"""What the alerts about caches have in common."""

from __future__ import annotations

from functools import partial

from mixin.rules.rule import Alert

SERVER = "job, instance, cache, server"
"""The labels that tell one server of a cache from all others."""

REDIS_LIKE = "redis|valkey|keydb|dragonfly"
MEMCACHED_ONLY = "memcached"

cache_alert = partial(
    Alert,
    component="cache",
    dashboard="dhe-caches",
    kept={"job": "job", "instance": "instance", "alias": "cache"},
)
"""Makes an alert about a cache, or about a server of one."""


def runs(backends: str) -> str:
    """Return what narrows an expression to servers of a kind.

    Args:
        backends: The kinds, as a pattern.
    """
    matcher = "=~" if "|" in backends else "="
    return f'and on ({SERVER}) django_health_cache_info{{backend{matcher}"{backends}"}}'


def clients_above(share: float, backends: str) -> str:
    """Return what is true where more than a share of the connections that are allowed are open."""
    return f"""
        django_health_cache_connected_clients / django_health_cache_max_clients > {share}
        and django_health_cache_max_clients > 0
        {runs(backends)}
    """


def rejected_within(window: str, backends: str) -> str:
    """Return what is true where a connection was refused in a window of time."""
    return f"""
        increase(django_health_cache_rejected_connections_total[{window}]) > 0
        {runs(backends)}
    """


def evicted_above(rate: float, backends: str) -> str:
    """Return what is true where more keys per second are dropped for lack of memory."""
    return f"""
        rate(django_health_cache_evictions_total[15m]) > {rate}
        {runs(backends)}
    """
