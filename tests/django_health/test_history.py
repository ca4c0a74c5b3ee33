"""What the checks said during the last hours."""

from __future__ import annotations

import pytest

from django_health import history
from django_health.history import History
from django_health.result import CheckResult, Outcome, Report, Status

STEP = 10.0
NOW = 1000.0


class _Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def _result(status: Status, name: str = "cache") -> CheckResult:
    return CheckResult(name, "default", "", Outcome(status), duration=0.0, finished=0.0)


def _report(at: float, *results: CheckResult) -> Report:
    return Report(results, created=at, now=0.0, duration=0.0)


def _history(steps: int = 4) -> tuple[History, _Clock]:
    clock = _Clock()
    return History(steps * STEP, steps, clock), clock


def test_the_newest_step_comes_last() -> None:
    """What was not asked is unknown, and no step is made up."""
    kept, _ = _history()
    kept.note(_report(NOW - 2 * STEP, _result(Status.ERROR)))
    kept.note(_report(NOW, _result(Status.OK)))
    assert kept.of(_result(Status.OK)) == [None, Status.ERROR, None, Status.OK]


def test_a_step_is_as_bad_as_the_worst_in_it() -> None:
    """An error of a moment is seen, before and after what is better."""
    kept, _ = _history()
    for second, status in enumerate((Status.OK, Status.ERROR, Status.WARNING)):
        kept.note(_report(NOW + second, _result(status)))
    assert kept.of(_result(Status.OK))[-1] is Status.ERROR


def test_what_is_old_falls_out() -> None:
    """As time goes on, also where nobody asks."""
    kept, clock = _history()
    kept.note(_report(NOW, _result(Status.OK)))
    clock.now = NOW + 3 * STEP
    assert kept.of(_result(Status.OK)) == [Status.OK, None, None, None]
    clock.now = NOW + 4 * STEP
    assert kept.of(_result(Status.OK)) == [None] * 4


def test_memory_is_bounded_by_steps() -> None:
    """However long it goes on, a check has so many steps."""
    kept, clock = _history()
    for number in range(100):
        clock.now = NOW + number * STEP
        kept.note(_report(clock.now, _result(Status.OK)))
    assert [len(steps) for steps in kept._known.values()] == [4]


def test_checks_that_are_gone_are_forgotten() -> None:
    """A check that is not configured any more leaves nothing behind after the span."""
    kept, _ = _history()
    kept.note(_report(NOW, _result(Status.OK, "cache"), _result(Status.OK, "database")))
    kept.note(_report(NOW + 3 * STEP, _result(Status.OK, "database")))
    assert len(kept._known) == 2
    kept.note(_report(NOW + 4 * STEP, _result(Status.OK, "database")))
    assert [name for name, _, _ in kept._known] == ["database"]


def test_the_number_of_checks_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name too many has no history, and takes nobody's place."""
    monkeypatch.setattr(history, "PLACES", 1)
    kept, _ = _history()
    kept.note(_report(NOW, _result(Status.OK, "cache"), _result(Status.OK, "database")))
    assert kept.of(_result(Status.OK, "cache"))[-1] is Status.OK
    assert kept.of(_result(Status.OK, "database")) == [None] * 4
