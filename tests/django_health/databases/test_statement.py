"""Which statements are asked."""

from __future__ import annotations

import pytest

from django_health.databases.lending import Rows
from django_health.databases.statement import (
    is_plain,
    require_question,
    require_single,
    within,
)
from django_health.failure import CheckFailed
from django_health.result import Reason


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "select 1",
        "\n  (SELECT 1) UNION (SELECT 2)",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "VALUES (1)",
        "TABLE t",
        "SHOW server_version",
        "-- how many\nSELECT 1",
        "/* how\nmany */ SELECT 1;",
        "/**/SELECT 1",
        "SELECT pg_advisory_xact_lock_shared(1), get_locks FROM forget_lock",
    ],
)
def test_questions(sql: str) -> None:
    """A statement that begins as one does, after comments and brackets, is asked."""
    require_question(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "SELECTED",
        "CALL p()",
        "DO $$ BEGIN END $$",
        "COPY t TO PROGRAM 'cat'",
        "SET default_transaction_read_only = off",
        "ATTACH DATABASE 'x' AS x",
        "PRAGMA query_only = OFF",
        "COMMIT",
        "-- SELECT\nDELETE FROM t",
        "-- SELECT 1",
        "/* SELECT */ DELETE FROM t",
        "/* /* */ SELECT 1 */ DELETE FROM t",  # for PostgreSQL that is one comment
        "/*! CALL p() */",
        "/*!50000 SET STATEMENT max_statement_time = 99 FOR */ SELECT 1",
        "/*M!100000 SET STATEMENT max_statement_time = 99 FOR */ SELECT 1",
        "SELECT 1 INTO OUTFILE '/x'",
        "SELECT 1 INTO/**/dumpfile '/x'",
        "SELECT 1 /*! INTO OUTFILE '/x' */",
        "SELECT pg_advisory_lock(1)",
        "SELECT a, PG_try_advisory_lock_shared /**/ (1) FROM t",
        'SELECT "pg_try_advisory_lock"(1)',
        "SELECT get_lock('a', 1)",
        "/* " * 10_000,
    ],
)
def test_other_statements(sql: str) -> None:
    """Whatever begins otherwise, or has a word that writes a file or locks, is refused."""
    with pytest.raises(CheckFailed) as caught:
        require_question(sql)
    assert caught.value.reason is Reason.MISCONFIGURED
    assert not sql or sql not in str(caught.value)


@pytest.mark.parametrize(
    "sql", ["SELECT 1; DELETE FROM t", "SELECT 1 COMMIT DELETE FROM t", "SELECT 1 exec p"]
)
def test_several(sql: str) -> None:
    """What may be more than one statement is refused where a driver would take it."""
    require_single("SELECT 1 AS committed ; \n")
    with pytest.raises(CheckFailed) as caught:
        require_single(sql)
    assert caught.value.reason is Reason.MISCONFIGURED


def test_rows_within_a_limit() -> None:
    """As many as that are an answer, and one more is none."""
    rows = Rows(("a",), [(1,), (2,)])
    assert within(2, rows) is rows
    failure = within(1, rows)
    assert isinstance(failure, CheckFailed)
    assert (failure.reason, str(failure)) == (
        Reason.WRONG_ANSWER,
        "the statement gave more than 1 rows",
    )


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT app, name FROM django_migrations\nORDER BY id", True),
        ("SELECT count(*), max(a.b) FROM t WHERE c = 'x y.z'", True),
        ("", False),
        ("SELECT 1;", False),
        ("SELECT 1; COMMIT", False),
        ("SELECT 1 -- ", False),
        ("SELECT 1 # ", False),
        ("SELECT 1 /* ", False),
        ("SELECT 'it", False),
        ("SELECT 'a\\' ", False),
        ('SELECT "a', False),
        ("SELECT `a", False),
        ("SELECT $a$", False),
        ("SELECT é", False),
    ],
)
def test_plain(sql: str, *, expected: bool) -> None:
    """After a plain statement a semicolon ends it, on every server."""
    assert is_plain(sql) is expected


def test_plain_is_found_out_soon() -> None:
    """However long the statement is that is none after all."""
    assert not is_plain("SELECT " + "a 'b' " * 10_000 + ";")
