"""The pages that the daemon and the views share."""

from __future__ import annotations

import json
import math

import pytest

from django_health.reports.documents import detailed_document, health_document, system_document
from django_health.reports.health_json import (
    detailed_health_json,
    short_health_json,
    system_health_json,
)
from django_health.reports.pages import DETAILED, SHORT, SYSTEM, HealthPage, encoded
from django_health.result import Status
from sample_checks import report_of, result_of

HEALTH_JSON = "application/health+json"


@pytest.mark.parametrize("page", [SHORT, DETAILED, SYSTEM])
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (Status.SKIPPED, 200),
        (Status.OK, 200),
        (Status.WARNING, 200),
        (Status.ERROR, 503),
    ],
)
def test_the_code_is_that_of_the_status_in_both_forms(
    page: HealthPage, status: Status, code: int
) -> None:
    """Only an error is 503, whichever form was asked for."""
    report = report_of(result_of("system", part="cpu", status=status))
    assert [page.answer(report, accept).status for accept in ("", HEALTH_JSON)] == [code, code]


def test_each_page_has_its_two_documents() -> None:
    """They are those of the two modules of documents."""
    report = report_of(result_of("database", "default"), result_of("system", part="cpu"))
    pairs = {
        SHORT: (health_document, short_health_json),
        DETAILED: (detailed_document, detailed_health_json),
        SYSTEM: (system_document, system_health_json),
    }
    for page, (plain, draft) in pairs.items():
        answer = page.answer(report, "*/*")
        assert answer.content_type == "application/json; charset=utf-8"
        assert json.loads(answer.body) == plain(report)
        answer = page.answer(report, HEALTH_JSON)
        assert answer.content_type == HEALTH_JSON
        assert json.loads(answer.body) == draft(report)


def test_only_the_page_of_the_host_is_about_one_component() -> None:
    """The others ask all."""
    assert [page.names for page in (SHORT, DETAILED, SYSTEM)] == [None, None, ("system",)]


def test_numbers_are_finite_and_values_plain() -> None:
    """What JSON has no form for becomes null, or the name of its type."""
    document = json.loads(encoded({"a": math.nan, "b": [math.inf], "c": object(), "d": 1.5}))
    assert document == {"a": None, "b": [None], "c": "object", "d": 1.5}
