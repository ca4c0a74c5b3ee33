"""What the checks of a shop say when all is well, with figures as real servers give them."""

from __future__ import annotations

from typing import Any

from django_health.result import CheckResult, Status
from sample_checks.results import CREATED, result_of

SKIPPED = {"status": Status.SKIPPED}

_POSTGRESQL = {
    "engine": "postgresql",
    "version": "16.4",
    "role": "primary",
    "read_only": False,
    "max_connections": 100,
    "reserved_connections": 3,
    "connections": 27,
    "states": {"active": 3, "idle": 22, "idle in transaction": 2},
    "oldest_transaction_age_seconds": 0.4,
    "blocked_sessions": 0,
    "replicas": 1,
    "size_bytes": 8_142_183_424,
    "queries_executed": 9,
}
_MARIADB = {
    "engine": "mariadb",
    "version": "10.11.8-MariaDB",
    "max_connections": 151,
    "connections": 12,
    "role": "replica",
    "replication_lag_seconds": 0.0,
    "size_bytes": 734_003_200,
    "missing_privileges": ["GRANT PROCESS ON *.* TO the user of the exporter"],
}
_REDIS = {
    "backend": "redis",
    "version": "7.2.5",
    "role": "master",
    "memory_used_bytes": 1_288_490_188,
    "memory_limit_bytes": 2_147_483_648,
    "hits": 1_204_332,
    "misses": 60_112,
    "keys": 20_456,
    "hit_rate": 95.2,
    "operation_seconds": {"set": 0.000076, "get": 0.000056, "delete": 0.000049},
}
_MEMCACHED = {
    "backend": "memcached",
    "version": "1.6.29",
    "memory_used_bytes": 12_582_912,
    "memory_limit_bytes": 67_108_864,
    "keys": 1_204,
    "hit_rate": 88.0,
}
_DISK = {
    "usage": 61.2,
    "mountpoint": "/var/lib/postgresql",
    "filesystems": {
        "/": {"usage": 29.6, "total_gb": 251.97, "free_gb": 71.38, "used_gb": 30.08},
        "/var/lib/postgresql": {"usage": 61.2, "total_gb": 500.0, "free_gb": 194.0},
    },
}
_QUEUES = {
    "unacked": 1,
    "queues": {
        "default": {"length": 3, "consumers": 4},
        "mail": {"length": 0, "consumers": 1},
    },
}


def _ok(name: str, target: str = "", part: str = "", **more: Any) -> CheckResult:
    return result_of(name, target, part, **{"last_success": CREATED, **more})


def shop() -> list[CheckResult]:
    """Return a result for each kind of check; all are well."""
    return [
        _ok("database", "default", duration=0.0018, details=_POSTGRESQL),
        _ok("database", "reporting", duration=0.0019, details=_MARIADB),
        _ok("database", "archive", duration=0.0006, details={"engine": "sqlite", "busy": False}),
        _ok("cache", "default", "10.0.0.5:6379", duration=0.0015, details=_REDIS),
        _ok("cache", "sessions", "10.0.0.6:11211", duration=0.0009, details=_MEMCACHED),
        _ok("cache", "sessions", "10.0.0.7:11211", duration=0.0011, details=_MEMCACHED),
        result_of(
            "cache",
            "local",
            duration=0.00004,
            message="it lives in the memory of each application process and cannot be asked "
            "from outside",
            status=Status.SKIPPED,
        ),
        _ok(
            "system",
            "",
            "cpu",
            duration=0.0001,
            details={"usage": 23.1, "cores": 8, "load_average": [0.77, 0.55, 0.74]},
        ),
        _ok("system", "", "memory", duration=0.0001, details={"usage": 64.0, "total_gb": 31.2}),
        _ok("system", "", "disk", duration=0.0002, details=_DISK),
        _ok("system", "", "uptime", duration=0.0001, details={"uptime_seconds": 5_893_200}),
        _ok("migrations", "default", duration=0.0006, details={"applied_migrations": 214}),
        _ok("celery", "", "workers", duration=1.02, age=4.0, details={"active_workers": 5}),
        _ok("celery", "", "queues", duration=0.004, details=_QUEUES),
        _ok("celery", "", "beat", duration=0.003, details={"tasks": 12, "lateness": 0}),
        _ok("configuration", "", "settings", duration=0.0001),
        _ok("configuration", "", "system_checks", duration=0.026, age=240.0),
        _ok("http", "payments", duration=0.118, details={"status_code": 200}),
        _ok("smtp", "default", duration=0.047),
        _ok("stock", duration=0.012, details={"articles": 48_211, "reserved": 312}),
    ]
