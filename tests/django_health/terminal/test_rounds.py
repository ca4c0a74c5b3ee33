"""Asks an engine once."""

from __future__ import annotations

import io

from django_health.result import Reason, Status
from django_health.terminal.rounds import MARGIN, ask, patience_for, telling
from sample_checks import Hangs, Loyal, Sample, engine_of


def test_all_is_asked_once() -> None:
    """Each check has its own limit where no other is given."""
    slow = Loyal("slow", timeout=0.2)
    fine = Sample("fine")
    with engine_of(slow, fine) as engine:
        assert patience_for(engine) == fine.timeout + MARGIN
        report = ask(engine)
    assert [result.status for result in report.results] == [Status.ERROR, Status.OK]
    assert report.results[0].outcome.message == "no answer within 0.2 s"
    assert (fine.runs, slow.runs) == (1, 1)


def test_it_waits_no_longer_than_it_is_told_to() -> None:
    """What has not answered is timed out, the rest as usual."""
    with engine_of(Hangs("hung"), Sample("fine")) as engine:
        report = ask(engine, 0.3)
    assert report.results[0].outcome.reason is Reason.TIMEOUT
    assert report.results[1].status is Status.OK


def test_somebody_is_told_how_far_it_is() -> None:
    """Which checks are awaited."""
    told = []
    with engine_of(Hangs("hung"), Sample("fine")) as engine:
        ask(engine, 0.5, lambda asked: told.append([check.name for check in asked.awaited]))
    assert told[-1] == ["hung"]
    assert len(told) > 1


def test_nobody_is_told_where_nobody_waits() -> None:
    """A pipe has no line that comes and goes."""
    stream = io.StringIO()
    with telling(stream) as tell:
        assert tell is None
    assert stream.getvalue() == ""


def test_a_closed_stream_has_no_reader() -> None:
    """Python has nothing for it."""
    with telling(None) as tell:
        assert tell is None


def test_an_engine_without_checks_has_answered() -> None:
    """At once."""
    with engine_of() as engine:
        assert patience_for(engine) == MARGIN
        assert ask(engine).results == ()
