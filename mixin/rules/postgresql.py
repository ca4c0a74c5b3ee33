"""Alerts about PostgreSQL."""

from __future__ import annotations

from mixin.rules.database_alert import database_alert, hits_below, runs
from mixin.rules.rule import Group, RuleFile, Severity
from mixin.thresholds import BUFFER_HIT_RATIO, BUFFER_READS, ROLLBACK_RATIO, TRANSACTIONS

_ABORTED = '{state="idle in transaction (aborted)"}'
_COMMITS = "rate(django_health_database_commits_total[15m])"
_ROLLBACKS = "rate(django_health_database_rollbacks_total[15m])"

_ALERTS = [
    database_alert(
        name="DjangoHealthPostgreSQLAbortedTransactions",
        expr=f"min_over_time(django_health_database_connections_by_state{_ABORTED}[5m]) > 0",
        severity=Severity.WARNING,
        summary="Sessions of {{ $labels.database }} are stuck in failed transactions",
        description="""
            {{ $value | humanize }} or more sessions of the database
            {{ $labels.database }} have been in a transaction that has failed, at each
            look of five minutes. Whatever is asked on such a connection fails until it
            is rolled back: look for code that catches a database error inside
            transaction.atomic and goes on.
        """,
    ),
    database_alert(
        name="DjangoHealthPostgreSQLRollbackRatioHigh",
        expr=f"""
            {_ROLLBACKS}
            / ({_COMMITS} + {_ROLLBACKS})
            > {ROLLBACK_RATIO}
            and {_COMMITS} + {_ROLLBACKS} > {TRANSACTIONS}
            {runs("postgresql")}
        """,
        severity=Severity.WARNING,
        summary="Many transactions of {{ $labels.database }} are rolled back",
        description="""
            {{ $value | humanizePercentage }} of the transactions of the database
            {{ $labels.database }} were rolled back in the last quarter of an hour. Look
            for errors of requests and tasks since the last release, and in the server's
            log for what fails.
        """,
        for_="10m",
    ),
    database_alert(
        name="DjangoHealthPostgreSQLCacheHitLow",
        expr=hits_below(BUFFER_HIT_RATIO, BUFFER_READS, "postgresql"),
        severity=Severity.INFO,
        summary="{{ $labels.database }} reads many pages from outside its buffers",
        description="""
            Only {{ $value | humanizePercentage }} of the pages that the database
            {{ $labels.database }} needed in the last half hour were in shared_buffers.
            Find the queries that read most, and whether they lack an index; then
            compare shared_buffers with the tables in use.
        """,
        for_="30m",
    ),
]

POSTGRESQL = RuleFile("postgresql", [Group("django-health-postgresql", _ALERTS)])
