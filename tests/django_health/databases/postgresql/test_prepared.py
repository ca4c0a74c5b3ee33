"""Questions that a session has prepared."""

from __future__ import annotations

import pytest

from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.databases.postgresql.queries import QUESTIONS, rows_of
from django_health.databases.postgresql.session import Session
from django_health.network.deadline import Deadline
from django_health.result import Status
from live_servers import PostgreSQL
from postgresql_checks import LONG, MakeCheck, figures_of
from sample_checks import HandClock

ALL = {f"django_health_{question.name}" for question in QUESTIONS}


def asked(check: PostgreSQLCheck, sql: str) -> list[str]:
    """Run a statement on the check's own session, and return the first value of each row."""
    session = check._kept.current
    assert session is not None
    (result,) = session.query(sql.encode(), Deadline(LONG))
    return [(row[0] or b"").decode() for row in rows_of(result)]


def prepared(check: PostgreSQLCheck) -> set[str]:
    """What the check's session has prepared, as the server has it."""
    return set(asked(check, "SELECT name FROM pg_prepared_statements"))


def used(check: PostgreSQLCheck) -> int:
    """How often the server has run what is prepared."""
    return sum(map(int, asked(check, "SELECT generic_plans FROM pg_prepared_statements")))


def test_second_run_prepares(make_postgresql_check: MakeCheck, postgresql: PostgreSQL) -> None:
    """Once, and each later run finds the same figures with less work, its size seldom."""
    clock = HandClock()
    check = make_postgresql_check(postgresql, clock=clock)
    first = figures_of(check.check())
    assert prepared(check) == set()
    assert figures_of(check.check()).keys() == first.keys()
    assert prepared(check) == ALL
    for seconds, asked in ((0.0, len(ALL) - 1), (60.0, len(ALL)), (1.0, len(ALL) - 1)):
        clock.now += seconds
        before = used(check)
        assert figures_of(check.check()).keys() == first.keys()
        assert used(check) == before + asked
    assert prepared(check) == ALL


def test_nothing_is_prepared_behind_a_pooler(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process is none of the server's, and what is prepared would stay for its next client."""
    monkeypatch.setattr(Session, "pid", -1)
    check = make_postgresql_check(postgresql)
    for _ in range(3):
        assert check.check().status is Status.OK
    assert prepared(check) == set()


def test_change_of_the_process_ends_it(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is prepared is not asked any more once another process answers."""
    check = make_postgresql_check(postgresql)
    check.check()
    check.check()
    monkeypatch.setattr(Session, "pid", -1)
    check.check()
    before = used(check)
    assert check.check().status is Status.OK
    assert used(check) == before


def test_what_was_lost_is_asked_without(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """In the same run, and this session prepares nothing again."""
    check = make_postgresql_check(postgresql)
    check.check()
    whole = figures_of(check.check()).keys()
    session = check._kept.current
    assert session is not None
    session.query(b"DEALLOCATE django_health_statistics", Deadline(LONG))
    assert figures_of(check.check()).keys() == whole
    session.query(b"DEALLOCATE ALL", Deadline(LONG))
    assert figures_of(check.check()).keys() == whole
    assert prepared(check) == set()
    assert check._kept.current is session


def test_names_that_are_taken_are_left_alone(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """What cannot be prepared is asked as it is."""
    clock = HandClock()
    check = make_postgresql_check(postgresql, clock=clock)
    whole = figures_of(check.check()).keys()
    session = check._kept.current
    assert session is not None
    session.query(b"PREPARE django_health_size AS SELECT -1", Deadline(LONG))
    for _ in range(2):
        clock.now += 60
        found = figures_of(check.check())
        assert found.keys() == whole
        assert found["size_bytes"] > 0
    session.query(b"DEALLOCATE ALL", Deadline(LONG))
    check.check()
    assert prepared(check) == set()
    assert check._kept.current is session


def test_right_that_is_taken_away_is_missed(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """A question that was prepared is refused as any other is."""
    with own_postgresql.connect() as admin:
        admin.execute(f"CREATE ROLE plain LOGIN PASSWORD '{own_postgresql.password}'")
        check = make_postgresql_check(own_postgresql, user="plain")
        check.check()
        assert "commits_total" in figures_of(check.check())
        assert prepared(check) == ALL
        admin.execute("REVOKE SELECT ON pg_catalog.pg_stat_database FROM PUBLIC")
        for _ in range(2):
            outcome = check.check()
            assert outcome.status is Status.OK
            assert "commits_total" not in figures_of(outcome)
            assert "size_bytes" in figures_of(outcome)
            assert "GRANT SELECT ON pg_catalog.pg_stat_database" in str(outcome.details)


def test_what_was_refused_is_not_prepared(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """The others are."""
    first, *others = QUESTIONS
    unknown = first._replace(name="unknown", sql="SELECT pg_nothing()", gives=())
    check = make_postgresql_check(postgresql, questions=(first, *others, unknown))
    for _ in range(3):
        assert check.check().status is Status.OK
    assert prepared(check) == ALL
