"""MariaDB with little memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pymysql.cursors import Cursor

from live_exporter import mariadb_entry
from live_servers import MariaDB
from mixin_stand.stand import Stand
from mixin_stand.strains.strain import Strain, Then, fired

SETTINGS = {
    "innodb-buffer-pool-size": "24M",
    "innodb-read-ahead-threshold": 0,
    "innodb-flush-method": "fsync",  # so that the kernel has the pages that the server has not
    "innodb-max-dirty-pages-pct": 99,
    "innodb-adaptive-flushing": "OFF",
    "innodb-lru-scan-depth": 100,
    "innodb-log-file-size": "96M",
}
"""What is read comes from outside at little cost, and what was changed may stay where it is."""

READ = 4_000
"""Rows, two to a page: more than there is memory for."""

READINGS = 120
"""With which they are more than a hundred pages a second for half an hour."""

CHANGED = 2_600
"""Rows on five sixths of the pages of the memory."""

_COLUMNS = ", ".join(f"filler{number} CHAR(250) NOT NULL DEFAULT ''" for number in range(31))


@contextmanager
def _small(stand: Stand) -> Iterator[Then]:
    """It reads all of what does not fit into memory, again and again; then it changes what does."""
    with MariaDB(settings=SETTINGS) as server, server.connect() as admin, admin.cursor() as cursor:
        _fill(cursor, "read_through", READ)
        _fill(cursor, "changed", CHANGED)

        def read_and_change() -> None:
            known = 'django_health_database_buffer_reads_total{database="small"}'
            stand.prometheus.wait_for(known, bool, 60)
            for _ in range(READINGS):
                cursor.execute("SELECT SUM(number) FROM read_through")
            for _ in range(2):  # the first time there was no room for all
                cursor.execute("UPDATE changed SET number = number + 1")

        with stand.branch.watching("small", mariadb_entry(server)):
            yield read_and_change


def _fill(cursor: Cursor, table: str, rows: int) -> None:
    cursor.execute(
        f"CREATE TABLE {table} (id INT PRIMARY KEY, number INT NOT NULL DEFAULT 0, {_COLUMNS}) "
        "ENGINE=InnoDB ROW_FORMAT=COMPACT CHARSET=latin1"
    )
    cursor.execute(f"INSERT INTO {table} (id) SELECT seq FROM seq_1_to_{rows}")  # noqa: S608


STRAINS = (Strain(_small, (fired("MySQLBufferPoolHitLow"), fired("MySQLBufferPoolDirty"))),)
