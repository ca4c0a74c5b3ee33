"""Alerts that all caches have."""

from __future__ import annotations

from mixin.rules.cache_alert import cache_alert
from mixin.rules.rule import Group, RuleFile, Severity
from mixin.thresholds import (
    CACHE_EXPIRED_ROWS,
    CACHE_HIT_RATIO,
    CACHE_OPERATION,
    CACHE_OPERATION_UNFELT,
    CACHE_READS,
    FLAPS,
    SLOWER_THAN_BEFORE,
)

_READS = "rate(django_health_cache_hits_total[30m]) + rate(django_health_cache_misses_total[30m])"

# A cache of several servers counts as down when one of them is: while another one works, that is
# less than an outage, and has an alert of its own.
_DOWN = [
    cache_alert(
        name="DjangoHealthCacheDown",
        expr="""
            django_health_cache_up == 0
            unless on (job, instance, cache) django_health_cache_server_up == 1
        """,
        severity=Severity.CRITICAL,
        summary="The cache {{ $labels.cache }} of {{ $labels.job }} does not work",
        description="""
            Setting, reading and deleting a key of the cache {{ $labels.cache }} has failed for two
            minutes, asked from {{ $labels.instance }}. The reason is on the dashboard; start with
            whether the server runs and can be reached.
        """,
        for_="2m",
        keep_firing_for="5m",
    ),
    cache_alert(
        name="DjangoHealthCacheServerDown",
        expr="""
            django_health_cache_server_up == 0
            and on (job, instance, cache) django_health_cache_server_up == 1
        """,
        severity=Severity.WARNING,
        summary="A server of the cache {{ $labels.cache }} is down: {{ $labels.server }}",
        description="""
            {{ $labels.server }} does not answer {{ $labels.instance }} as it should; other servers
            of the cache {{ $labels.cache }} do. A part of the keys is lost or cannot be written.
            Look whether this server runs, or take it out of LOCATION.
        """,
        keep_firing_for="5m",
    ),
]

_PRESENCE = [
    cache_alert(
        name="DjangoHealthCacheFlapping",
        # Each failure is too short for the alert that it is down.
        expr=f"changes(django_health_cache_up[30m]) > {FLAPS}",
        severity=Severity.WARNING,
        summary="The cache {{ $labels.cache }} of {{ $labels.job }} comes and goes",
        description="""
            The cache {{ $labels.cache }}, or one of its servers, changed between working and
            failing {{ $value | humanize }} times within half an hour, asked from
            {{ $labels.instance }}: requests fail or wait in bursts. Compare the moments with
            restarts of the server, its connections and the network.
        """,
        keep_firing_for="15m",
    ),
    cache_alert(
        name="DjangoHealthCacheMissing",
        # The check as a whole is told for as long as it has one alias left. A day, and not until
        # it is back: that an alias is gone for good is for people to know.
        expr="""
            last_over_time(django_health_cache_up[1d])
            unless on (job, instance, cache) django_health_cache_up
            and on (job, instance) up == 1
        """,
        severity=Severity.WARNING,
        summary="The cache {{ $labels.cache }} of {{ $labels.job }} is no longer watched",
        description="""
            {{ $labels.instance }} is scraped and has told nothing of the cache {{ $labels.cache }}
            for an hour, which it did within a day: nobody would learn that it fails. If the alias
            was taken out on purpose nothing is to be done, and this ends by itself; else compare
            the settings and the configuration that are in force with those of before.
        """,
        for_="1h",
    ),
]

_WORK = [
    cache_alert(
        name="DjangoHealthCacheSlow",
        expr=f"""
            max without (operation) (
              avg_over_time(django_health_cache_operation_seconds[5m]) > {CACHE_OPERATION}
              or
              (
                avg_over_time(django_health_cache_operation_seconds[5m])
                > {CACHE_OPERATION_UNFELT}
                > {SLOWER_THAN_BEFORE}
                * quantile_over_time(0.5, django_health_cache_operation_seconds[1d])
              )
            )
        """,
        severity=Severity.WARNING,
        summary="The cache {{ $labels.cache }} of {{ $labels.job }} is slow",
        description="""
            The slowest of set, get and delete of one key takes {{ $value | humanizeDuration }} at
            {{ or $labels.server "the cache" }}: too much by itself, or for what is usual there.
            Look at the load of the server and of the network to it, and at its slowest commands.
        """,
        for_="10m",
    ),
    cache_alert(
        name="DjangoHealthCacheHitRatioLow",
        expr=f"""
            rate(django_health_cache_hits_total[30m])
            / ({_READS}) < {CACHE_HIT_RATIO}
            and {_READS} > {CACHE_READS}
        """,
        severity=Severity.INFO,
        summary="Few reads of {{ $labels.server }} find their key (cache {{ $labels.cache }})",
        description="""
            Only {{ $value | humanizePercentage }} of the reads of the last half hour found a key at
            {{ $labels.server }}; the others were made at the cost of the database. Look for
            evictions, for a restart, and for a release that changed keys or times to live.
        """,
        for_="30m",
    ),
]

_CARE = [
    cache_alert(
        name="DjangoHealthCacheTableRowsExpired",
        expr=f"""
            django_health_cache_expired_rows > {CACHE_EXPIRED_ROWS}
            and django_health_cache_expired_rows > django_health_cache_expired_rows offset 6h
        """,
        severity=Severity.INFO,
        summary="Expired rows pile up in the table of the cache {{ $labels.cache }}",
        description="""
            {{ $value | humanize }} rows of the table are past their time and were not removed, more
            than six hours ago. Django removes them only when there are more rows than MAX_ENTRIES:
            lower it, or delete expired rows by a job.
        """,
        for_="1h",
    ),
    cache_alert(
        name="DjangoHealthCacheMissingPrivileges",
        expr="django_health_cache_missing_privileges > 0",
        severity=Severity.INFO,
        summary="The cache {{ $labels.cache }} keeps figures from the exporter's user",
        description="""
            {{ $value }} figures or operations of the cache are kept from the exporter's user, so
            that other alerts may be blind. The detailed health document names the grants.
        """,
        for_="30m",
    ),
    cache_alert(
        name="DjangoHealthCacheServerRestarted",
        # Both ends of a window, since the server was not there for a while; less than half a
        # minute is what clocks and roundings make.
        expr="""
            max_over_time(django_health_cache_start_timestamp_seconds[30m])
            - min_over_time(django_health_cache_start_timestamp_seconds[30m])
            > 30
        """,
        severity=Severity.INFO,
        summary="{{ $labels.server }} of the cache {{ $labels.cache }} was restarted",
        description="""
            The server started {{ $value | humanizeDuration }} after the one that answered before.
            What was only in its memory is gone: expect misses and load on the database. Find out
            who restarted it, or what killed it.
        """,
        for_="1m",
    ),
]

CACHES = RuleFile("caches", [Group("django-health-caches", [*_DOWN, *_PRESENCE, *_WORK, *_CARE])])
