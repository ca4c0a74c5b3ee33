"""Alerts about the data of a Redis: its copies, and what is on disk."""

from __future__ import annotations

from mixin.rules.cache_alert import cache_alert
from mixin.rules.rule import Severity
from mixin.thresholds import MASTER_SILENCE

REPLICATION = [
    cache_alert(
        name="DjangoHealthRedisReadOnly",
        # Where the whole cache fails there is an alert already.
        expr="""
            django_health_cache_error{reason="read_only"} == 1
            and on (job, instance, cache) django_health_cache_up == 1
        """,
        severity=Severity.CRITICAL,
        summary="The cache {{ $labels.cache }} of {{ $labels.job }} refuses writes",
        description="""
            The server of the cache {{ $labels.cache }} can be read and not be written: it is a
            read-only replica. After a failover the application asks the wrong server. Point
            LOCATION to the master, or make this server the master again.
        """,
        for_="2m",
        keep_firing_for="5m",
    ),
    cache_alert(
        name="DjangoHealthRedisReplicationLinkDown",
        expr="django_health_cache_replication_link_up == 0",
        severity=Severity.CRITICAL,
        summary="The replica {{ $labels.server }} has lost its master",
        description="""
            {{ $labels.server }} has had no link to its master for two minutes: what it serves grows
            old, and there is no copy to fail over to. Look at INFO replication on both, and at the
            master's log.
        """,
        for_="2m",
        keep_firing_for="5m",
    ),
    cache_alert(
        name="DjangoHealthRedisReplicationLag",
        # A link that was silent for repl-timeout (60 s) is cut and has no lag any more, so that no
        # single value can stay above the limit for long.
        expr=f"""
            max_over_time(django_health_cache_replication_lag_seconds[10m])
            > {MASTER_SILENCE}
        """,
        severity=Severity.WARNING,
        summary="The replica {{ $labels.server }} does not hear its master for long times",
        description="""
            Within ten minutes {{ $labels.server }} heard nothing of its master for
            {{ $value | humanizeDuration }}; it should be told something every ten seconds. Look at
            the network between them, and for commands that hold up the master (SLOWLOG GET).
        """,
        for_="2m",
    ),
    cache_alert(
        name="DjangoHealthRedisReplicaCountDropped",
        expr="""
            django_health_cache_replicas < django_health_cache_replicas offset 1h
            and django_health_cache_is_replica == 0
        """,
        severity=Severity.WARNING,
        summary="The master {{ $labels.server }} has lost a replica",
        description="""
            {{ $labels.server }} has {{ $value }} replicas, fewer than an hour ago. Find the missing
            one with INFO replication, and see whether it runs and reaches the master. The alert
            ends after an hour, when the new number is the usual one.
        """,
        for_="10m",
    ),
]

SAVING = [
    cache_alert(
        name="DjangoHealthRedisSaveFailed",
        expr="django_health_cache_last_save_ok == 0",
        severity=Severity.WARNING,
        summary="Redis at {{ $labels.server }} cannot save its data",
        description="""
            The last save to disk failed. With stop-writes-on-bgsave-error, which is the default,
            writes are refused from then on; without it all is lost at a restart. Look for a full
            disk, the rights of its folder, and lack of memory for the fork, in this order.
        """,
    ),
    cache_alert(
        name="DjangoHealthRedisSaveOld",
        # Nobody tells whether a server is to save at all; one that did so before is. That nothing
        # was written is no reason, since the check itself writes.
        expr="""
            time() - django_health_cache_last_save_timestamp_seconds
            and changes(django_health_cache_last_save_timestamp_seconds[6h]) == 0
            and changes(django_health_cache_last_save_timestamp_seconds[6h] offset 6h) > 1
        """,
        severity=Severity.WARNING,
        summary="Redis at {{ $labels.server }} no longer saves its data",
        description="""
            The last save to disk was {{ $value | humanizeDuration }} ago, though in the six hours
            before there were several. See with CONFIG GET save whether that was switched off, and
            with INFO persistence whether a save hangs.
        """,
        for_="1h",
    ),
    cache_alert(
        name="DjangoHealthRedisLoading",
        expr="django_health_cache_loading == 1",
        severity=Severity.INFO,
        summary="Redis at {{ $labels.server }} is loading its data",
        description="""
            {{ $labels.server }} was started and reads its data from disk; until it is done it
            refuses every command. INFO persistence tells loading_eta_seconds. Wait, and find out
            why it was started.
        """,
        for_="1m",
    ),
]
