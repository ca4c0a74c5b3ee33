"""How the alerting asks: patiently."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import override_settings

from django_health.alerting import asking
from django_health.alerting.asking import application_report, patient_report
from django_health.application import application
from django_health.engine import Engine
from django_health.result import Reason, Status
from sample_checks import Hangs, Sample, engine_of


def test_all_that_answers_in_its_time_is_in_the_report() -> None:
    """Each overran its own timeout, or answered."""
    with engine_of(Sample("well"), Hangs(timeout=0.05)) as engine:
        well, late = patient_report(engine).results
        assert (well.status, late.outcome.reason) == (Status.OK, Reason.TIMEOUT)


def test_no_check_holds_up_the_others_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that may take an hour is told by what it said last."""
    monkeypatch.setattr(asking, "LONGEST", 0.05)
    with engine_of(Hangs(timeout=3600)) as engine:
        (late,) = patient_report(engine).results
        assert late.outcome.reason is Reason.TIMEOUT


def test_nothing_to_ask() -> None:
    """There is a report all the same."""
    assert patient_report(Engine([])).results == ()


def test_a_project_is_asked(django_project: Path) -> None:
    """All of it, and its history hears of it too."""
    assert django_project.is_dir()
    light = {"migrations": False, "celery": False, "configuration": False, "system": False}
    with override_settings(HEALTH_CHECK={"CHECKS": light}):
        report = application_report()
        assert list(report.components) == ["database", "cache"]
        (last, *_) = reversed(application().history.of(report.results[0]))
        assert last is report.results[0].status
