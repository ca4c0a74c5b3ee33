"""A primary that dies, and its standby that takes its place."""

from __future__ import annotations

from pathlib import Path

from live_exporter import postgresql_entry
from live_servers import PostgreSQL
from sample_checks import eventually
from server_faults import Standby, Watch, watched

PRIMARY, STANDBY = "database/primary", "database/standby"


def _figures(watch: Watch, alias: str, *names: str) -> tuple[float | None, ...]:
    samples = watch.exporter.scrape()
    return tuple(samples(f"django_health_database_{name}", database=alias) for name in names)


def _roles(watch: Watch) -> dict[str, str]:
    targets = watch.exporter.get("/health/detailed/").json()["checks"]["database"]["targets"]
    return {alias: told["role"] for alias, told in targets.items() if "role" in told}


def test_failover(tmp_path: Path) -> None:
    """Both tell their roles; the death of the one leaves the other well; that one may write then.

    The connection to the standby stays the same in its promotion.
    """
    with PostgreSQL() as primary, Standby(primary) as standby:
        databases = {"primary": postgresql_entry(primary), "standby": postgresql_entry(standby)}
        with watched(tmp_path, {PRIMARY, STANDBY}, {"DATABASES": databases}) as watch:
            eventually(lambda: _figures(watch, "primary", "replicas") == (1,))
            assert _figures(watch, "primary", "is_replica", "read_only") == (0, 0)
            assert _figures(watch, "standby", "is_replica", "read_only") == (1, 1)
            assert _roles(watch) == {"primary": "primary", "standby": "replica"}
            watch.expect()
            primary.stop()
            watch.expect({PRIMARY: "refused"})
            standby.promote()
            watch.expect({PRIMARY: "refused"})
            assert _figures(watch, "standby", "is_replica", "read_only") == (0, 0)
            assert _roles(watch) == {"standby": "primary"}
            primary.start()
            watch.expect()
            assert _roles(watch) == {"primary": "primary", "standby": "primary"}
