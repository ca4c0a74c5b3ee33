"""Alerts about replicas, seen from the replica and from the primary."""

from __future__ import annotations

from mixin.rules.database_alert import NAMED, database_alert
from mixin.rules.rule import Severity
from mixin.thresholds import REPLICATION_LAG_CRITICAL, REPLICATION_LAG_WARNING

REPLICATION = [
    database_alert(
        name="DjangoHealthDatabaseReplicationLag",
        expr=f"django_health_database_replication_lag_seconds > {REPLICATION_LAG_CRITICAL}",
        severity=Severity.CRITICAL,
        summary="The replica {{ $labels.database }} of {{ $labels.job }} is far behind",
        description=f"""
            The replica {NAMED} is {{{{ $value | humanizeDuration }}}} behind its primary: what is
            read there is old, and after a failover that much would be lost. Find out whether it
            still receives, and take it out of the reads.
        """,
        keep_firing_for="5m",
    ),
    # A replica that catches up is left alone: where it will be in ten minutes counts as well.
    database_alert(
        name="DjangoHealthDatabaseReplicationLag",
        expr=f"""
            django_health_database_replication_lag_seconds > {REPLICATION_LAG_WARNING}
            and predict_linear(django_health_database_replication_lag_seconds[10m], 600)
            > {REPLICATION_LAG_WARNING}
        """,
        severity=Severity.WARNING,
        summary="The replica {{ $labels.database }} of {{ $labels.job }} is behind",
        description=f"""
            The replica {NAMED} is {{{{ $value | humanizeDuration }}}} behind its primary and does
            not catch up within ten minutes. Users may not see what they have just saved. Look for a
            large change on the primary, and for a long query or a slow disk on the replica.
        """,
    ),
    # Compared with what was usual, as a base backup counts as a replica while it runs.
    database_alert(
        name="DjangoHealthDatabaseReplicaCountDropped",
        expr="""
            quantile_over_time(0.5, django_health_database_replicas[6h])
            - django_health_database_replicas
            >= 1
        """,
        severity=Severity.WARNING,
        summary="Fewer replicas follow the database {{ $labels.database }}",
        description=f"""
            The number of replicas of the database {NAMED} is {{{{ $value | humanize }}}} lower than
            it was for most of the last six hours. Find out which one is gone. A slot that it leaves
            behind keeps the log on the primary's disk, until that is full.
        """,
        for_="10m",
    ),
]
