"""Asks again and again until all is well."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from django_health.terminal.waiting import still_ill, wait_until_well
from sample_checks import HandClock, Hangs, Sample, engine_of, result_of

REFUSED = CheckFailed(Reason.REFUSED, "the connection was refused")
WELL = Outcome()


def answers(*given: Outcome | Exception) -> Callable[[], Outcome]:
    """Give these one after the other, and the last one for good."""
    left: Iterator[Outcome | Exception] = iter(given[:-1])

    def answer() -> Outcome:
        next_one = next(left, given[-1])
        if isinstance(next_one, Exception):
            raise next_one
        return next_one

    return answer


class Time(HandClock):
    """Passes when somebody sleeps."""

    def sleep(self, seconds: float) -> None:
        """Let seconds pass."""
        self.now += seconds


def test_what_is_well_is_not_waited_for() -> None:
    """Also if it warns, or has nothing to ask."""
    checks = [
        Sample("warns", answer=lambda: Outcome(Status.WARNING, Reason.THRESHOLD, "full")),
        Sample("left", answer=lambda: Outcome(Status.SKIPPED)),
    ]
    time = Time()
    with engine_of(*checks) as engine:
        assert wait_until_well(engine, timeout=10, interval=1, clock=time, sleep=time.sleep) == []
    assert time.now == 1000.0
    assert checks[0].runs == 1


def test_it_asks_until_all_is_well_at_the_same_time() -> None:
    """What was well once is asked again."""
    first = Sample("first", answer=answers(WELL, REFUSED, WELL))
    second = Sample("second", answer=answers(REFUSED, WELL))
    time = Time()
    with engine_of(first, second) as engine:
        ill = wait_until_well(engine, timeout=10, interval=1, clock=time, sleep=time.sleep)
    assert ill == []
    assert first.runs == second.runs == 3
    assert time.now == 1002.0


def test_it_gives_up() -> None:
    """And says what is wrong, as far as it is waited for."""
    critical = Sample("cache", "default", answer=answers(REFUSED))
    other = Sample("cache", "side", answer=answers(REFUSED), critical=False)
    time = Time()
    with engine_of(critical, other) as engine:
        ill = wait_until_well(engine, timeout=2.5, interval=1, clock=time, sleep=time.sleep)
        every = wait_until_well(
            engine, timeout=1, interval=1, also_uncritical=True, clock=time, sleep=time.sleep
        )
    assert [result.label for result in ill] == ["cache/default"]
    assert [result.label for result in every] == ["cache/default", "cache/side"]
    assert critical.runs == 3 + 1
    assert still_ill(ill, 2.5) == (
        "not healthy after 2.5 s: cache/default: refused: the connection was refused"
    )


def test_what_hangs_ends_the_waiting_in_time() -> None:
    """It is told with what it answered before, which is more than that there was no answer."""
    hung = Hangs("cache", answer=answers(REFUSED))
    hung.gate.set()
    with engine_of(hung) as engine:
        engine.run(deadline=20)
        hung.gate.clear()
        (ill,) = wait_until_well(engine, timeout=0.3, interval=0.1)
    assert ill.outcome.reason is Reason.REFUSED


def test_what_hangs_now_is_not_well_because_it_was() -> None:
    """An earlier answer that was good is none."""
    hung = Hangs("cache")
    hung.gate.set()
    with engine_of(hung) as engine:
        engine.run(deadline=20)
        hung.gate.clear()
        (ill,) = wait_until_well(engine, timeout=0.3, interval=0.1)
    assert ill.outcome.reason is Reason.TIMEOUT


@pytest.mark.parametrize(("count", "more"), [(3, ""), (5, "; and 2 more")])
def test_of_many_three_are_named(count: int, more: str) -> None:
    """It is a line."""
    ill = [
        result_of("cache", str(n), status=Status.ERROR, reason=Reason.TIMEOUT) for n in range(count)
    ]
    assert still_ill(ill, 60) == (
        f"not healthy after 60 s: cache/0: timeout; cache/1: timeout; cache/2: timeout{more}"
    )
