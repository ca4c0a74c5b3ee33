"""The check of PostgreSQL when things go wrong, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable

import pytest

import postgresql_floods
from django_health.databases.postgresql.intake import MAX_BYTES
from django_health.databases.postgresql.queries import QUESTIONS
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.targets import Secret
from flood_listener import SYSTEM_BUFFERS, FloodListener
from live_servers import PostgreSQL, SilentListener
from postgresql_checks import LONG, MakeCheck, failure_of


def our_pids(server: PostgreSQL) -> list[int]:
    """The sessions on the server that bear our name."""
    query = "SELECT pid FROM pg_stat_activity WHERE application_name = 'django-health-exporter'"
    with server.connect() as admin:
        return [pid for (pid,) in admin.execute(query)]


def test_fifty_runs_use_one_session(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """The session is kept, bears our name, and has no transaction open afterwards."""
    check = make_postgresql_check(own_postgresql)
    check.check()
    pids = our_pids(own_postgresql)
    logged = own_postgresql.log.count("connection authorized: user=admin")
    for _ in range(50):
        check.check()
    with own_postgresql.connect() as admin:
        rest = admin.execute(
            "SELECT state, xact_start, backend_xmin FROM pg_stat_activity WHERE pid = ANY(%s)",
            [pids],
        ).fetchall()

    assert rest == [("idle", None, None)]
    assert our_pids(own_postgresql) == pids
    assert own_postgresql.log.count("connection authorized: user=admin") == logged + 2  # ours above


def test_closing_ends_the_session(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """A closed check leaves nothing on the own_postgresql, and can be asked again."""
    check = make_postgresql_check(own_postgresql)
    check.check()

    check.close()

    end = time.monotonic() + LONG
    while our_pids(own_postgresql) and time.monotonic() < end:
        time.sleep(0.01)
    assert our_pids(own_postgresql) == []
    assert check.check().status is Status.OK


def test_a_restart_is_healed_in_the_same_run(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """A session that died with the server before is replaced without a failed run."""
    check = make_postgresql_check(own_postgresql)
    check.check()

    own_postgresql.restart()

    assert check.check().status is Status.OK
    assert len(our_pids(own_postgresql)) == 1


def test_a_stopped_server_is_refused_until_it_is_back(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """A server that is gone is refused; back again it is well again."""
    check = make_postgresql_check(own_postgresql)
    check.check()

    own_postgresql.stop()
    assert failure_of(check).reason is Reason.REFUSED
    assert failure_of(check).reason is Reason.REFUSED

    own_postgresql.start()
    assert check.check().status is Status.OK


def test_a_server_that_shuts_down_is_unavailable(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """While a server waits for its clients to go it takes no new ones."""
    with own_postgresql.connect() as admin:
        admin.execute("SELECT 1")
        os.kill(own_postgresql.pid, signal.SIGTERM)
        end = time.monotonic() + LONG
        while "smart shutdown" not in own_postgresql.log and time.monotonic() < end:
            time.sleep(0.01)

        failed = failure_of(make_postgresql_check(own_postgresql))

    assert failed.reason is Reason.UNAVAILABLE
    assert "57P03" in str(failed)


def test_a_frozen_server_is_a_timeout(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """A server that stops answering in mid-session costs the timeout once, and is well again."""
    check = make_postgresql_check(own_postgresql, timeout=0.5)
    check.check()
    own_postgresql.pause()
    started = time.monotonic()
    try:
        assert failure_of(check).reason is Reason.TIMEOUT
        assert failure_of(check).reason is Reason.TIMEOUT
    finally:
        own_postgresql.resume()

    assert time.monotonic() - started < 10
    assert make_postgresql_check(own_postgresql).check().status is Status.OK


def test_cancelling_ends_the_run(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """A run that waits for a frozen server ends soon when it is cancelled, and asks no more."""
    check = make_postgresql_check(own_postgresql)
    check.check()
    caught: list[CheckFailed] = []
    run = threading.Thread(target=lambda: caught.append(failure_of(check)))
    own_postgresql.pause()
    started = time.monotonic()
    try:
        run.start()
        time.sleep(0.2)
        check.cancel()
        run.join(LONG)
    finally:
        own_postgresql.resume()

    assert [failed.reason for failed in caught] == [Reason.TIMEOUT]
    assert time.monotonic() - started < LONG / 3
    assert check.check().status is Status.OK


def test_cancelling_ends_connecting(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """A run that is still connecting ends soon as well."""
    with SilentListener() as silent:
        check = make_postgresql_check(postgresql, port=silent.port)
        timer = threading.Timer(0.2, check.cancel)
        started = time.monotonic()
        timer.start()
        assert failure_of(check).reason is Reason.TIMEOUT
        timer.join()

    assert time.monotonic() - started < LONG / 3


@pytest.mark.parametrize(
    ("openings", "flood"),
    [
        ((b"", postgresql_floods.WELCOME), postgresql_floods.rows),
        ((b"", postgresql_floods.WELCOME), postgresql_floods.results),
        ((b"", postgresql_floods.WELCOME), postgresql_floods.notices),
        ((b"",), postgresql_floods.settings),
    ],
    ids=["rows", "results", "notices", "settings"],
)
def test_an_endless_answer_is_cut_off(
    make_postgresql_check: MakeCheck,
    postgresql: PostgreSQL,
    openings: tuple[bytes, ...],
    flood: Callable[[], Iterable[bytes]],
) -> None:
    """It is a wrong answer, and fills no memory."""
    with FloodListener(openings, flood) as listener:
        failed = failure_of(
            make_postgresql_check(postgresql, port=listener.port, options=postgresql_floods.PLAIN)
        )

    assert failed.reason is Reason.WRONG_ANSWER
    assert listener.sent < MAX_BYTES + SYSTEM_BUFFERS


def test_a_row_without_end_is_cut_off(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """Of a long message libpq takes all that comes while it reads; it is cut, if not as soon."""
    openings = (b"", postgresql_floods.WELCOME)
    with FloodListener(openings, postgresql_floods.long_row) as listener:
        failed = failure_of(
            make_postgresql_check(postgresql, port=listener.port, options=postgresql_floods.PLAIN)
        )

    assert failed.reason is Reason.WRONG_ANSWER
    assert listener.sent < postgresql_floods.LONG_ROW_BYTES / 2


@pytest.mark.parametrize("times", [0, 2])
def test_another_number_of_results_is_a_wrong_answer(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL, times: int
) -> None:
    """One statement has one result."""
    answer = postgresql_floods.ONE_RESULT * times + postgresql_floods.message(b"Z", b"I")
    with FloodListener((b"", postgresql_floods.WELCOME, answer), tuple) as listener:
        failed = failure_of(
            make_postgresql_check(postgresql, port=listener.port, options=postgresql_floods.PLAIN)
        )

    assert failed.reason is Reason.WRONG_ANSWER


def test_questions_that_are_not_all_answered_are_a_wrong_answer(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """Each statement of the message has its result."""
    answer = postgresql_floods.ONE_RESULT + postgresql_floods.message(b"Z", b"I")
    with FloodListener((b"", postgresql_floods.WELCOME, answer, answer), tuple) as listener:
        failed = failure_of(
            make_postgresql_check(postgresql, port=listener.port, options=postgresql_floods.PLAIN)
        )

    assert failed.reason is Reason.WRONG_ANSWER


def test_a_password_never_leaks(make_postgresql_check: MakeCheck, postgresql: PostgreSQL) -> None:
    """A refused password is in no text, no detail and no representation."""
    check = make_postgresql_check(postgresql, password=Secret("canary-refused"))

    failed = failure_of(check)

    assert failed.reason is Reason.AUTH
    shown = f"{failed} {failed!r} {failed.outcome()!r} {vars(check)!r} {failed.__context__!r}"
    assert "canary" not in shown


def test_any_other_slow_answer_is_a_timeout(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """The server ends a statement before the client's time is up, and that is a timeout."""
    slow = QUESTIONS[0]._replace(sql="SELECT pg_sleep(20)")

    failed = failure_of(make_postgresql_check(postgresql, timeout=1.0, questions=(slow,)))

    assert failed.reason is Reason.TIMEOUT
    assert "57014" in str(failed)


def test_a_lock_on_the_catalog_is_a_timeout(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """A server whose catalog is locked does not answer, and says why."""
    check = make_postgresql_check(own_postgresql, timeout=1.0)
    check.check()
    with own_postgresql.connect() as admin:
        admin.execute("BEGIN")
        admin.execute("LOCK TABLE pg_database IN ACCESS EXCLUSIVE MODE")
        failed = failure_of(check)
        admin.execute("ROLLBACK")

    assert failed.reason is Reason.TIMEOUT
    assert "55P03" in str(failed)
