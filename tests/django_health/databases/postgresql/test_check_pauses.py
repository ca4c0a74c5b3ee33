"""The pause of the check of PostgreSQL: its questions are sent, its answers on their way."""

from __future__ import annotations

import pytest

from django_health.databases.stepped import completed
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from live_servers import PostgreSQL
from postgresql_checks import LONG, MakeCheck, figures_of


def test_a_run_with_its_pause_finds_the_same(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """In one pause at each run, on one session."""
    check = make_postgresql_check(own_postgresql)
    names = figures_of(check.check()).keys()
    for _ in range(3):  # the first prepares the questions, the others ask what is prepared
        steps = check.run_in_steps()
        next(steps)
        outcome = completed(steps)
        assert outcome.status is Status.OK
        assert figures_of(outcome).keys() == names
        assert 0 < figures_of(outcome)["round_trip_seconds"] < LONG


def test_a_server_that_ends_the_session_in_the_pause(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """Another one is opened and asked at once, as where that happened before the run."""
    check = make_postgresql_check(own_postgresql)
    check.check()
    steps = check.run_in_steps()
    next(steps)
    own_postgresql.restart()
    assert completed(steps).status is Status.OK


def test_cancelled_in_the_pause(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """The run ends as soon as it goes on, and the next one is well."""
    check = make_postgresql_check(own_postgresql)
    check.check()
    steps = check.run_in_steps()
    next(steps)
    check.cancel()
    with pytest.raises(CheckFailed) as caught:
        completed(steps)
    assert caught.value.reason is Reason.TIMEOUT
    assert check.connections == 0
    assert check.check().status is Status.OK


def test_closed_in_the_pause(make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL) -> None:
    """The session is closed when the run is over, which comes to its end."""
    check = make_postgresql_check(own_postgresql)
    steps = check.run_in_steps()
    next(steps)
    check.close()
    assert check.connections == 1
    assert completed(steps).status is Status.OK
    assert check.connections == 0
