"""What is read in the modules of a check is what the check does."""

from __future__ import annotations

import re
from pathlib import Path

from django_health.reports.families import CHECK_FAMILIES
from django_health.settings import COMPONENTS
from reference.checks.built_in import by_component, shared_families
from reference.checks.classes import built_in_checks
from reference.checks.sources import families_of, packages_of, thresholds_of
from reference.metrics import families

GOLDEN = Path(__file__).parents[2] / "end_to_end" / "golden"
CHECKS = {check.__name__: check for check in built_in_checks()}


def _names(check: str) -> set[str]:
    return {family.name.removeprefix("django_health_") for family in families_of(CHECKS[check])}


def test_each_family_belongs_to_a_check() -> None:
    """But for those that all components have, the daemon's own, and those of a probe."""
    told = {family for check in CHECKS.values() for family in families_of(check)}
    shared = {*CHECK_FAMILIES, *(one for name in COMPONENTS for one in shared_families(name))}
    own = re.compile(r"django_health_exporter_|process_|python_|probe_")
    assert [
        one.name for one in families() if one not in told | shared and not own.match(one.name)
    ] == []


def test_what_the_daemon_answers_is_told_of_the_component() -> None:
    """By the golden files, which real servers made."""
    for component in ("database", "cache", "migrations", "system", "configuration"):
        text = (GOLDEN / f"{component}.txt").read_text(encoding="utf-8")
        prefix = rf"django_health_(?:{component}|container)_\w+"
        answered = set(re.findall(rf"^# TYPE ({prefix}) ", text, re.MULTILINE))
        checks = by_component()[component]
        told = {one.name for check in checks for one in families_of(check)}
        told |= {one.name for one in shared_families(component)}
        assert answered
        assert answered <= told, component


def test_a_check_has_its_own_families_alone() -> None:
    """Not those of a server of another kind, nor of a check that its modules import."""
    assert "database_wal_size_bytes" in _names("SQLiteCheck")
    assert "database_wal_size_bytes" not in _names("PostgreSQLCheck")
    assert "cache_replicas" in _names("RedisCheck")
    assert "cache_replicas" not in _names("MemcachedCheck")
    assert _names("BeatCheck") == {"celery_beat_lateness_seconds", "celery_beat_tasks"}


def test_packages() -> None:
    """Of others, also those that load when they are needed."""
    assert packages_of(CHECKS["PostgreSQLCheck"]) == ["psycopg"]
    assert {"celery", "kombu"} <= set(packages_of(CHECKS["CeleryCheck"]))
    assert packages_of(CHECKS["TcpCheck"]) == []


def test_thresholds() -> None:
    """Those of the settings that a figure is held against."""
    found = {name: thresholds_of(check) for name, check in CHECKS.items()}
    assert {name: limits for name, limits in found.items() if limits} == {
        "CPUCheck": ["cpu"],
        "MemoryCheck": ["memory"],
        "FilesystemsCheck": ["disk"],
        "ContainerCheck": ["cpu", "memory"],
    }
