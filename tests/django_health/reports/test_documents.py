"""A report as JSON-ready documents."""

from __future__ import annotations

import json

import pytest

from django_health.reports.documents import (
    detailed_document,
    health_document,
    seconds,
    system_document,
    timestamp,
)
from django_health.result import CheckResult, Reason, Status
from sample_checks import report_of, result_of

CPU = result_of("system", "", "cpu", details={"usage": 45.2, "cores": 8, "load_1": 0.5})
MEMORY = result_of("system", "", "memory", details={"usage": 62.8, "total_gb": 15.5, "swap": {}})
DISK = result_of("system", "", "disk", details={"usage": 78.1, "total_gb": 99.0})
UPTIME = result_of("system", "", "uptime", details={"uptime_seconds": 484335.9})
POSTGRESQL = result_of(
    "database",
    "default",
    details={"engine": "postgresql", "version": "15.10", "connections": 3},
    duration=0.023,
    last_success=1701426600.0,
)
MYSQL = result_of("database", "legacy", details={"engine": "mariadb", "connections": 2})


def _checks(*results: CheckResult) -> dict[str, dict[str, object]]:
    document = detailed_document(report_of(*results))
    json.dumps(document)
    checks = document["checks"]
    assert isinstance(checks, dict)
    return checks


def test_short_form() -> None:
    """Three keys, with a word, an instant in UTC and seconds."""
    assert health_document(report_of(POSTGRESQL)) == {
        "status": "healthy",
        "timestamp": "2023-12-01T10:30:00Z",
        "response_time": 0.045,
    }


@pytest.mark.parametrize(
    ("status", "critical", "word"),
    [
        (Status.OK, True, "healthy"),
        (Status.SKIPPED, True, "healthy"),
        (Status.WARNING, True, "warning"),
        (Status.ERROR, True, "unhealthy"),
        (Status.ERROR, False, "warning"),
    ],
)
def test_word_for_the_whole(status: Status, critical: bool, word: str) -> None:
    """The worst critical check decides; uncritical ones only warn."""
    failing = result_of("cache", "default", status=status, critical=critical)
    assert health_document(report_of(POSTGRESQL, failing))["status"] == word


def test_nothing_watched_is_healthy() -> None:
    """An empty report is a document all the same."""
    document = detailed_document(report_of())
    assert (document["status"], document["checks"]) == ("healthy", {})


def test_detailed_form_has_the_short_form_and_the_checks() -> None:
    """Keys and types are those of the documentation."""
    hits = {"hits": 900, "misses": 50}
    redis = result_of("cache", "default", "a:6379", details=hits, duration=0.001)
    report = report_of(POSTGRESQL, MYSQL, redis, CPU, MEMORY, DISK, UPTIME)
    document = detailed_document(report)
    assert list(document) == [
        "status",
        "timestamp",
        "response_time",
        "checks",
        "overall_response_time",
    ]
    assert document["overall_response_time"] == 0.045
    checks = _checks(*report.results)
    database, cache, system = checks["database"], checks["cache"], checks["system"]
    assert database | {"status": "ok", "response_time": 0.023, "connections": 5} == database
    assert cache | {"status": "ok", "response_time": 0.001, "hit_rate": 94.7} == cache
    assert system | {"cpu_usage": 45.2, "memory_usage": 62.8, "disk_usage": 78.1} == system
    assert isinstance(database["connections"], int)


def test_targets_stand_under_their_aliases() -> None:
    """Each alias has its status, time, last success and what its check told."""
    targets = _checks(POSTGRESQL, MYSQL)["database"]["targets"]
    assert targets == {
        "default": {
            "status": "ok",
            "response_time": 0.023,
            "last_success": "2023-12-01T10:30:00Z",
            "engine": "postgresql",
            "version": "15.10",
            "connections": 3,
        },
        "legacy": {
            "status": "ok",
            "response_time": 0.02,
            "engine": "mariadb",
            "connections": 2,
        },
    }


def test_failed_target_says_why() -> None:
    """Reason and sentence stand at the target and, for the worst one, at the component."""
    down = result_of(
        "database",
        "legacy",
        status=Status.ERROR,
        reason=Reason.REFUSED,
        message="the connection was refused",
    )
    why = {"status": "error", "reason": "refused", "message": "the connection was refused"}
    database = _checks(POSTGRESQL, down)["database"]
    targets = database["targets"]
    assert isinstance(targets, dict)
    assert database | why == database
    assert targets["legacy"] | why == targets["legacy"]
    assert targets["default"]["status"] == "ok"


def test_cache_of_several_servers_shows_each() -> None:
    """One server is told with the alias; several stand under their names."""
    checks = _checks(
        result_of("cache", "one", "a:1", details={"version": "7.0"}),
        result_of("cache", "two", "a:1"),
        result_of("cache", "two", "b:2", status=Status.ERROR, reason=Reason.DNS),
        result_of("cache", "files", details={"keys": 4}),
    )
    targets = checks["cache"]["targets"]
    assert isinstance(targets, dict)
    one = {"status": "ok", "response_time": 0.02, "version": "7.0", "server": "a:1"}
    assert targets["one"] == one
    assert targets["files"] == {"status": "ok", "response_time": 0.02, "keys": 4}
    assert targets["two"]["status"] == "error"
    assert targets["two"]["servers"] == {
        "a:1": {"status": "ok", "response_time": 0.02},
        "b:2": {"status": "error", "response_time": 0.02, "reason": "dns"},
    }


def test_parts_of_the_host_stand_under_their_names() -> None:
    """The host has aspects instead of aliases."""
    system = _checks(CPU, UPTIME)["system"]
    assert system["parts"] == {
        "cpu": {
            "status": "ok",
            "response_time": 0.02,
            "usage": 45.2,
            "cores": 8,
            "load_1": 0.5,
        },
        "uptime": {"status": "ok", "response_time": 0.02, "uptime_seconds": 484335.9},
    }


def test_component_of_one_check_shows_its_details_itself() -> None:
    """A check without aliases and aspects needs no level more."""
    mail = _checks(result_of("mail", details={"queue": 7}))["mail"]
    assert mail == {"status": "ok", "response_time": 0.02, "queue": 7}


@pytest.mark.parametrize("place", [("mail", ""), ("database", "default")])
def test_details_cannot_speak_for_the_engine(place: tuple[str, str]) -> None:
    """What a check returns beside its status does not overwrite status and time."""
    details = {"response_time": 99, "status": "fine", "note": "x"}
    document = _checks(result_of(*place, details=details))[place[0]]
    targets = document.get("targets", {"": document})
    assert isinstance(targets, dict)
    (shown,) = targets.values()
    assert shown == {"status": "ok", "response_time": 0.02, "note": "x"}


def test_kept_answer_tells_its_age() -> None:
    """An answer of this request has no age."""
    checks = _checks(result_of("mail", age=12.5), result_of("queue"))
    assert checks["mail"]["age"] == 12.5
    assert "age" not in checks["queue"]


@pytest.mark.parametrize("details", [{}, {"hits": 0, "misses": 0}, {"hits": "many"}])
def test_figures_that_are_not_known_are_absent(details: dict[str, object]) -> None:
    """No figure is made of nothing."""
    checks = _checks(
        result_of("cache", "default", details=details),
        result_of("database", "default"),
        result_of("system", "", "cpu", details={"usage": None}),
    )
    assert "hit_rate" not in checks["cache"]
    assert "connections" not in checks["database"]
    assert "cpu_usage" not in checks["system"]


def test_host_alone() -> None:
    """The chosen figures of processor, memory, disk and the uptime in words."""
    document = system_document(report_of(CPU, MEMORY, DISK, UPTIME))
    assert document == {
        "status": "ok",
        "timestamp": "2023-12-01T10:30:00Z",
        "system": {
            "cpu": {"usage": 45.2, "cores": 8},
            "memory": {"usage": 62.8, "total_gb": 15.5},
            "disk": {"usage": 78.1, "total_gb": 99.0},
            "uptime": "5 days, 14:32:15",
        },
    }


def test_host_that_was_not_asked_is_skipped() -> None:
    """A daemon without the component answers, and says so."""
    assert system_document(report_of(POSTGRESQL)) == {
        "status": "skipped",
        "timestamp": "2023-12-01T10:30:00Z",
        "system": {},
    }


def test_part_of_the_host_that_failed_has_no_figures() -> None:
    """The status tells it, and the others are shown as usual."""
    failed = result_of("system", "", "memory", status=Status.ERROR, reason=Reason.TIMEOUT)
    document = system_document(report_of(CPU, failed))
    assert document["status"] == "error"
    assert document["system"] == {"cpu": {"usage": 45.2, "cores": 8}, "memory": {}}


@pytest.mark.parametrize(
    ("uptime", "words"), [(59.9, "0:00:59"), (86400.0, "1 day, 0:00:00"), (0, "0:00:00")]
)
def test_uptime_in_words(uptime: float, words: str) -> None:
    """Days where there are any, then hours, minutes, seconds."""
    result = result_of("system", "", "uptime", details={"uptime_seconds": uptime})
    assert system_document(report_of(result))["system"] == {"uptime": words}


def test_timestamps_and_seconds() -> None:
    """Whole seconds of UTC, and durations to the microsecond."""
    assert timestamp(0.999) == "1970-01-01T00:00:00Z"
    assert seconds(0.0123456789) == 0.012346


def test_a_migration_that_several_databases_lack_is_one() -> None:
    """The number is that of the names, and of those that a check did not tell."""
    first = {"pending_migrations": 1, "migrations": ["shop.0002"]}
    second = {"pending_migrations": 9, "migrations": ["shop.0002"]}
    found = _checks(
        result_of("migrations", "a", details=first), result_of("migrations", "b", details=second)
    )["migrations"]
    assert (found["pending_migrations"], found["migrations"]) == (9, ["shop.0002"])
