"""Sessions of MariaDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

import pymysql
import pytest

from django_health.databases.mysql.driver import DriverConnection
from django_health.databases.mysql.session import Answers, Session
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.steps import completed
from live_servers import MariaDB
from mysql_checks import opened
from walked_steps import walked

UNKNOWN = b"\xff\x17\x04#08S01Unknown command"
"""How a server says that it does not know a command."""


@pytest.fixture
def session(mariadb: MariaDB) -> Iterator[Session]:
    """A session of the shared server."""
    with closing(opened(mariadb)) as session:
        yield session


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The messages that are sent from now on."""
    messages: list[str] = []
    send = DriverConnection.send

    def note(self: DriverConnection, sql: str) -> object:
        messages.append(sql)
        return send(self, sql)

    monkeypatch.setattr(DriverConnection, "send", note)
    return messages


def values(answers: Answers) -> list[list[list[str | None]]]:
    """The texts of all rows of all results."""
    return [result.texts() for result in answers.results]


def asked(session: Session, *statements: str) -> Answers:
    """Ask in the server's own time zone."""
    return completed(session.ask(statements, 2.5, "SYSTEM", session.late))


def test_version(session: Session) -> None:
    """The server is known by its version."""
    assert session.is_mariadb
    assert len(session.version_numbers) == 3
    assert session.version_numbers >= (10, 5, 0)


@pytest.mark.parametrize(
    ("version", "numbers", "is_mariadb"),
    [
        ("8.4.3", (8, 4, 3), False),
        ("8.0.22-13", (8, 0, 22), False),
        ("11.4.2-MariaDB-ubu2404", (11, 4, 2), True),
        ("unknown", (), False),
    ],
)
def test_versions(
    session: Session, version: str, numbers: tuple[int, ...], *, is_mariadb: bool
) -> None:
    """The forms of versions that servers tell are understood."""
    session.version = version
    assert session.version_numbers == numbers
    assert session.is_mariadb is is_mariadb


def test_started(session: Session) -> None:
    """The rounding of the uptime does not move the start; a restart does."""
    assert session.started(100, 1000.4) == 900
    assert session.started(101, 1001.9) == 900
    assert session.started(0, 1050.0) == 1050


def test_limits(session: Session) -> None:
    """They are set when they change, and not else."""
    asked = "SELECT @@max_statement_time, @@time_zone"
    session.limit(2.5, "SYSTEM")
    assert session.rows(asked) == ((2.5, "SYSTEM"),)
    session.rows("SET SESSION max_statement_time = 1")
    session.limit(2.5, "SYSTEM")
    assert session.rows(asked) == ((1.0, "SYSTEM"),)
    session.limit(0.45, "+03:00")
    assert session.rows(asked) == ((0.45, "+03:00"),)


def test_limits_of_mysql(session: Session) -> None:
    """MySQL has another name for them, in milliseconds."""
    session.version = "8.4.3"
    with pytest.raises(pymysql.err.OperationalError, match="max_execution_time"):
        session.limit(2.5, "SYSTEM")


@pytest.mark.parametrize("sql", ["SELECT 1 WHERE 1 = 0", "SELECT 1 UNION SELECT 2"])
def test_another_number_of_rows_is_a_wrong_answer(session: Session, sql: str) -> None:
    """Where one row always comes, none or two are no server's that we know."""
    with pytest.raises(CheckFailed) as caught:
        session.row(sql)
    assert caught.value.reason is Reason.WRONG_ANSWER


def test_several_are_one_message(session: Session, sent: list[str]) -> None:
    """With the limits before them, where these are others than before."""
    first = asked(session, "SELECT 1", "DO 1", "SELECT 2 AS a, NULL")
    assert (values(first), first.error) == ([[["1"]], [], [["2", None]]], None)
    assert values(asked(session, "SELECT @@max_statement_time", "SELECT 3")) == [
        [["2.500000"]],
        [["3"]],
    ]
    assert len(sent) == 2
    assert sent[0].startswith("SET SESSION max_statement_time = 2.5, ")
    assert sent[1] == "SELECT @@max_statement_time;SELECT 3"


def test_statements_are_counted(session: Session) -> None:
    """Those that ran or were refused, and no settings."""
    before = session.statements
    asked(session, "SELECT 1", "SELECT 2")
    asked(session, "SELECT 1")
    session.limit(1.0, "SYSTEM")
    session.rows("SELECT 1")
    assert session.statements == before + 4


@pytest.mark.parametrize("statements", [("SELECT 1", "SELECT no_such", "SELECT 3")])
@pytest.mark.parametrize("takes_several", [True, False])
def test_answers_before_a_refused_one_are_kept(
    session: Session, statements: Sequence[str], *, takes_several: bool
) -> None:
    """And those after it are not asked, in one message or several."""
    session._takes_several = takes_several
    answers = asked(session, *statements)
    assert values(answers) == [[["1"]]]
    assert isinstance(answers.error, pymysql.err.OperationalError)
    assert values(asked(session, "SELECT 4", "SELECT 5")) == [[["4"]], [["5"]]]


def test_limits_that_are_refused_fail(session: Session) -> None:
    """They are no answer to anything, and are set again the next time."""
    session.version = "8.4.3"
    for _ in range(2):
        with pytest.raises(pymysql.err.OperationalError, match="max_execution_time"):
            asked(session, "SELECT 1", "SELECT 2")
    session.version = "10.11.0-MariaDB"
    assert values(asked(session, "SELECT 1")) == [[["1"]]]


@pytest.mark.parametrize(
    "refuse",
    [
        lambda _, wanted: None,  # noqa: ARG005 - the server never hears of it
        lambda _, wanted: pymysql.err.raise_mysql_exception(UNKNOWN),  # noqa: ARG005
    ],
    ids=["in silence", "by an error"],
)
def test_they_are_sent_one_by_one_where_that_is_refused(
    session: Session,
    sent: list[str],
    monkeypatch: pytest.MonkeyPatch,
    refuse: Callable[[DriverConnection, bool], None],
) -> None:
    """As by a proxy that takes no message of several; which is tried once, and for several."""
    tries: list[bool] = []

    def take_several(connection: DriverConnection, *, wanted: bool) -> None:
        tries.append(wanted)
        refuse(connection, wanted)

    asked(session, "SELECT 1")
    session.rows("SELECT 1")
    monkeypatch.setattr(DriverConnection, "take_several", take_several)
    assert values(asked(session, "SELECT 1")) == [[["1"]]]
    assert tries == []
    sent.clear()
    before = session.statements
    for _ in range(2):
        assert values(asked(session, "SELECT 1", "SELECT 2")) == [[["1"]], [["2"]]]
    assert session.statements == before + 4
    assert sent[-4:] == ["SELECT 1", "SELECT 2"] * 2
    assert len(sent) <= 5
    assert [wanted for wanted in tries if wanted] == [True]


@pytest.mark.parametrize("takes_several", [True, False])
def test_each_message_is_waited_for(session: Session, *, takes_several: bool) -> None:
    """Be it a single statement, and as the one who asks says."""
    asked(session, "DO 1")
    session._takes_several = takes_several
    for awaited in (session.soon, session.late):
        for statements in (["DO 1"], ["DO 1", "DO 2"]):
            answers, waits = walked(session.ask(statements, 2.5, "SYSTEM", awaited))
            assert len(answers.results) == len(statements)
            assert waits == [awaited] * (1 if takes_several else len(statements))


def test_several_are_refused_from_others(mariadb: MariaDB) -> None:
    """Whatever init_command needed, and whatever was asked in one message before."""
    several: dict[str, object] = {"init_command": "SET @first = 1; SET @second = 2"}
    for options in (several, {}):
        with closing(opened(mariadb, options=options)) as session:
            for _ in range(2):
                with pytest.raises(pymysql.err.ProgrammingError, match="1064"):
                    session.rows("SELECT 1; SELECT 2")
                asked(session, "SELECT 1", "SELECT 2")
            assert session.rows("SELECT @second") == ((2 if options else None,),)


def test_another_number_of_results_is_a_wrong_answer(session: Session) -> None:
    """A message has as many as it has statements."""
    for statements in (
        ("SELECT 1; SELECT 2", "SELECT 3"),
        ("SELECT 1; SELECT 2",),
        ("SELECT 1", "SELECT 2; SELECT no_such"),
    ):
        with pytest.raises(CheckFailed) as caught:
            asked(session, *statements)
        assert caught.value.reason is Reason.WRONG_ANSWER


def test_session_that_was_ended_is_gone(mariadb: MariaDB, session: Session) -> None:
    """It is no refusal of a statement."""
    (number,) = session.row("SELECT CONNECTION_ID()")
    with mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute(f"KILL {number}")
    with pytest.raises(pymysql.err.OperationalError) as caught:
        asked(session, "SELECT 1", "SELECT 2")
    assert caught.value.args[0] in {2006, 2013, 1927}
