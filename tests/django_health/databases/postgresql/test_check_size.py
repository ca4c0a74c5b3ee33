"""The size of a PostgreSQL database, which is asked seldom."""

from __future__ import annotations

from django_health.databases.postgresql.queries import QUESTIONS, Question
from django_health.result import Outcome, Status
from live_servers import PostgreSQL
from postgresql_checks import MakeCheck, figures_of
from sample_checks import HandClock


def told(outcome: Outcome) -> tuple[float | None, object]:
    """The size and its age; the details have the same size as Prometheus."""
    assert outcome.status is Status.OK
    size = figures_of(outcome).get("size_bytes")
    assert size == outcome.details.get("size_bytes")
    return size, outcome.details.get("size_age_seconds")


def slow() -> tuple[Question, ...]:
    """All questions, of which that for the size takes too long where a table says so."""
    *others, size = QUESTIONS
    waits = " + length(pg_sleep(coalesce((SELECT max(a) FROM public.slow), 0))::text)"
    return (*others, size._replace(sql=size.sql + waits))


def test_it_is_asked_once_a_minute(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """Growth is seen then; what a run has really asked is counted."""
    clock = HandClock()
    check = make_postgresql_check(own_postgresql, clock=clock)
    size, age = told(check.check())
    assert (size or 0) > 0
    assert age == 0
    check.check()
    with own_postgresql.connect() as admin:
        admin.execute("CREATE TABLE t AS SELECT generate_series(1, 1000)")
    clock.now += 59
    between = check.check()
    assert told(between) == (size, 59)
    clock.now += 1
    after = check.check()
    grown, age = told(after)
    assert (grown or 0) > (size or 0)
    assert age == 0
    counts = [one.details["queries_executed"] for one in (between, after, check.check())]
    assert counts == [9, 10, 9]


def test_it_survives_a_reconnect(make_postgresql_check: MakeCheck, postgresql: PostgreSQL) -> None:
    """A new session does not ask it before it is due."""
    clock = HandClock()
    check = make_postgresql_check(postgresql, clock=clock)
    size, _ = told(check.check())
    check.close()
    clock.now += 7
    outcome = check.check()
    assert told(outcome) == (size, 7)
    assert outcome.details["queries_executed"] == 9


def test_a_right_that_is_taken_away_ends_it(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """An old size is not told when a new one is refused; a new session asks anew."""
    with own_postgresql.connect() as admin:
        admin.execute(f"CREATE ROLE plain LOGIN PASSWORD '{own_postgresql.password}'")
        clock = HandClock()
        options = {"assume_role": "plain"}
        check = make_postgresql_check(own_postgresql, clock=clock, options=options)
        size, _ = told(check.check())
        admin.execute("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC")
        assert told(check.check()) == (size, 0)
        clock.now += 60
        for _ in range(2):
            refused = check.check()
            assert told(refused) == (None, None)
            assert "size_bytes: GRANT CONNECT" in str(refused.details["missing_privileges"])
        admin.execute("GRANT CONNECT ON DATABASE postgres TO PUBLIC")
        assert told(check.check()) == (None, None)
        check.close()
        assert told(check.check()) == (size, 0)


def test_a_size_that_has_become_slow_ends_it(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """All other figures are there without it, also where the questions are prepared."""
    clock = HandClock()
    with own_postgresql.connect() as admin:
        admin.execute("CREATE TABLE public.slow (a int)")
        check = make_postgresql_check(own_postgresql, timeout=2.0, questions=slow(), clock=clock)
        for _ in range(2):
            assert told(check.check())[0]
        admin.execute("INSERT INTO public.slow VALUES (20)")
        clock.now += 60
        for _ in range(2):
            outcome = check.check()
            assert told(outcome) == (None, None)
            assert "connections" in figures_of(outcome)
            assert outcome.details["not_measured"] == ["size_bytes: SQLSTATE 57014"]
