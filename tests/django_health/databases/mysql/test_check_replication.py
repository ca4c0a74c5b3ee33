"""The MySQL check of a primary and its replica."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from django_health.databases.mysql.check import MySQLCheck
from live_servers import MariaDB
from mysql_checks import figure, target_of, wait_until


def test_replication(tmp_path: Path) -> None:
    """A primary counts its replica; a replica tells its lag, and none once it is stopped."""
    binlog = {"log-bin": "binlog", "server-id": 1}
    with (
        MariaDB(tmp_path, settings=binlog) as primary,
        MariaDB(tmp_path, settings={"server-id": 2}) as replica,
        closing(MySQLCheck(target_of(primary), 10.0)) as of_primary,
        closing(MySQLCheck(target_of(replica), 10.0)) as of_replica,
        replica.connect() as connection,
        connection.cursor() as cursor,
    ):
        assert figure(of_replica.check(), "is_replica") == 0
        with primary.connect() as there, there.cursor() as asking:
            asking.execute("SHOW MASTER STATUS")
            log, position = asking.fetchall()[0][:2]
        cursor.execute(
            f"CHANGE MASTER TO master_host='{primary.host}', master_port={primary.port}, "
            f"master_user='{primary.user}', master_password='{primary.password}', "
            f"master_log_file='{log}', master_log_pos={position}"
        )
        cursor.execute("START SLAVE")
        wait_until(lambda: figure(of_replica.check(), "replication_lag_seconds") == 0)
        outcome = of_replica.check()
        assert outcome.details["role"] == "replica"
        assert figure(outcome, "is_replica") == 1
        assert figure(outcome, "replica_io_running") == 1
        assert figure(outcome, "replica_sql_running") == 1
        wait_until(lambda: figure(of_primary.check(), "replicas") == 1)
        assert of_primary.check().details["role"] == "primary"
        cursor.execute("STOP SLAVE")
        stopped = of_replica.check()
        assert figure(stopped, "is_replica") == 1
        assert figure(stopped, "replica_io_running") == 0
        assert figure(stopped, "replica_sql_running") == 0
        assert figure(stopped, "replication_lag_seconds") is None
