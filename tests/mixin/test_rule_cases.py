"""What a file of rule tests does not show is found."""

from __future__ import annotations

from typing import Any

import pytest

from mixin.rules.rule import Alert, Severity
from rule_cases import missing_cases

ALERT = "DjangoHealthExample"
ANNOTATIONS = dict.fromkeys(("summary", "description", "runbook_url", "dashboard_url"), "text")


def _alert(severity: Severity) -> Alert:
    return Alert(ALERT, "up == 0", severity, "exporter", "s", "d", "dhe-exporter", {})


def _expected(at: str, *severities: str, **changes: Any) -> dict[str, Any]:
    alerts = [
        {"exp_labels": {"severity": severity}, "exp_annotations": ANNOTATIONS} | changes
        for severity in severities
    ]
    return {"eval_time": at, "alertname": ALERT, "exp_alerts": alerts}


def _tests(**changes: list[dict[str, Any]]) -> dict[str, Any]:
    cases = {
        "firing": [_expected("10m", "warning")],
        "silent": [_expected("10m")],
        "boundary": [_expected("5m"), _expected("6m", "warning")],
        "resolving": [_expected("10m", "warning"), _expected("1h")],
    }
    made = (cases | changes).items()
    return {"tests": [{"name": f"{ALERT} {case}", "alert_rule_test": t} for case, t in made if t]}


def _missing(tests: dict[str, Any], *severities: Severity) -> list[str]:
    return list(missing_cases([_alert(s) for s in severities or (Severity.WARNING,)], tests))


def test_all_four_cases_suffice() -> None:
    """Nothing is missing of an alert that is shown in each case."""
    assert _missing(_tests()) == []


@pytest.mark.parametrize("case", ["firing", "silent", "boundary", "resolving"])
def test_a_missing_case_is_found(case: str) -> None:
    """Each of the four is needed."""
    assert _missing(_tests(**{case: []})) == [f"{ALERT} (warning): no test shows it {case}"]


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("firing", [_expected("10m")]),
        ("firing", [_expected("10m", "critical")]),
        ("firing", [_expected("10m", "warning", exp_annotations={"summary": "text"})]),
        ("firing", [_expected("10m", "warning", exp_annotations=ANNOTATIONS | {"summary": ""})]),
        ("silent", [_expected("10m"), _expected("20m", "warning")]),
        ("boundary", [_expected("5m"), _expected("6m")]),
        ("boundary", [_expected("5m", "warning"), _expected("6m", "warning")]),
        ("resolving", [_expected("0"), _expected("10m", "warning")]),
        ("resolving", [_expected("9m", "warning"), _expected("1h"), _expected("2h", "warning")]),
        ("resolving", [_expected("1h", "warning"), _expected("9m")]),
        ("resolving", [_expected("1h")]),
    ],
)
def test_a_case_that_does_not_show_it_is_found(case: str, told: list[dict[str, Any]]) -> None:
    """A test of the right name that expects something else is no case."""
    assert _missing(_tests(**{case: told})) == [f"{ALERT} (warning): no test shows it {case}"]


def test_each_severity_needs_its_cases() -> None:
    """What shows the warning does not show the critical one; silent are both."""
    found = _missing(_tests(), Severity.WARNING, Severity.CRITICAL)
    assert found == [
        f"{ALERT} (critical): no test shows it {case}"
        for case in ("firing", "boundary", "resolving")
    ]


def test_a_case_may_have_several_tests() -> None:
    """What follows the case in a name is free, and one of them has to show it."""
    tests = _tests(firing=[])
    tests["tests"] += [
        {"name": f"{ALERT} firing {what}", "alert_rule_test": told}
        for what, told in (("late", [_expected("10m", "warning")]), ("never", [_expected("1m")]))
    ]
    assert _missing(tests) == []


def test_a_watchdog_needs_to_fire_alone() -> None:
    """It is never silent, and never ends."""
    tests = _tests(firing=[_expected("0", "none")], silent=[], boundary=[], resolving=[])
    assert _missing(tests, Severity.NONE) == []
    assert _missing({"tests": []}, Severity.NONE) != []


@pytest.mark.parametrize("name", ["", "it fires", f"{ALERT} sometimes", "DjangoHealthOther firing"])
def test_a_name_that_says_nothing_is_found(name: str) -> None:
    """Every test says of which alert it shows what."""
    tests = _tests()
    tests["tests"].append({"name": name, "alert_rule_test": [_expected("1m")]})
    assert any(repr(name) in finding for finding in _missing(tests))


def test_an_expectation_of_an_unknown_alert_is_found() -> None:
    """It would be fulfilled for ever."""
    tests = _tests()
    tests["tests"][1]["alert_rule_test"].append(_expected("1m") | {"alertname": "DjangoHealthOld"})
    assert _missing(tests) == [
        f"the test '{ALERT} silent' expects DjangoHealthOld, which this file has not"
    ]
