"""Alerts about whether a database answers, takes writes, and is quick."""

from __future__ import annotations

from mixin.rules.database_alert import NAMED, REASON, database_alert
from mixin.rules.rule import Severity
from mixin.thresholds import (
    DATABASE_RESTARTED,
    ROUND_TRIP,
    ROUND_TRIP_UNFELT,
    SLOWER_THAN_BEFORE,
)


def _median(window: str) -> str:
    return f"quantile_over_time(0.5, django_health_database_round_trip_seconds[{window}])"


SERVING = [
    database_alert(
        name="DjangoHealthDatabaseDown",
        expr="django_health_database_up == 0",
        severity=Severity.CRITICAL,
        summary="The database {{ $labels.database }} of {{ $labels.job }} does not work",
        description=f"""
            {{{{ $labels.instance }}}} has had no good answer from the database {NAMED} for two
            minutes.{REASON} Find out whether the server runs and can be reached from there, and
            whether the application itself still gets through.
        """,
        for_="2m",
        keep_firing_for="5m",
    ),
    # That a server refuses writes can be meant so. That it took them within a day and refuses them
    # now cannot: its role was changed, a disk is full, or somebody forgot a switch.
    database_alert(
        name="DjangoHealthDatabaseReadOnly",
        expr="""
            django_health_database_read_only == 1
            and min_over_time(django_health_database_read_only[1d]) == 0
        """,
        severity=Severity.CRITICAL,
        summary="The database {{ $labels.database }} of {{ $labels.job }} refuses writes",
        description=f"""
            The database {NAMED} took writes within the last day and refuses them now, asked from
            {{{{ $labels.instance }}}}. After a failover the application may still be connected to
            the former primary: find out which server is the primary, and who switched this one.
        """,
        for_="2m",
        keep_firing_for="5m",
    ),
    database_alert(
        name="DjangoHealthDatabaseReadOnly",
        expr="""
            django_health_database_read_only == 1
            unless on (job, instance, database) django_health_database_is_replica == 1
        """,
        severity=Severity.WARNING,
        summary="The database {{ $labels.database }} of {{ $labels.job }} refuses writes",
        description=f"""
            The database {NAMED} is no replica, and refuses writes all the same, asked from
            {{{{ $labels.instance }}}}. Look at the server's and the user's read-only settings, and
            at the permissions of an SQLite file. Where it is meant so, silence this alert for it.
        """,
        for_="15m",
    ),
    database_alert(
        name="DjangoHealthDatabaseSlow",
        expr=f"""
            {_median("10m")} > {ROUND_TRIP}
            or
            (
              {_median("10m")}
              > {SLOWER_THAN_BEFORE} * {_median("1d")}
              > {ROUND_TRIP_UNFELT}
            )
        """,
        severity=Severity.WARNING,
        summary="The database {{ $labels.database }} of {{ $labels.job }} is slow",
        description=f"""
            The smallest question to the database {NAMED} takes {{{{ $value | humanizeDuration }}}}
            from {{{{ $labels.instance }}}}: too much by itself, or for what is usual there. Look at
            the load of the server, at the network to it, and at its running statements.
        """,
        for_="10m",
    ),
    database_alert(
        name="DjangoHealthDatabaseRestarted",
        expr=f"time() - django_health_database_start_timestamp_seconds < {DATABASE_RESTARTED}",
        severity=Severity.INFO,
        summary="The server of the database {{ $labels.database }} was started",
        description=f"""
            The server of the database {NAMED} has been up for only
            {{{{ $value | humanizeDuration }}}}. Its memory is cold, and all connections were cut.
            Unless it was planned, look in its log for what ended it.
        """,
        for_="1m",
    ),
]
