"""What PostgreSQL is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from django_health.databases.postgresql.parameters import connection_strings
from django_health.databases.postgresql.queries import (
    QUESTIONS,
    STATES,
    as_message,
    rows_of,
    transaction_settings,
)
from django_health.databases.postgresql.session import Session, StatementFailed, open_session
from django_health.network.deadline import Deadline
from live_servers import PostgreSQL
from postgresql_checks import target_of


@pytest.fixture
def session(postgresql: PostgreSQL) -> Iterator[Session]:
    """An open session of the administrator."""
    session = open_session(connection_strings(target_of(postgresql)), Deadline(30))
    yield session
    session.close()


def asked(session: Session, *statements: str, role: str = "") -> list[bytes | None]:
    """Return the first value of each row that is answered under the transaction's settings."""
    message = as_message([*transaction_settings(role, 2500), *statements], [])
    results = session.query(message, Deadline(30))
    return [row[0] for result in results for row in rows_of(result)]


def test_nothing_can_be_written(session: Session) -> None:
    """Even the administrator's session only reads."""
    with pytest.raises(StatementFailed) as caught:
        asked(session, "CREATE TABLE written ()")

    assert caught.value.sqlstate == "25006"


def test_statements_and_locks_are_bounded(session: Session) -> None:
    """The server itself ends what takes too long."""
    assert asked(session, "SHOW statement_timeout", "SHOW lock_timeout") == [b"2500ms", b"1250ms"]


def test_nothing_outlives_the_message(session: Session) -> None:
    """What is set holds for one message: the next client of a pooler does not inherit it."""
    asked(session, "SELECT 1", role="pg_monitor")

    results = session.query(
        b"SHOW statement_timeout; SHOW transaction_read_only; SELECT current_user", Deadline(30)
    )

    assert [result.get_value(0, 0) for result in results] == [b"0", b"off", b"admin"]


def test_the_role_is_assumed(session: Session) -> None:
    """The questions are asked in the role that Django assumes."""
    assert asked(session, "SELECT current_user", role="pg_monitor") == [b"pg_monitor"]


def test_a_role_cannot_break_out_of_its_quotes(session: Session) -> None:
    """A role's name is a name, whatever it holds."""
    with pytest.raises(StatementFailed) as caught:
        asked(session, "SELECT 1", role='pg_monitor"; SELECT 2; --')

    assert caught.value.sqlstate == "22023"


def test_no_functions_of_others_are_called(session: Session, postgresql: PostgreSQL) -> None:
    """A function that somebody made to be found first is not found."""
    size = QUESTIONS[-1]
    with postgresql.connect() as admin:
        admin.execute("CREATE SCHEMA evil")
        admin.execute("CREATE FUNCTION evil.pg_database_size(name) RETURNS int RETURN 666")
        session.query(b"SET search_path = evil, pg_catalog", Deadline(30))
        try:
            assert asked(session, size.sql) != [b"666"]
            assert rows_of(session.query(size.sql.encode(), Deadline(30))[0]) == [[b"666"]]
        finally:
            admin.execute("DROP SCHEMA evil CASCADE")


def test_what_may_take_long_is_asked_last() -> None:
    """The time that one question takes must not cost the other answers."""
    assert [question.name for question in QUESTIONS if question.may_take_long] == ["size"]
    assert QUESTIONS[-1].may_take_long


def test_no_figure_is_asked_twice() -> None:
    """Each family belongs to one question."""
    names = [family.name for question in QUESTIONS for family in question.gives]

    assert len(names) == len(set(names))


def test_the_states_are_different() -> None:
    """No state is named twice."""
    assert len(set(STATES)) == len(STATES)
