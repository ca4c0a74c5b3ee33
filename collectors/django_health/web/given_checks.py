"""What a view's ``get_custom_checks()`` gives, as results beside those of the engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django_health.answers import wrong_answer
from django_health.check import BaseHealthCheck
from django_health.engine.boundary import outcome_of
from django_health.failure import CheckFailed
from django_health.json_ready import one_line
from django_health.result import CheckResult, Outcome, Reason, Report, Status

NAME = "custom_checks"
"""What stands in the place of the checks where there are none to show, and how one is called that
takes the name of another."""

NAMELESS = "?"
"""The target of the entry that stands for all that have no name."""

ENDINGS = (SystemExit, KeyboardInterrupt, GeneratorExit)
"""How a server ends the thread of a request; who gives checks has no part in that."""

GivenChecks = Mapping[str, Mapping[str, object] | Outcome]
"""By name: a mapping with ``status`` and any further keys, or an outcome."""


def with_given_checks(
    report: Report,
    ask: Callable[[], GivenChecks],
    *,
    clock: Callable[[], float] = time.monotonic,
) -> Report:
    """Return a report with the checks that a function gives, whatever it does.

    A check whose name is taken is called ``custom_checks/<name>``; for those whose name is empty or
    no text there is one error. The time of each is that of the call, which gives them all.

    Args:
        report: What the engine says.
        ask: Gives the checks; called here and now.
        clock: Monotonic seconds.

    Raises:
        SystemExit, KeyboardInterrupt, GeneratorExit: The server ends this thread.
    """
    began = clock()
    asked = _Asked(ask)
    outcome = outcome_of(asked, passing=ENDINGS)
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


def _named(given: Mapping[Any, Any], report: Report) -> Iterator[tuple[str, str, Outcome]]:
    """Each check's component, its target inside that, and what it says."""
    taken = set(report.components)
    nameless = 0
    for key, answer in given.items():
        name = one_line(str.__str__(key)).strip() if isinstance(key, str) else ""
        if not name:
            nameless += 1
            continue
        outcome = outcome_of(_Given(answer), passing=ENDINGS)
        yield (NAME, name, outcome) if name in taken else (name, "", outcome)
        taken.add(name)
    if nameless:
        yield NAME, NAMELESS, wrong_answer(f"names that are empty or no text: {nameless}")


class _Asked(BaseHealthCheck):
    """The call as a check, so that the one error boundary is around it."""

    name = NAME

    def __init__(self, ask: Callable[[], GivenChecks]) -> None:
        self._ask = ask
        self.given: dict[Any, Any] = {}

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

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def check(self) -> Any:
        return self._answer
