"""What a view's ``get_custom_checks()`` gives, as results beside those of the engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from django_health.check import BaseHealthCheck
from django_health.engine.boundary import outcome_of
from django_health.failure import CheckFailed
from django_health.json_ready import one_line
from django_health.result import CheckResult, Outcome, Reason, Report, Status

NAME = "custom_checks"
"""What stands in the place of the checks where there are none to show, and how one is called that
takes the name of another."""

GivenChecks = Mapping[str, Mapping[str, object] | Outcome]
"""By name: a mapping with ``status`` and any further keys, or an outcome."""


def with_given_checks(
    report: Report,
    ask: Callable[[], GivenChecks],
    *,
    clock: Callable[[], float] = time.monotonic,
) -> Report:
    """Return a report with the checks that a function gives, whatever it does.

    A check whose name the report has already is called ``custom_checks/<name>``. The time of each
    is that of the call, which gives them all.

    Args:
        report: What the engine says.
        ask: Gives the checks; called here and now.
        clock: Monotonic seconds.
    """
    began = clock()
    asked = _Asked(ask)
    outcome = outcome_of(asked)
    duration = clock() - began
    now = report.now + duration
    found = _named(asked.given, report) if outcome.status is Status.OK else [(NAME, "", outcome)]
    given = tuple(
        CheckResult(name, target, "", outcome, duration, finished=now)
        for name, target, outcome in found
    )
    return replace(
        report,
        results=report.results + given,
        created=report.created + duration,
        now=now,
        duration=report.duration + duration,
    )


def _named(given: GivenChecks, report: Report) -> Iterator[tuple[str, str, Outcome]]:
    """Each check's component, its target inside that, and what it says."""
    for key, answer in given.items():
        name = one_line(key)
        taken = name in report.components
        yield NAME if taken else name, name if taken else "", outcome_of(_Given(answer))


class _Asked(BaseHealthCheck):
    """The call as a check, so that the one error boundary is around it."""

    name = NAME

    def __init__(self, ask: Callable[[], GivenChecks]) -> None:
        self._ask = ask
        self.given: GivenChecks = {}

    def check(self) -> Outcome:
        given: object = self._ask()
        if not isinstance(given, Mapping):
            raise CheckFailed(
                Reason.WRONG_ANSWER,
                f"get_custom_checks() returned {type(given).__name__}, not a mapping of mappings",
            )
        self.given = dict(given)
        return Outcome()


class _Given(BaseHealthCheck):
    """One answer as a check."""

    name = NAME

    def __init__(self, answer: Mapping[str, object] | Outcome) -> None:
        self._answer = answer

    def check(self) -> Mapping[str, object] | Outcome:
        return self._answer
