"""The shapes of the health documents, held against real documents."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from django_health.reports.documents import (
    Document,
    detailed_document,
    health_document,
    system_document,
)
from django_health.reports.health_json import (
    detailed_health_json,
    short_health_json,
    system_health_json,
)
from django_health.result import CheckResult, Outcome, Reason, Report, Status
from django_health.settings import COMPONENTS
from django_health_exporter.web.openapi.health_shapes import (
    Checks,
    DetailedHealth,
    DetailedHealthJson,
    Health,
    HealthJson,
    SystemHealth,
)

FINE = Outcome()


def _result(name: str, target: str = "", part: str = "", outcome: Outcome = FINE) -> CheckResult:
    return CheckResult(name, target, part, outcome, 0.5, 1, last_success=5)


FAILED = Outcome(
    Status.ERROR, Reason.TIMEOUT, "no answer", {"missing_privileges": ["GRANT x"], "usage": 3}
)
REPORT = Report(
    (
        _result("database", "default", outcome=FAILED),
        _result("cache", "default", "a:1"),
        _result("cache", "default", "b:1", FAILED),
        _result("system", part="cpu", outcome=Outcome(details={"usage": 4, "cores": 2})),
        _result("system", part="uptime", outcome=Outcome(details={"uptime_seconds": 90_061})),
        _result("celery", outcome=Outcome(Status.WARNING, details={"workers": 2})),
        _result("warehouse", outcome=Outcome(details={"targets": 5, "parts": "a"})),
        _result("cache", "local", outcome=Outcome(Status.SKIPPED, message="in memory")),
    ),
    created=1000,
    now=10,
    duration=0.25,
)
EMPTY = Report((), 1000, 10, 0.25)


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["full", "empty"])
@pytest.mark.parametrize(
    ("make", "shape"),
    [
        (health_document, Health),
        (detailed_document, DetailedHealth),
        (system_document, SystemHealth),
        (short_health_json, HealthJson),
        (detailed_health_json, DetailedHealthJson),
        (system_health_json, DetailedHealthJson),
    ],
)
def test_documents_have_the_shape(
    make: Callable[[Report], Document], shape: type, report: Report
) -> None:
    """Also those of a custom check whose figures are called like parts of the document."""
    msgspec.convert(msgspec.json.decode(msgspec.json.encode(make(report))), shape)


def test_a_document_of_another_shape_is_none() -> None:
    """A shape forbids what would be wrong."""
    document = {**detailed_document(REPORT), "status": "fine"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(document, DetailedHealth)
    checks = {"database": {"status": "ok", "response_time": 1}}
    with pytest.raises(msgspec.ValidationError, match="targets"):
        msgspec.convert(checks, Checks)


def test_each_component_has_a_shape() -> None:
    """A component that is added without one is noticed."""
    assert Checks.__struct_fields__ == COMPONENTS
