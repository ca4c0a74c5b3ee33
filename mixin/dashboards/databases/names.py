"""Expressions about databases.

The figures of a database are those of its server, so that all exporters of a job tell the same: a
line shows the worst of them. Narrow the dashboard to an instance to see what that one sees.
"""

from __future__ import annotations

from mixin.dashboards.engines import Kind
from mixin.dashboards.queries import rate

DATABASE = Kind("database", "databases")
LINE = "{{job}} {{database}}"
"""How a database is called in a graph."""

POSTGRESQL, MYSQL = "postgresql", "~mysql|mariadb"
NO_POSTGRESQL, NO_MYSQL = "no PostgreSQL is watched", "no MySQL or MariaDB is watched"
NO_SERVER, NO_SQLITE = "no database server is watched", "no SQLite is watched"
NO_REPLICA = "no replica is watched"


def worst(name: str, *by: str, **matchers: str) -> str:
    """Return the greatest value of a figure for each database of a job.

    Args:
        name: The end of the metric's name.
        by: More labels that are kept.
        matchers: What its labels must be.
    """
    return f"max by ({', '.join(('job', 'database', *by))}) ({DATABASE.figure(name, **matchers)})"


def least(name: str) -> str:
    """Return the smallest value of a figure for each database of a job."""
    return f"min by (job, database) ({DATABASE.figure(name)})"


def per_second(name: str) -> str:
    """Return how fast a counter grows, for each database of a job."""
    return f"max by (job, database) ({rate(f'django_health_database_{name}', 'database')})"


def of(engine: str) -> str:
    """Return what narrows an expression to databases of an engine, of the whole job."""
    return f"and on (job, database) {DATABASE.figure('info', engine=engine)}"


def used_share(by: str) -> str:
    """Return the share of the connections for applications that is in use.

    PostgreSQL keeps reserved connections out of its maximum, MySQL has them on top of it.

    Args:
        by: The labels that are kept.
    """
    most, reserved = DATABASE.figure("max_connections"), DATABASE.figure("reserved_connections")
    postgresql = DATABASE.figure("info", engine=POSTGRESQL)
    return (
        f"max by ({by}) ({DATABASE.figure('connections')} / "
        f"(({most} - {reserved} > 0 and on ({DATABASE.each}) {postgresql}) or {most} > 0))"
    )


def hit_share() -> str:
    """Return the share of page requests that memory served, where there were any."""
    hits, reads = per_second("buffer_hits_total"), per_second("buffer_reads_total")
    return f"{hits} / ({hits} + {reads} > 0)"


def often(name: str) -> str:
    """Return how often something happened in a quarter of an hour, as its alert counts it."""
    return f"max by (job, database) (increase({DATABASE.figure(name)}[15m]))"


_READ_ONLY = DATABASE.figure("read_only")
_TOOK_WRITES = f"{_READ_ONLY} == 1 and min_over_time({_READ_ONLY}[1d]) == 0"
TAKES_NO_MORE = f"max by (job, database) ({_TOOK_WRITES})"
"""Took writes within a day: the former primary is a replica now, or somebody switched it."""
REFUSES_WRITES = (
    f"{worst('read_only')} == 1 unless on (job, database) {DATABASE.figure('is_replica')} == 1 "
    f"unless on (job, database) {TAKES_NO_MORE}"
)
"""Is no replica and takes no writes, for longer than that."""
STANDS_STILL = f"{least('replica_io_running')} == 0 or {least('replica_sql_running')} == 0"
