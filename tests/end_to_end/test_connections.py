"""Scrapes reuse the kept connections: the servers' own counters tell."""

from __future__ import annotations

from live_exporter import Stack

SCRAPES = 50


def _postgresql_sessions(stack: Stack) -> tuple[int, int]:
    """Sessions ever begun, as pg_stat_database counts them, and those of the daemon now."""
    with stack.postgresql.connect() as connection:
        pids = connection.execute(
            "SELECT count(*), coalesce(sum(pid), 0) FROM pg_stat_activity "
            "WHERE application_name = 'django-health-exporter'"
        ).fetchone()
    assert pids is not None
    return pids[0], pids[1]


def _mariadb_connections(stack: Stack) -> int:
    connection = stack.mariadb.connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW GLOBAL STATUS LIKE 'Connections'")
            row = cursor.fetchone()
    finally:
        connection.close()
    assert row is not None
    return int(row[1])


def _redis_connections(stack: Stack) -> int:
    client = stack.redis.connect()
    try:
        info: dict[str, int] = client.info("stats")
    finally:
        client.close()
    return info["total_connections_received"]


def _memcached_connections(stack: Stack) -> int:
    client = stack.memcached.connect()
    try:
        stats: dict[bytes, int] = client.stats()  # type: ignore[no-untyped-call]
        return int(stats[b"total_connections"])
    finally:
        client.close()


def test_fifty_scrapes_open_no_connection(stack: Stack) -> None:
    """Fifty scrapes add nothing to any server's count but what the asking itself adds."""
    stack.exporter.scrape()
    counts = (_mariadb_connections, _redis_connections, _memcached_connections)
    before = [count(stack) for count in counts]
    sessions = _postgresql_sessions(stack)
    for _ in range(SCRAPES):
        stack.exporter.scrape()
    assert [count(stack) for count in counts] == [number + 1 for number in before]
    assert _postgresql_sessions(stack) == sessions
    assert sessions[0] == 3, "one each for two databases and for the cache table"
