"""A PostgreSQL server that follows another."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest

from live_servers import PostgreSQL
from live_servers.accounts import give
from live_servers.programs import find_program
from postgresql_checks import MakeCheck, until


@pytest.fixture
def replica(own_postgresql: PostgreSQL) -> Iterator[PostgreSQL]:
    """A server that follows the test's own one."""
    with PostgreSQL() as replica:
        replica.stop()
        data = replica.directory / "data"
        shutil.rmtree(data)
        copy = [
            find_program("postgresql", "/usr/lib/postgresql/*/bin/pg_basebackup", "pg_basebackup"),
            *("-h", own_postgresql.host, "-p", str(own_postgresql.port), "-U", own_postgresql.user),
            *("-D", str(data), "--write-recovery-conf", "--checkpoint=fast"),
        ]
        subprocess.run(copy, env={"PGPASSWORD": own_postgresql.password}, check=True)
        for path in (data, *data.rglob("*")):
            give(path, replica.account)
        replica.start()
        yield replica


def test_a_replica_tells_its_lag(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL, replica: PostgreSQL
) -> None:
    """Role, followers and lag are told; a lag that nobody knows is never called 0."""
    check = make_postgresql_check(replica)
    until(lambda found: found["replicas"] == 1, make_postgresql_check(own_postgresql))

    found = until(lambda found: found.get("replication_lag_seconds") == 0, check)
    assert (found["is_replica"], found["read_only"], found["replicas"]) == (1, 1, 0)
    assert check.check().details["role"] == "replica"

    with own_postgresql.connect() as admin, replica.connect() as follower:
        admin.execute("CREATE TABLE t ()")
        while follower.execute("SELECT to_regclass('t')").fetchone() == (None,):
            time.sleep(0.01)
        follower.execute("SELECT pg_wal_replay_pause()")
        admin.execute("CREATE TABLE u ()")
        until(lambda found: found["replication_lag_seconds"] > 0, check)
        follower.execute("SELECT pg_wal_replay_resume()")
        until(lambda found: found["replication_lag_seconds"] == 0, check)

    own_postgresql.stop()
    until(lambda found: found["replication_lag_seconds"] > 0, check)
