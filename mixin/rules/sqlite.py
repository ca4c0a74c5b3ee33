"""Alerts about SQLite."""

from __future__ import annotations

from mixin.rules.database_alert import database_alert
from mixin.rules.rule import Group, RuleFile, Severity
from mixin.thresholds import FREE_PAGES_RATIO, FREE_PAGES_SIZE, WAL_HUGE, WAL_RATIO, WAL_SIZE

SQLITE = RuleFile(
    "sqlite",
    [
        Group(
            "django-health-sqlite",
            [
                database_alert(
                    name="DjangoHealthSQLiteBusy",
                    expr="min_over_time(django_health_database_busy[5m]) == 1",
                    severity=Severity.WARNING,
                    summary="The SQLite database {{ $labels.database }} is locked all the time",
                    description="""
                        Some connection has held the write lock of {{ $labels.database }} at each
                        look of {{ $labels.instance }} for five minutes. Others that want to write
                        wait for OPTIONS timeout, and then fail. Find the process that has the
                        file open, and what it does in one transaction.
                    """,
                    for_="2m",
                ),
                database_alert(
                    name="DjangoHealthSQLiteWALGrown",
                    expr=f"""
                        django_health_database_wal_size_bytes > {WAL_HUGE}
                        or
                        (
                          django_health_database_wal_size_bytes > {WAL_SIZE}
                          and django_health_database_wal_size_bytes
                          > {WAL_RATIO} * django_health_database_size_bytes
                        )
                    """,
                    severity=Severity.WARNING,
                    summary="The log of the SQLite database {{ $labels.database }} has grown",
                    description="""
                        The write-ahead log of {{ $labels.database }} has
                        {{ $value | humanize1024 }}B. A reader that never ends keeps it from being
                        written back, or one transaction was very large. It makes reads slower and
                        fills the disk: find the reader, then checkpoint.
                    """,
                    for_="30m",
                ),
                database_alert(
                    name="DjangoHealthSQLiteFreePages",
                    expr=f"""
                        django_health_database_free_pages_bytes > {FREE_PAGES_SIZE}
                        and django_health_database_free_pages_bytes
                        > {FREE_PAGES_RATIO} * django_health_database_size_bytes
                    """,
                    severity=Severity.INFO,
                    summary="Most of the SQLite file of {{ $labels.database }} holds nothing",
                    description="""
                        {{ $value | humanize1024 }}B of the file of {{ $labels.database }} are pages
                        that hold nothing any more. They are used again for new rows; VACUUM gives
                        them back to the disk, where the space is needed.
                    """,
                    for_="1h",
                ),
            ],
        ),
    ],
)
