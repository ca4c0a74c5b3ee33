"""The cases that each alert has to have in the tests for promtool, and what each has to show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from promql_parser import parse_duration

from mixin.rules.rule import Alert, Severity

CASES = ("firing", "silent", "boundary", "resolving")
ANNOTATIONS = {"summary", "description", "runbook_url", "dashboard_url"}
NAME = re.compile(rf"(\w+) ({'|'.join(CASES)})( .+)?")
"""An alert, a case, and where there are several tests of a case, what each is about."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What is expected of an alert at a time.

    Attributes:
        at: Seconds since the beginning.
        alerts: What fires.
    """

    at: float
    alerts: Sequence[dict[str, Any]]

    def fires(self, severity: Severity) -> bool:
        """Whether it is expected to fire with a severity."""
        return any(alert["exp_labels"].get("severity") == severity for alert in self.alerts)


def missing_cases(alerts: Sequence[Alert], tests: dict[str, Any]) -> Iterator[str]:
    """Yield what a file of tests does not show of the alerts of its file of rules."""
    names = {alert.name for alert in alerts}
    for test in tests["tests"]:
        yield from _ill_named(test, names)
    for alert in alerts:
        for case in CASES:
            # The watchdog never ends.
            if alert.severity is Severity.NONE and case != "firing":
                continue
            shown = [_moments(test, alert.name) for test in _of(tests, alert.name, case)]
            if not any(SHOWS[case](moments, alert.severity) for moments in shown):
                yield f"{alert.name} ({alert.severity}): no test shows it {case}"


def _of(tests: dict[str, Any], alert: str, case: str) -> list[dict[str, Any]]:
    found = [(NAME.fullmatch(test.get("name", "")), test) for test in tests["tests"]]
    return [test for match, test in found if match and match.group(1, 2) == (alert, case)]


def _moments(test: dict[str, Any], alert: str) -> list[Moment]:
    """Return what is expected of an alert, in the order of time."""
    told = [told for told in test.get("alert_rule_test", ()) if told["alertname"] == alert]
    moments = [Moment(_seconds(one["eval_time"]), one.get("exp_alerts") or ()) for one in told]
    return sorted(moments, key=lambda moment: moment.at)


def _seconds(time: object) -> float:
    """The parser takes no time of nothing."""
    text = str(time)
    return parse_duration(text).total_seconds() if re.search("[1-9]", text) else 0.0


def _fires(moments: Sequence[Moment], severity: Severity) -> bool:
    """It fires once at least, with all its annotations."""
    of_it = [
        alert
        for moment in moments
        for alert in moment.alerts
        if alert["exp_labels"].get("severity") == severity
    ]
    return bool(of_it) and all(
        set(alert.get("exp_annotations", ())) == ANNOTATIONS
        and all(alert["exp_annotations"].values())
        for alert in of_it
    )


def _is_silent(moments: Sequence[Moment], severity: Severity) -> bool:  # noqa: ARG001
    return bool(moments) and not any(moment.alerts for moment in moments)


def _has_a_boundary(moments: Sequence[Moment], severity: Severity) -> bool:
    return len({moment.fires(severity) for moment in moments}) == 2


def _resolves(moments: Sequence[Moment], severity: Severity) -> bool:
    return any(moment.fires(severity) for moment in moments) and not moments[-1].alerts


SHOWS = {
    "firing": _fires,
    "silent": _is_silent,
    "boundary": _has_a_boundary,
    "resolving": _resolves,
}


def _ill_named(test: dict[str, Any], names: set[str]) -> Iterator[str]:
    name = test.get("name", "")
    match = NAME.fullmatch(name)
    if match is None:
        yield f"the test {name!r} is not named ALERT CASE"
    elif match[1] not in names:
        yield f"the test {name!r} is of no alert of this file"
    for told in test.get("alert_rule_test", ()):
        if told["alertname"] not in names:
            yield f"the test {name!r} expects {told['alertname']}, which this file has not"
