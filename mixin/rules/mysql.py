"""Alerts about MySQL and MariaDB."""

from __future__ import annotations

from mixin.rules.database_alert import MYSQL as ENGINES
from mixin.rules.database_alert import database_alert, hits_below
from mixin.rules.rule import Group, RuleFile, Severity
from mixin.thresholds import (
    ABORTED_CONNECTS,
    BUFFER_HIT_RATIO,
    BUFFER_READS,
    DIRTY_PAGES,
    ROW_LOCK_WAITS,
    SLOW_QUERIES,
)

_REPLICATION = [
    database_alert(
        name="DjangoHealthMySQLReplicaIONotRunning",
        expr="django_health_database_replica_io_running == 0",
        severity=Severity.CRITICAL,
        summary="The replica {{ $labels.database }} of {{ $labels.job }} receives nothing",
        description="""
            The thread that reads the primary's log is not running on {{ $labels.database }}: the
            replica gets older by the second, and does not tell by how much. Read Last_IO_Error, and
            look whether the primary can be reached with the replication user's password.
        """,
        for_="2m",
        keep_firing_for="5m",
    ),
    database_alert(
        name="DjangoHealthMySQLReplicaSQLNotRunning",
        expr="django_health_database_replica_sql_running == 0",
        severity=Severity.CRITICAL,
        summary="The replica {{ $labels.database }} of {{ $labels.job }} applies nothing",
        description="""
            The thread that applies the primary's changes is not running on {{ $labels.database }}.
            It stops at the first change that does not fit the replica's data, and stays so. Read
            Last_SQL_Error before anything else, and take the replica out of the reads.
        """,
        for_="2m",
        keep_firing_for="5m",
    ),
]

_WORK = [
    database_alert(
        name="DjangoHealthMySQLSlowQueries",
        expr=f"rate(django_health_database_slow_queries_total[10m]) > {SLOW_QUERIES}",
        severity=Severity.WARNING,
        summary="{{ $labels.database }} runs many slow statements",
        description="""
            {{ printf "%.1f" $value }} statements per second of the server of {{ $labels.database }}
            take longer than its long_query_time. See what is running now, and read the slow query
            log: mostly one statement lacks an index.
        """,
        for_="10m",
    ),
    database_alert(
        name="DjangoHealthMySQLRowLockWaits",
        expr=f"rate(django_health_database_row_lock_waits_total[10m]) > {ROW_LOCK_WAITS}",
        severity=Severity.WARNING,
        summary="Statements of {{ $labels.database }} often wait for row locks",
        description="""
            {{ $value | humanize }} times per second a statement on the server of
            {{ $labels.database }} has to wait for a row that another transaction has locked. Look
            for a row that all update, and for transactions that are longer than they need to be.
        """,
        for_="10m",
    ),
    database_alert(
        name="DjangoHealthMySQLAbortedConnects",
        expr=f"rate(django_health_database_aborted_connects_total[10m]) > {ABORTED_CONNECTS}",
        severity=Severity.WARNING,
        summary="Connections to the server of {{ $labels.database }} fail before a session begins",
        description="""
            {{ printf "%.1f" $value }} connections per second to the server of
            {{ $labels.database }} fail: a wrong password, TLS that does not fit, or a port check
            that says nothing. After max_connect_errors of them the server refuses that host. Its
            log names the hosts.
        """,
        for_="10m",
    ),
]

_BUFFERS = [
    database_alert(
        name="DjangoHealthMySQLBufferPoolHitLow",
        expr=hits_below(BUFFER_HIT_RATIO, BUFFER_READS, ENGINES),
        severity=Severity.INFO,
        summary="{{ $labels.database }} reads many pages from outside its buffer pool",
        description="""
            Only {{ $value | humanizePercentage }} of the pages that the server of
            {{ $labels.database }} needed in the last half hour were in InnoDB's buffer pool. Find
            the statements that read most; then compare innodb_buffer_pool_size with the tables in
            use.
        """,
        for_="30m",
    ),
    database_alert(
        name="DjangoHealthMySQLBufferPoolDirty",
        expr=f"""
            django_health_database_buffer_pool_bytes{{state="dirty"}}
            / ignoring (state) (django_health_database_buffer_pool_size_bytes > 0)
            > {DIRTY_PAGES}
        """,
        severity=Severity.WARNING,
        summary="The server of {{ $labels.database }} does not get its changes written to disk",
        description="""
            {{ $value | humanizePercentage }} of InnoDB's buffer pool on the server of
            {{ $labels.database }} wait to be written. At its limit the server stops statements to
            write first. Look at the load of its disk, at innodb_io_capacity, and at who writes.
        """,
        for_="15m",
    ),
]

MYSQL = RuleFile("mysql", [Group("django-health-mysql", [*_REPLICATION, *_WORK, *_BUFFERS])])
