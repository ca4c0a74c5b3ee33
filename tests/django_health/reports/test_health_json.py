"""The documents of draft-inadarei-api-health-check-06."""

from __future__ import annotations

import pytest

from django_health.reports.documents import Document
from django_health.reports.health_json import (
    detailed_health_json,
    short_health_json,
    system_health_json,
)
from django_health.result import Reason, Status
from sample_checks import report_of, result_of

TIME = "2023-12-01T10:30:00Z"
KEYS = {"componentId", "componentType", "observedValue", "observedUnit", "status", "time", "output"}
"""The keys that an observation may have by the draft, as far as they are used."""


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.SKIPPED, "pass"),
        (Status.OK, "pass"),
        (Status.WARNING, "warn"),
        (Status.ERROR, "fail"),
    ],
)
def test_the_words_of_the_draft(status: Status, word: str) -> None:
    """The short form is one of three words and nothing else."""
    report = report_of(result_of("database", "default", status=status, message="secret host"))
    assert short_health_json(report) == {"status": word}
    assert detailed_health_json(report)["status"] == word


def test_an_observation_per_target() -> None:
    """Every database is there under one key, with how long it took and when."""
    report = report_of(
        result_of("database", "default", details={"connections": 5}),
        result_of("database", "replica", age=60.0, duration=0.5),
    )
    checks = detailed_health_json(report)["checks"]
    assert checks == {
        "database:responseTime": [
            {
                "componentId": "default",
                "componentType": "datastore",
                "observedValue": 0.02,
                "observedUnit": "s",
                "status": "pass",
                "time": TIME,
            },
            {
                "componentId": "replica",
                "componentType": "datastore",
                "observedValue": 0.5,
                "observedUnit": "s",
                "status": "pass",
                "time": "2023-12-01T10:29:00Z",
            },
        ],
        "database:connections": [
            {
                "componentId": "default",
                "componentType": "datastore",
                "observedValue": 5,
                "observedUnit": "connections",
                "status": "pass",
                "time": TIME,
            }
        ],
    }


def test_what_is_not_well_says_why() -> None:
    """The worst message is the output of the whole, each its own observation's."""
    failed = result_of("cache", "default", status=Status.ERROR, message="no answer within 2 s")
    warned = result_of("payments", status=Status.WARNING, message="slow")
    document = detailed_health_json(report_of(result_of("database"), warned, failed))
    assert document["output"] == "cache/default: no answer within 2 s"
    checks = _checks(document)
    assert checks["cache:responseTime"][0]["output"] == "no answer within 2 s"
    assert checks["payments:responseTime"][0]["output"] == "slow"
    assert checks["payments:responseTime"][0]["componentType"] == "component"
    assert "componentId" not in checks["payments:responseTime"][0]
    assert "output" not in checks["database:responseTime"][0]


def test_an_uncritical_error_warns_the_whole() -> None:
    """The observation itself has failed."""
    failed = result_of("cache", "default", status=Status.ERROR, critical=False, message="down")
    document = detailed_health_json(report_of(failed))
    assert document["status"] == "warn"
    assert _checks(document)["cache:responseTime"][0]["status"] == "fail"


def test_nothing_is_put_out_while_all_is_well() -> None:
    """A message of what is well is no output, of the whole as of its observation."""
    document = detailed_health_json(report_of(result_of("payments", message="three wait")))
    assert (document["status"], "output" in document) == ("pass", False)
    assert "output" not in _checks(document)["payments:responseTime"][0]


def test_what_was_skipped_is_not_told() -> None:
    """Nothing was observed."""
    document = detailed_health_json(report_of(result_of("celery", status=Status.SKIPPED)))
    assert document == {"status": "pass", "checks": {}}


def test_notes_say_which_privileges_are_missing() -> None:
    """A figure that is not there has its reason."""
    result = result_of("database", "default", details={"missing_privileges": ["lag: GRANT x"]})
    assert detailed_health_json(report_of(result))["notes"] == ["database/default: lag: GRANT x"]


def test_the_host_alone() -> None:
    """Usages and uptime have the keys that the draft gives as examples."""
    report = report_of(
        result_of("database", "default", status=Status.ERROR, message="down"),
        result_of("system", part="cpu", details={"usage": 12.5}),
        result_of("system", part="memory", details={"usage": 71}, status=Status.WARNING),
        result_of("system", part="uptime", details={"uptime_seconds": 86400}),
    )
    document = system_health_json(report)
    checks = _checks(document)
    assert document["status"] == "warn"
    assert {key for key in checks if not key.startswith("system:")} == {
        "cpu:utilization",
        "memory:utilization",
        "uptime",
    }
    assert checks["cpu:utilization"][0]["observedValue"] == 12.5
    assert checks["cpu:utilization"][0]["observedUnit"] == "percent"
    assert checks["uptime"][0]["observedUnit"] == "s"
    ids = [observation["componentId"] for observation in checks["system:responseTime"]]
    assert ids == ["cpu", "memory", "uptime"]


def test_an_uncritical_error_of_the_host_fails_its_page() -> None:
    """The page of the host tells of the host, as its plain form does."""
    part = result_of("system", part="disk", status=Status.ERROR, critical=False)
    assert system_health_json(report_of(part))["status"] == "fail"


def test_no_host_at_all() -> None:
    """Nothing was asked, and nothing is wrong."""
    assert system_health_json(report_of())["checks"] == {}


def test_only_keys_of_the_draft() -> None:
    """Whoever reads the draft can read every observation."""
    result = result_of(
        "system",
        part="disk",
        status=Status.ERROR,
        reason=Reason.THRESHOLD,
        message="full",
        details={"usage": 99.0, "host": "db.internal"},
    )
    document = detailed_health_json(report_of(result))
    assert set(document) <= {"status", "notes", "output", "checks"}
    for observations in _checks(document).values():
        assert all(set(observation) <= KEYS for observation in observations)


def _checks(document: Document) -> dict[str, list[Document]]:
    checks = document["checks"]
    assert isinstance(checks, dict)
    return checks
