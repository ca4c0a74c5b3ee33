"""Alerts about the sessions of a database: how many there are, and who waits for whom."""

from __future__ import annotations

from mixin.rules.database_alert import NAMED, database_alert
from mixin.rules.rule import Severity
from mixin.thresholds import (
    BLOCKED_SESSIONS,
    CONNECTIONS_CRITICAL,
    CONNECTIONS_WARNING,
    DEADLOCKS,
    IDLE_TRANSACTION,
    LONG_TRANSACTION,
)


def _connections_above(share: float) -> str:
    # PostgreSQL keeps reserved connections out of its maximum, MySQL has them on top of it.
    return f"""
        django_health_database_connections
        / (
          (
            django_health_database_max_connections - django_health_database_reserved_connections > 0
            and on (job, instance, database) django_health_database_info{{engine="postgresql"}}
          )
          or django_health_database_max_connections > 0
        )
        > {share}
    """


SESSIONS = [
    database_alert(
        name="DjangoHealthDatabaseConnectionsHigh",
        expr=_connections_above(CONNECTIONS_CRITICAL),
        severity=Severity.CRITICAL,
        summary="The database {{ $labels.database }} is about to refuse connections",
        description=f"""
            {{{{ $value | humanizePercentage }}}} of the connections that the database {NAMED} gives
            to applications are in use. The next ones are refused, and requests fail with them. See
            who holds them, end those that are idle, and stop what opens more.
        """,
        keep_firing_for="5m",
    ),
    database_alert(
        name="DjangoHealthDatabaseConnectionsHigh",
        expr=_connections_above(CONNECTIONS_WARNING),
        severity=Severity.WARNING,
        summary="Most connections of the database {{ $labels.database }} are in use",
        description=f"""
            {{{{ $value | humanizePercentage }}}} of the connections that the database {NAMED} gives
            to applications are in use. Compare the number of workers, threads and CONN_MAX_AGE with
            what the server accepts, before it refuses some.
        """,
        for_="10m",
        keep_firing_for="5m",
    ),
    database_alert(
        name="DjangoHealthDatabaseLongTransaction",
        expr=f"django_health_database_oldest_transaction_age_seconds > {LONG_TRANSACTION}",
        severity=Severity.WARNING,
        summary="A transaction of the database {{ $labels.database }} has been open for long",
        description=f"""
            The oldest transaction of the database {NAMED} has been open for
            {{{{ $value | humanizeDuration }}}}. It holds its locks, and nothing that was deleted or
            changed since can be cleaned up. Find its session; end it, unless it is a backup.
        """,
    ),
    # On a busy server some session is always between two statements: an old transaction has to
    # be there as well.
    database_alert(
        name="DjangoHealthDatabaseIdleInTransaction",
        expr=f"""
            min_over_time(django_health_database_idle_in_transaction_sessions[5m]) > 0
            and django_health_database_oldest_transaction_age_seconds > {IDLE_TRANSACTION}
        """,
        severity=Severity.WARNING,
        summary="Sessions of the database {{ $labels.database }} sit idle in transactions",
        description=f"""
            {{{{ $value | humanize }}}} or more sessions of the database {NAMED} have held a
            transaction open without a statement, at each look of five minutes. Look for requests
            and tasks that call something slow inside transaction.atomic or ATOMIC_REQUESTS.
        """,
    ),
    database_alert(
        name="DjangoHealthDatabaseBlockedSessions",
        expr=f"min_over_time(django_health_database_blocked_sessions[5m]) >= {BLOCKED_SESSIONS}",
        severity=Severity.WARNING,
        summary="Sessions of the database {{ $labels.database }} wait for locks",
        description=f"""
            {{{{ $value | humanize }}}} or more sessions of the database {NAMED} have waited for a
            lock of another, at each look of five minutes. Find out who blocks them: often a
            migration, a long transaction, or a row that everybody updates.
        """,
    ),
    database_alert(
        name="DjangoHealthDatabaseDeadlocks",
        expr=f"increase(django_health_database_deadlocks_total[15m]) > {DEADLOCKS}",
        severity=Severity.WARNING,
        summary="Transactions of the database {{ $labels.database }} deadlock",
        description=f"""
            The database {NAMED} has ended {{{{ $value | humanize }}}} transactions within a quarter
            of an hour because they waited for each other; each was an error of a request or a task.
            Its log names the statements: lock the same rows in the same order.
        """,
        for_="2m",
    ),
]
