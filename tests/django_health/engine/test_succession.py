"""An engine takes the place of another one."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from django_health.engine import Engine
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from sample_checks import HandClock, Hangs, Sample, engine_of, eventually

DEADLINE = 20.0


def _failing() -> Outcome:
    raise CheckFailed(Reason.REFUSED)


def _told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


def test_same_check_goes_on() -> None:
    """It is not closed, and an answer that is kept is given again."""
    kept, gone = Sample("kept", min_interval=60), Sample("gone")
    with engine_of(kept, gone) as old:
        old.run(deadline=DEADLINE)
        with engine_of(kept, after=old) as new:
            old.retire(spare=new.checks)
            assert (kept.closed, gone.closed) == (0, 1)
            assert [result.name for result in new.run(deadline=DEADLINE).results] == ["kept"]
            assert kept.runs == 1


def test_run_under_way_is_shared() -> None:
    """Who asks the new engine waits for what the old one began; nothing is run twice at a time."""
    hung = Hangs()
    with engine_of(hung) as old:
        first = old.start()
        assert hung.entered.wait(DEADLINE)
        with engine_of(hung, after=old) as new:
            old.retire(spare=new.checks)
            second = new.start()
            hung.gate.set()
            for engine, asked in ((old, first), (new, second)):
                asked.done.result(DEADLINE)
                assert engine.report(asked).status is Status.OK
            assert (hung.runs, hung.closed) == (1, 0)
            eventually(lambda: old.threads == 0)


def test_late_request_to_the_old_engine_is_answered() -> None:
    """It had that one in its hands; the check stays open for the new one."""
    check = Sample()
    with engine_of(check) as old, engine_of(check, after=old) as new:
        old.retire(spare=new.checks)
        assert old.run(deadline=DEADLINE).status is Status.OK
        eventually(lambda: old.threads == 0)
        assert check.closed == 0


def test_check_that_goes_during_a_run_of_two_engines_ago_is_closed() -> None:
    """The first engine runs it, the second one has it, the third one has not."""
    hung = Hangs()
    with engine_of(hung) as first:
        first.start()
        assert hung.entered.wait(DEADLINE)
        with engine_of(hung, after=first) as second:
            first.retire(spare=second.checks)
            with engine_of(after=second) as third:
                second.retire(spare=third.checks)
                assert hung.closed == 0
                hung.gate.set()
                eventually(lambda: hung.closed == 1)


def test_other_check_in_the_same_place_begins_anew() -> None:
    """An answer of the one before is not its own, however new; the last success is the place's."""
    old_one, new_one = Sample(min_interval=60), Sample(answer=_failing, min_interval=60)
    clock = HandClock()
    with engine_of(old_one, wall_clock=clock) as old:
        old.run(deadline=DEADLINE)
        with engine_of(new_one, after=old) as new:
            (result,) = new.run(deadline=DEADLINE, max_age=60).results
            assert new_one.runs == 1
            assert result.status is Status.ERROR
            assert result.last_success == clock.now


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (_failing, _failing, ["sample is error (refused, the connection was refused)"]),
        (Outcome, Outcome, []),
        (Outcome, _failing, ["sample is error (refused, the connection was refused)"]),
        (
            _failing,
            Outcome,
            ["sample is error (refused, the connection was refused)", "sample is ok"],
        ),
    ],
)
def test_changes_are_told_across_it(
    caplog: pytest.LogCaptureFixture,
    before: Callable[[], Outcome],
    after: Callable[[], Outcome],
    told: list[str],
) -> None:
    """Each once; also where an engine in between was never asked."""
    caplog.set_level(logging.INFO)
    with engine_of(Sample(answer=before)) as first:
        first.run(deadline=DEADLINE)
        between = Engine([Sample()], after=first)
        with engine_of(Sample(answer=after), after=between) as last:
            last.run(deadline=DEADLINE)
            last.run(deadline=DEADLINE)
    assert _told(caplog) == told


def test_what_was_silent_gets_a_thread_of_its_own() -> None:
    """It may be silent still, and must hold up nobody."""
    hung = Hangs(timeout=0.05)
    with engine_of(hung) as old:
        old.run(deadline=DEADLINE)
        hung.gate.set()
        silent = Hangs()
        with engine_of(silent, Sample("quick"), after=old, limit=1) as new:
            new.start(["hung"])
            assert silent.entered.wait(DEADLINE)
            assert new.run(["quick"], deadline=DEADLINE).status is Status.OK
