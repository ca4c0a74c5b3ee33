"""The waits of the check of PostgreSQL: its questions are sent, its answers on their way."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.databases.postgresql.session import Session
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason, Status
from django_health.steps import Awaited, completed
from live_servers import PostgreSQL, issue_certificate
from postgresql_checks import LONG, MakeCheck, figures_of
from walked_steps import (
    expect_a_new_begin,
    expect_nothing_kept_when_given_up,
    going_on_later,
    resumed,
    seen,
    unanswered,
    wait_of,
    walked,
)


@pytest.fixture
def check(make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL) -> PostgreSQLCheck:
    """A check that has a session on a server of its own, with all prepared, and time."""
    made = make_postgresql_check(own_postgresql, timeout=LONG)
    made.check()
    made.check()
    return made


def test_a_run_with_its_waits_finds_the_same(check: PostgreSQLCheck) -> None:
    """On one session, whichever thread goes on with it."""
    names = figures_of(check.check()).keys()
    with ThreadPoolExecutor(1) as threads:
        for run in (walked, lambda steps: threads.submit(walked, steps).result()):
            outcome, _ = run(check.run_in_steps())
            assert outcome.status is Status.OK
            assert figures_of(outcome).keys() == names
            assert 0 < figures_of(outcome)["round_trip_seconds"] < LONG
        steps = check.run_in_steps()
        assert threads.submit(next, steps).result().is_soon
        assert not threads.submit(steps.send, None).result().is_soon
        assert completed(steps).status is Status.OK
    assert check.connections == 1


def test_each_answer_is_waited_for(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """The probe's comes soon, the long one late; connecting and preparing are no waits."""
    check = make_postgresql_check(own_postgresql)
    for _ in range(3):  # the second prepares the questions, the third asks what is prepared
        _, waits = walked(check.run_in_steps())
        descriptor = waits[0].descriptor
        assert waits == [
            Awaited(descriptor, is_soon=True, is_near=True),
            Awaited(descriptor, is_soon=False, is_near=True),
        ]


def test_each_answer_of_an_encrypted_server_is_waited_for(
    make_postgresql_check: MakeCheck, tmp_path: Path
) -> None:
    """Nothing of an answer, and of the handshake, is left decrypted where its end was read."""
    with PostgreSQL(tls=issue_certificate(tmp_path, "localhost")) as server:
        check = make_postgresql_check(server, timeout=LONG, options={"sslmode": "require"})
        for _ in range(3):
            outcome, waits = walked(check.run_in_steps())
            assert (outcome.status, len(waits)) == (Status.OK, 2)


def test_an_answer_that_is_here_already_is_not_waited_for(
    check: PostgreSQLCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be read while the last of a question is sent; then nothing more comes."""
    send = Session.send

    def send_and_read(session: Session, *arguments: Any) -> None:
        send(session, *arguments)
        while session.is_waiting:
            assert seen(session.soon)
            session._consume()

    monkeypatch.setattr(Session, "send", send_and_read)
    outcome, waits = walked(check.run_in_steps())
    assert (outcome.status, waits) == (Status.OK, [])
    loan = check.ask_in_steps("SELECT 1", limit=1, timeout=LONG, borrower="borrower")
    assert walked(loan)[1] == []


def test_the_probe_took_until_its_answer_was_seen(check: PostgreSQLCheck) -> None:
    """Not until the run had its turn."""
    outcome, _ = walked(check.run_in_steps(), lambda awaited: seen(awaited) + 1e6)
    assert figures_of(outcome)["round_trip_seconds"] == pytest.approx(1e6, abs=LONG)


def test_what_was_seen_is_read_without_another_wait(
    check: PostgreSQLCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would cost a system call; where nobody looked there is one."""
    waits: list[int] = []
    wait = Deadline.wait

    def note(self: Deadline, descriptor: int, events: int) -> None:
        waits.append(events)
        wait(self, descriptor, events)

    monkeypatch.setattr(Deadline, "wait", note)
    check.check()
    assert len(waits) >= 2
    steps = check.run_in_steps()
    moment = seen(wait_of(steps, 1))
    waits.clear()
    steps.send(moment)
    assert waits == []


@pytest.mark.parametrize("number", [1, 2])
def test_a_server_that_ends_the_session_in_a_wait(
    check: PostgreSQLCheck, own_postgresql: PostgreSQL, number: int
) -> None:
    """Another one is opened and asked at once, as where that happened before the run."""
    steps = check.run_in_steps()
    wait_of(steps, number)
    own_postgresql.restart()
    assert completed(steps).status is Status.OK


@pytest.mark.parametrize("is_seen", [True, False])
@pytest.mark.parametrize("number", [1, 2])
def test_cancelled_in_a_wait(check: PostgreSQLCheck, number: int, is_seen: bool) -> None:
    """The run ends as soon as it goes on, be its answer there; the next one is well."""
    steps = check.run_in_steps()
    awaited = wait_of(steps, number)
    moment = seen(awaited)
    check.cancel()
    with pytest.raises(CheckFailed) as caught:
        steps.send(moment if is_seen else None)
    assert caught.value.reason is Reason.TIMEOUT
    expect_a_new_begin(check)


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("says_so", [True, False])
def test_resumed_though_nothing_has_come(
    check: PostgreSQLCheck, own_postgresql: PostgreSQL, number: int, says_so: bool
) -> None:
    """The run waits by itself then, whatever it was told."""
    steps = check.run_in_steps()
    unanswered(steps, number, own_postgresql)
    with going_on_later(own_postgresql):
        outcome = resumed(steps, time.perf_counter() if says_so else None)
    assert outcome.status is Status.OK


def test_resumed_and_nothing_ever_comes(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """It waits no longer than a run without waits."""
    check = make_postgresql_check(own_postgresql, timeout=0.5)
    check.check()
    steps = check.run_in_steps()
    unanswered(steps, 2, own_postgresql)
    try:
        with pytest.raises(CheckFailed) as caught:
            resumed(steps, time.perf_counter())
    finally:
        own_postgresql.resume()
    assert caught.value.reason is Reason.TIMEOUT
    assert check.connections == 0


@pytest.mark.parametrize("number", [1, 2])
def test_given_up_in_a_wait(check: PostgreSQLCheck, number: int) -> None:
    """An answer is still on its way there: nothing else may be asked on that session."""
    expect_nothing_kept_when_given_up(check, number)


def test_closed_in_a_wait(check: PostgreSQLCheck) -> None:
    """The session is closed when the run is over, which comes to its end."""
    steps = check.run_in_steps()
    next(steps)
    check.close()
    assert check.connections == 1
    assert completed(steps).status is Status.OK
    assert check.connections == 0
