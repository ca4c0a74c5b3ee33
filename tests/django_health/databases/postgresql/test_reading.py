"""Statements of others on a session of PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from django_health.databases.lending import MissingTableError, Rows
from django_health.databases.postgresql.parameters import connection_strings
from django_health.databases.postgresql.reading import answer
from django_health.databases.postgresql.session import Session, open_session
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason
from django_health.steps import completed
from live_servers import PostgreSQL
from postgresql_checks import LONG, target_of
from walked_steps import walked


@pytest.fixture
def session(postgresql: PostgreSQL) -> Iterator[Session]:
    """An open session."""
    opened = open_session(connection_strings(target_of(postgresql)), Deadline(LONG))
    yield opened
    opened.close()


def answered(session: Session, sql: str, limit: int = 10, seconds: float = LONG) -> object:
    """The answer of the administrator's session, without a role."""
    return completed(answer(session, sql, None, limit, Deadline(seconds)))


def failure(session: Session, sql: str, **arguments: float) -> CheckFailed:
    """The failure that is the answer."""
    found = answered(session, sql, **arguments)  # type: ignore[arg-type]
    assert isinstance(found, CheckFailed)
    return found


def test_rows(session: Session) -> None:
    """What the statement gives, and the transaction is over and was one that can only read."""
    sql = "SELECT current_setting('transaction_read_only') AS a, 2 AS b"
    assert answered(session, sql) == Rows(("a", "b"), [("on", 2)])
    assert session.query(b"SHOW transaction_read_only", Deadline(LONG))[0].get_value(0, 0) == b"off"


def test_what_it_sees_is_what_the_application_sees(postgresql: PostgreSQL) -> None:
    """The search path is that of the settings, and so is the role."""
    with postgresql.connect() as admin:
        admin.execute("CREATE SCHEMA IF NOT EXISTS shop")
        admin.execute("CREATE TABLE IF NOT EXISTS shop.only_here AS SELECT 5 AS n")
        admin.execute("CREATE ROLE reader")
        admin.execute("GRANT USAGE ON SCHEMA shop TO reader")
    options = {"options": "-c search_path=shop -c datestyle=German"}
    target = target_of(postgresql, options=options)
    session = open_session(connection_strings(target), Deadline(LONG))
    try:
        assert answered(session, "SELECT n FROM only_here") == Rows(("n",), [(5,)])
        assert "2026-01-02" in str(answered(session, "SELECT '2026-01-02'::date::text"))
        refused = completed(answer(session, "SELECT n FROM only_here", "reader", 1, Deadline(LONG)))
        assert isinstance(refused, CheckFailed)
        assert refused.reason is Reason.PERMISSION
    finally:
        session.close()
        with postgresql.connect() as admin:
            admin.execute("DROP SCHEMA shop CASCADE")
            admin.execute("DROP ROLE reader")


@pytest.mark.parametrize(
    ("sql", "reason", "code"),
    [
        ("SELECT no_such", Reason.MISCONFIGURED, "42703"),
        ("SELECT 1 / 0", Reason.MISCONFIGURED, "22012"),
        ("SELECT 1; SELECT 2", Reason.MISCONFIGURED, "42601"),
        ("SELECT 1 INTO canary_table", Reason.MISCONFIGURED, "25006"),
        ("SELECT 'canary'::int", Reason.MISCONFIGURED, "22P02"),
        ("SELECT $1 AS a", Reason.MISCONFIGURED, "08P01"),
    ],
)
def test_a_wrong_statement_is_the_answer(
    session: Session, sql: str, reason: Reason, code: str
) -> None:
    """With its code, without its text, and the session goes on."""
    found = failure(session, sql)
    assert found.reason is reason
    assert str(found).endswith(f"(SQLSTATE {code})")
    assert "canary" not in str(found)
    assert answered(session, "SELECT 1") == Rows(("?column?",), [(1,)])


def test_a_missing_table_is_told(session: Session) -> None:
    """As such, whatever schema it should be in."""
    for sql in ("SELECT * FROM no_such", "SELECT * FROM no_such.no_such"):
        assert isinstance(answered(session, sql), MissingTableError)


def test_the_server_ends_what_takes_too_long(session: Session, postgresql: PostgreSQL) -> None:
    """It does so before we give up, and the session goes on."""
    found = failure(session, "SELECT pg_sleep(62)", seconds=0.5)
    assert found.reason is Reason.TIMEOUT
    assert "57014" in str(found)
    with postgresql.connect() as admin:
        query = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE state = 'active' AND query LIKE '%pg_sleep(62)%'"
            " AND pid <> pg_backend_pid()"
        )
        assert admin.execute(query).fetchone() == (0,)
    assert isinstance(answered(session, "SELECT 1"), Rows)


@pytest.mark.parametrize("sql", ["SELECT 1 AS a", "SELECT -1 AS a", "SELECT a FROM no_such"])
def test_no_transaction_is_left_open(session: Session, postgresql: PostgreSQL, sql: str) -> None:
    """Neither by an answer nor by a failure, however the statement is sent."""
    answered(session, sql)
    with postgresql.connect() as admin:
        query = "SELECT state FROM pg_stat_activity WHERE pid = %s"
        assert admin.execute(query, [session.pid]).fetchone() == ("idle",)


@pytest.mark.parametrize(
    ("sql", "expected"), [("SELECT 1 AS a", 1), ("SELECT -1 AS a", 3), ("TABLE no_such", 2)]
)
def test_plain_statements_are_one_message(
    session: Session, monkeypatch: pytest.MonkeyPatch, sql: str, expected: int
) -> None:
    """Beginning and end included; only after a failure the end is one of its own."""
    sent: list[Deadline] = []
    whole = Session._send

    def count(self: Session, send: Callable[[], None], deadline: Deadline) -> None:
        sent.append(deadline)
        whole(self, send, deadline)

    monkeypatch.setattr(Session, "_send", count)
    answered(session, sql)
    assert len(sent) == expected


@pytest.mark.parametrize(
    ("sql", "waits"),
    [("SELECT 1 AS a", 1), ("SELECT a FROM no_such", 2), ("SELECT no_such", 2)],
    ids=["plain", "missing", "refused"],
)
def test_the_end_after_a_refusal_is_waited_for(session: Session, sql: str, waits: int) -> None:
    """In a step of its own; and then nothing is left."""
    _, awaited = walked(answer(session, sql, None, 10, Deadline(LONG)))
    assert awaited == [session.soon] * waits
    assert not session.is_waiting
    assert answered(session, "SELECT 1 AS a") == Rows(("a",), [(1,)])


@pytest.mark.parametrize("sql", ["SELECT nextval('counted')", "SELECT 1 AS a INTO written"])
def test_plain_statements_can_only_read(session: Session, sql: str) -> None:
    """As all others."""
    session.query(b"CREATE SEQUENCE IF NOT EXISTS counted", Deadline(LONG))
    assert "25006" in str(failure(session, sql))
    session.query(b"DROP SEQUENCE counted", Deadline(LONG))


def test_rows_are_limited(session: Session) -> None:
    """As many as the limit are an answer, and one more is none."""
    found = answered(session, "SELECT generate_series(1, 10)")
    assert isinstance(found, Rows)
    assert len(found.rows) == 10
    too_many = failure(session, "SELECT generate_series(1, 11)")
    assert (too_many.reason, str(too_many)) == (
        Reason.WRONG_ANSWER,
        "the statement gave more than 10 rows",
    )


def test_a_thousand_rows_are_no_flood(session: Session) -> None:
    """What a query may have is taken, although the system counts it many times."""
    sql = "SELECT repeat('x', 200), n FROM generate_series(1, 1000) n"
    for _ in range(5):
        found = answered(session, sql, limit=1000)
        assert isinstance(found, Rows)
        assert len(found.rows) == 1000


def test_a_text_that_is_none_is_a_wrong_answer(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL itself converts all it sends; what stands between may not."""

    def fail(_: object) -> Rows:
        raise UnicodeDecodeError("utf-8", b"\xe9", 0, 1, "canary")

    monkeypatch.setattr("django_health.databases.postgresql.reading.values_of", fail)
    found = failure(session, "SELECT 1")
    assert (found.reason, str(found)) == (
        Reason.WRONG_ANSWER,
        "a text in the answer is not in UTF-8",
    )


def test_an_unknown_role_is_misconfigured(session: Session) -> None:
    """It is the settings' mistake, and nobody's statement."""
    with pytest.raises(CheckFailed, match="assume_role"):
        completed(answer(session, "SELECT 1", "nobody", 1, Deadline(LONG)))
