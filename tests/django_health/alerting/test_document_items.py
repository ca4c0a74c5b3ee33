"""What documents of all forms say is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from django_health.alerting.document_items import wrong_places
from django_health.reports.documents import detailed_document
from django_health.result import CheckResult, Outcome, Reason, Report, Status

ERROR, WARNING = Outcome(Status.ERROR, Reason.TIMEOUT, "late"), Outcome(Status.WARNING)


def test_all_forms_of_the_detailed_document_are_read() -> None:
    """Targets, several servers of one, parts, and components of their own; errors come first."""
    places = {
        ("cache", "default", "a:1"): WARNING,
        ("cache", "default", "b:1"): Outcome(),
        ("cache", "other", "c:1"): ERROR,
        ("database", "default", ""): ERROR,
        ("system", "", "disk"): WARNING,
        ("system", "", "cpu"): Outcome(),
        ("celery", "", ""): ERROR,
        ("smtp", "x", ""): Outcome(Status.SKIPPED),
    }
    results = tuple(CheckResult(*place, one, 0.1, 1.0) for place, one in places.items())
    found = wrong_places(detailed_document(Report(results, 1.0, 1.0, 0.1)))
    assert {(one.check, one.target, one.part): one.status for one in found} == {
        place: one.status for place, one in places.items() if one in (ERROR, WARNING)
    }
    assert [one.status for one in found] == [Status.ERROR] * 3 + [Status.WARNING] * 2
    assert found[0].entry["message"] == "late"


def test_the_short_words_are_known_too() -> None:
    """``unhealthy`` is an error, as ``get_health_status()`` has it; figures are no checks."""
    checks = {
        "database": {"status": "unhealthy", "response_time": 1.0},
        "cache": {"status": "warning", "targets": {"hits": 5}},
        "celery": {"status": "healthy"},
        "system": {"cpu": 99.0},
    }
    found = wrong_places({"checks": checks})
    assert [(one.check, one.status) for one in found] == [
        ("database", Status.ERROR),
        ("cache", Status.WARNING),
    ]


@pytest.mark.parametrize("checks", [None, 5, "x", [], {1: 2}, {"a": {"status": ["error"]}}])
def test_what_is_made_otherwise_says_nothing(checks: Any) -> None:
    """It is nobody's document, and no error either."""
    assert wrong_places({"checks": checks}) == []
    assert wrong_places({}) == []
