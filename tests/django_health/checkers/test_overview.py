"""The whole in one dictionary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import override_settings

from asking_applications import asking, asking_checks, database_target
from django_health.checkers import get_health_status
from django_health.result import Outcome, Reason, Status
from django_health.settings import HealthSettings
from django_health.targets import RedisTarget
from live_servers import PostgreSQL, Redis
from sample_checks import Sample

LIGHT = {"migrations": False, "celery": False, "configuration": False}


def test_keys_and_types(postgresql: PostgreSQL, redis_server: Redis) -> None:
    """Of real servers and this host."""
    place = f"{redis_server.host}:{redis_server.port}"
    backend = "django.core.cache.backends.redis.RedisCache"
    cache = RedisTarget(
        "default", backend, place, host=redis_server.host, port=redis_server.port, key="k"
    )
    with asking(database_target("default", postgresql), cache) as asked:
        found = get_health_status(asked)
    assert set(found) == {"status", "timestamp", "checks"}
    assert found["status"] in ("healthy", "warning", "unhealthy")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["timestamp"])
    checks = found["checks"]
    assert list(checks) == ["database", "cache", "system"]
    for component in (checks["database"], checks["cache"]):
        assert set(component) == {"status", "response_time"}
        assert component["status"] == "healthy"
        assert isinstance(component["response_time"], float)
    assert set(checks["system"]) == {"cpu", "memory", "disk"}
    assert all(isinstance(usage, float) for usage in checks["system"].values())


@pytest.mark.parametrize(
    ("status", "critical", "whole", "part"),
    [
        (Status.OK, True, "healthy", "healthy"),
        (Status.WARNING, True, "warning", "warning"),
        (Status.ERROR, True, "unhealthy", "unhealthy"),
        (Status.ERROR, False, "warning", "warning"),
        (Status.SKIPPED, True, "healthy", "skipped"),
    ],
)
def test_words(status: Status, critical: bool, whole: str, part: str) -> None:
    """The same ones for the whole and its components."""
    reason = Reason.UNAVAILABLE if status is Status.ERROR else None
    check = Sample("cache", answer=lambda: Outcome(status, reason), critical=critical)
    with asking_checks([check, Sample("database")]) as asked:
        found = get_health_status(asked)
    assert (found["status"], found["checks"]["cache"]["status"]) == (whole, part)
    assert found["checks"]["database"]["status"] == "healthy"


def test_whole_and_parts_are_of_one_run() -> None:
    """Also where no answer is given again."""
    runs = iter(
        [
            Outcome(Status.ERROR, Reason.THRESHOLD, "full", {"usage": 99.0}),
            Outcome(details={"usage": 5.0}),
        ]
    )
    disk = Sample("system", "", "disk", answer=lambda: next(runs))
    with asking_checks([disk], settings=HealthSettings(max_age=0.0)) as asked:
        found = get_health_status(asked)
    assert (found["status"], found["checks"]["system"]["disk"]) == ("unhealthy", 99.0)
    assert disk.runs == 1


def test_custom_checks_stand_beside() -> None:
    """Under their own names."""
    with asking_checks([Sample("payments")]) as asked:
        assert list(get_health_status(asked)["checks"]) == ["payments"]


def test_application_of_the_process_is_asked_by_default(django_project: Path) -> None:
    """With nothing but the settings of Django."""
    assert django_project.is_dir()
    with override_settings(HEALTH_CHECK={"CHECKS": LIGHT}):
        assert list(get_health_status()["checks"]) == ["database", "cache", "system"]
