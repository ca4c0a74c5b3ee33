"""Details are made fit to be shown where somebody looks at them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from django_health.reports import shown as shown_module
from django_health.reports.documents import detailed_document
from django_health.reports.pages import DETAILED, SHORT
from django_health.reports.shown import shown
from django_health.result import Outcome
from sample_checks import Sample, engine_of
from sample_checks.results import report_of, result_of

CANARY = "canary-hunter2"
RAW = {"text": f"redis://:{CANARY}@host/0", "number": float("nan"), "object": object()}
READY = {"text": "redis://***@host/0", "number": "nan", "object": "object"}


def test_details_become_plain_values() -> None:
    """Everything else of a report stays as it is."""
    result = replace(result_of("cache", "default"), outcome=Outcome(details=RAW))
    report = report_of(result)
    made = shown(report)
    assert made.results[0].outcome.details == READY
    assert replace(made, results=report.results) == report
    assert replace(made.results[0], outcome=result.outcome) == result


def test_what_a_check_leaves_alone_is_made_ready_for_the_page_alone() -> None:
    """A scrape does not pay for it; the page shows it as it does that of any other check."""

    class Final(Sample):
        details_are_final = True

    with engine_of(Final(answer=lambda: Outcome(details=RAW))) as engine:
        report = engine.run(deadline=20)
    assert report.results[0].outcome.details is RAW
    body = DETAILED.answer(report, "").body.decode()
    assert '"redis://***@host/0"' in body
    assert CANARY not in body
    assert CANARY not in SHORT.answer(report, "").body.decode()
    assert detailed_document(shown(report))["checks"]


def test_what_a_check_may_go_on_with_is_copied_at_once() -> None:
    """Of any other check, before somebody can change it."""
    details = {"a": [1]}
    with engine_of(Sample(answer=lambda: Outcome(details=details))) as engine:
        report = engine.run(deadline=20)
    details["a"].append(2)
    assert report.results[0].outcome.details == {"a": [1]}


def test_the_same_result_is_made_ready_once() -> None:
    """Probes look at it again and again; another one of the same check is another matter."""
    result = replace(result_of("cache", "default"), outcome=Outcome(details=RAW))
    first = shown(report_of(result)).results[0]
    assert shown(report_of(result)).results[0] is first
    other = replace(result, outcome=Outcome(details={"a": 1}))
    assert shown(report_of(other)).results[0].outcome.details == {"a": 1}
    assert shown(report_of(result)).results[0].outcome.details == READY


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever checks are called."""
    monkeypatch.setattr(shown_module, "MOST", 3)
    for number in range(20):
        shown(report_of(result_of("custom", f"{number}")))
        assert len(shown_module._kept) <= 3
