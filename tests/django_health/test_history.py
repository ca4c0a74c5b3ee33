"""What the checks said during the last hours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from django_health import history
from django_health.history import History, Spell
from django_health.result import CheckResult, Outcome, Report, Status

STEP = 10.0
NOW = 1000.0
OK, WARNING, ERROR = Status.OK, Status.WARNING, Status.ERROR


class _Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def _result(status: Status, name: str = "cache", finished: float = 0.0) -> CheckResult:
    return CheckResult(name, "default", "", Outcome(status), duration=0.0, finished=finished)


def _report(at: float, *results: CheckResult, now: float | None = None) -> Report:
    """A report whose results are as old as the report; ``now`` on the monotonic clock."""
    now = at if now is None else now
    found = tuple(replace(result, finished=result.finished or now) for result in results)
    return Report(found, created=at, now=now, duration=0.0)


def _history(steps: int = 4) -> tuple[History, _Clock]:
    clock = _Clock()
    return History(steps * STEP, steps, clock), clock


def test_the_newest_step_comes_last() -> None:
    """What was not asked is unknown, and no step is made up."""
    kept, _ = _history()
    kept.note(_report(NOW - 2 * STEP, _result(ERROR)))
    kept.note(_report(NOW, _result(OK)))
    assert kept.of(_result(OK)) == [None, ERROR, None, OK]


def test_a_step_is_as_bad_as_the_worst_in_it() -> None:
    """An error of a moment is seen, before and after what is better."""
    kept, _ = _history()
    for second, status in enumerate((OK, ERROR, WARNING)):
        kept.note(_report(NOW + second, _result(status)))
    assert kept.of(_result(OK))[-1] is ERROR


def test_what_one_request_did_not_wait_for_is_no_news() -> None:
    """Else anybody in a hurry wrote errors into what all see; an overrun of its own limit is."""
    kept, _ = _history()
    kept.note(_report(NOW, replace(_result(ERROR), answered=False)))
    assert kept.of(_result(OK)) == [None] * 4
    kept.note(_report(NOW, _result(ERROR)))
    assert kept.of(_result(OK))[-1] is ERROR


def test_what_is_repeated_counts_once() -> None:
    """An answer that is kept was given when it was given, however often it is told."""
    kept, _ = _history()
    answer = _result(ERROR, finished=NOW - 2 * STEP)
    kept.note(_report(NOW - STEP, answer))
    kept.note(_report(NOW + 5, answer, now=NOW))  # the clock was set forward
    assert kept.of(answer) == [None, ERROR, None, None]
    assert kept.past(answer).spells == [Spell(ERROR, NOW - 2 * STEP, NOW - 2 * STEP)]


def test_an_answer_that_comes_after_a_later_one() -> None:
    """Threads overtake each other; the worst is seen all the same."""
    kept, _ = _history()
    kept.note(_report(NOW, _result(OK)))
    kept.note(_report(NOW, _result(ERROR, finished=NOW - STEP)))
    assert kept.of(_result(OK)) == [None, None, ERROR, OK]
    assert [spell.status for spell in kept.past(_result(OK)).spells] == [OK]


def test_spells() -> None:
    """When a check said what, to the second; after a long silence a new one begins."""
    kept, _ = _history(steps=8)
    for when, status in ((0, OK), (3, ERROR), (9, ERROR), (11, OK), (50, OK)):
        kept.note(_report(NOW + when, _result(status)))
    spells = kept.past(_result(OK), NOW + 50).spells
    assert spells == [
        Spell(OK, NOW, NOW),
        Spell(ERROR, NOW + 3, NOW + 9),
        Spell(OK, NOW + 11, NOW + 11),
        Spell(OK, NOW + 50, NOW + 50),
    ]


def test_steps_and_words_are_of_one_moment() -> None:
    """Of that which is given, and not of when somebody looks."""
    kept, clock = _history()
    kept.note(_report(NOW, _result(OK)))
    clock.now = NOW + STEP
    assert kept.of(_result(OK)) == [None, None, OK, None]
    assert kept.of(_result(OK), NOW) == [None, None, None, OK]


def test_a_clock_that_is_set_back() -> None:
    """What was said before stays, and what is said since is there too."""
    kept, clock = _history()
    kept.note(_report(NOW + STEP, _result(OK), now=1.0))
    kept.note(_report(NOW, _result(ERROR), now=2.0))
    kept.note(_report(NOW + STEP, _result(OK), now=12.0))
    clock.now = NOW + STEP
    assert kept.of(_result(OK)) == [None, None, ERROR, OK]


def test_what_is_old_falls_out() -> None:
    """As time goes on, also where nobody asks."""
    kept, clock = _history()
    kept.note(_report(NOW, _result(OK)))
    clock.now = NOW + 3 * STEP
    assert kept.of(_result(OK)) == [OK, None, None, None]
    clock.now = NOW + 4 * STEP
    assert kept.of(_result(OK)) == [None] * 4


def test_memory_is_bounded() -> None:
    """However long it goes on, and whatever the clock does, a check has so many of each."""
    kept, _ = _history()
    for number in range(200):
        at = NOW + number * STEP * (1 if number % 50 else -3)
        kept.note(_report(at, _result((OK, ERROR)[number % 2]), now=number + 1.0))
    for known in kept._known.values():
        assert len(known.steps) <= 2 * 4
        assert len(known.spells) <= history.SPELLS


def test_checks_that_are_gone_are_forgotten() -> None:
    """A check that is not configured any more leaves nothing behind after the span."""
    kept, _ = _history()
    kept.note(_report(NOW, _result(OK, "cache"), _result(OK, "database")))
    kept.note(_report(NOW + 3 * STEP, _result(OK, "database")))
    assert len(kept._known) == 2
    kept.note(_report(NOW + 4 * STEP, _result(OK, "database")))
    assert [name for name, _, _ in kept._known] == ["database"]


def test_the_number_of_checks_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name too many has no history, and takes nobody's place."""
    monkeypatch.setattr(history, "PLACES", 1)
    kept, _ = _history()
    kept.note(_report(NOW, _result(OK, "cache"), _result(OK, "database")))
    assert kept.of(_result(OK, "cache"))[-1] is OK
    assert kept.of(_result(OK, "database")) == [None] * 4


def test_new_names_take_the_places_of_old_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a reload: as soon as nothing was heard of those for a while, and not hours later."""
    monkeypatch.setattr(history, "PLACES", 2)
    kept, clock = _history()
    kept.note(_report(NOW, _result(OK, "old"), _result(OK, "older")))
    clock.now = NOW + 2 * STEP
    kept.note(_report(clock.now, _result(OK, "new"), _result(OK, "newer")))
    assert kept.of(_result(OK, "new"))[-1] is OK
    assert kept.of(_result(OK, "newer"))[-1] is OK
