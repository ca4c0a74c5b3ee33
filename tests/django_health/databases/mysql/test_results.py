"""What servers answer, taken apart."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import closing

import pymysql
import pytest
from pymysql.converters import decoders

from django_health.databases.mysql import results
from django_health.databases.mysql.described import Described
from django_health.databases.mysql.named import Named, named_at
from django_health.databases.mysql.results import Incoming, Result
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.steps import completed
from live_servers import MariaDB
from mysql_checks import opened
from mysql_floods import COLUMN, END, OK, packet

ERROR = b"\xff" + struct.pack("<H", 1146) + b"#42S02canary"
MORE = struct.pack("<HH", 0, 8)
ROWS = packet(1, b"\1") + packet(2, COLUMN) + packet(3, END) + packet(4, b"\3abc") + packet(5, END)


def pieces(answer: bytes, size: int = 1000) -> Callable[[], bytes]:
    """Give an answer piece by piece, and nothing after it."""
    found: Iterator[bytes] = (answer[at : at + size] for at in range(0, len(answer), size))
    return lambda: next(found, b"")


def incoming(answer: bytes, size: int = 1000) -> Incoming:
    """The packets of an answer that comes piece by piece."""
    return Incoming(pieces(answer, size), "utf8")


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_rows(size: int) -> None:
    """However the answer is cut into pieces."""
    read = incoming(ROWS, size)
    result = read.result()
    assert (result.columns, result.texts()) == (("a",), [["abc"]])
    assert not read.is_more


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_several(size: int) -> None:
    """Each says whether another one follows."""
    first = packet(1, b"\0\0\0" + MORE[2:] + MORE[:2])
    second = packet(2, b"\1") + packet(3, COLUMN) + packet(4, END) + packet(5, b"\xfe" + MORE)
    read = incoming(first + second + packet(6, OK), size)
    seen = []
    while read.is_more:
        result = read.result()
        seen.append((result.columns, result.texts()))
    assert seen == [((), []), (("a",), []), ((), [])]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_columns_that_are_known(size: int) -> None:
    """Other rows behind the same columns are read as they are, and so are other columns."""
    known = Described()
    other = COLUMN.replace(b"\1a", b"\1b")
    for _ in range(2):
        for column, name in ((COLUMN, "a"), (other, "b")):
            for row in (b"\3abc", b"\1x"):
                answer = ROWS.replace(COLUMN, column).replace(packet(4, b"\3abc"), packet(4, row))
                result = Incoming(pieces(answer, size), "utf8", known).result()
                assert (result.columns, result.texts()) == ((name,), [[row[1:].decode()]])
    with pytest.raises(CheckFailed):
        Incoming(pieces(ROWS[:-9] + packet(9, END), size), "utf8", known).result()


def test_columns_are_taken_apart_once() -> None:
    """A whole answer's, and not those of one that came in pieces."""
    known = Described()
    first = Incoming(pieces(ROWS, 5), "utf8", known).result()
    second = Incoming(pieces(ROWS), "utf8", known).result()
    third = Incoming(pieces(ROWS), "utf8", known).result()
    assert first.definitions is not second.definitions
    assert second.definitions is third.definitions
    assert first == second == third


def test_a_confirmation_is_read_each_time() -> None:
    """It describes no columns, and says itself whether another result follows."""
    known = Described()
    for _ in range(3):
        read = Incoming(pieces(packet(1, OK)), "utf8", known)
        assert read.result().definitions == []
        assert not read.is_more


@pytest.mark.parametrize(("width", "times"), [(1, 0), (2, 1), (3, 0)])
def test_rows_of_two_columns_are_looked_for_at_once(
    width: int, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of others never, for they cannot be names and numbers."""
    asked: list[int] = []

    def found(buffer: bytes, start: int, number: int) -> Named | None:
        asked.append(number)
        return named_at(buffer, start, number)

    monkeypatch.setattr(results, "named_at", found)
    columns = b"".join(packet(2 + place, COLUMN) for place in range(width))
    head = packet(1, bytes([width])) + columns + packet(2 + width, END)
    row = packet(3 + width, b"\2Up" + b"\x011" * (width - 1))
    read = incoming(head + row + packet(4 + width, END)).result()
    assert list(read.cells[0]) == [b"Up", b"1", b"1"][:width]
    assert asked == [4] * times


@pytest.mark.parametrize("size", [3, 1000])
def test_names_and_numbers(size: int) -> None:
    """They may be more rows than packets have numbers, with others between them."""
    rows = [(b"Uptime", b"%d" % number) for number in range(300)] + [(b"a b", b""), (b"Up", b"1")]
    head = packet(1, b"\2") + packet(2, COLUMN) + packet(3, COLUMN) + packet(4, END)
    packets = [
        packet(number & 0xFF, bytes([len(name)]) + name + bytes([len(value)]) + value)
        for number, (name, value) in enumerate(rows, 5)
    ]
    for count in (1, 2, 100, 300, 301, 302):
        answer = head + b"".join(packets[:count]) + packet((5 + count) & 0xFF, END)
        result = incoming(answer, size).result()
        assert [tuple(cells) for cells in result.cells] == rows[:count]
        assert result.named() == dict(rows[:count])


def test_rows_that_are_no_names_and_values() -> None:
    """They have more or fewer values."""
    with pytest.raises(ValueError, match="length"):
        incoming(ROWS).result().named()


@pytest.mark.parametrize("size", [0, 1, 250, 251, 65535, 65536, 70000])
def test_long_values(size: int) -> None:
    """The length of a value takes one to four bytes, and one to nine are understood."""
    length = (
        bytes([size])
        if size < 251
        else b"\xfc" + struct.pack("<H", size)
        if size < 65536
        else b"\xfd" + struct.pack("<I", size)[:3]
    )
    row = packet(4, length + b"x" * size)
    answer = ROWS[: ROWS.index(packet(4, b"\3abc"))] + row + packet(5, END)
    assert incoming(answer).result().texts() == [["x" * size]]
    assert incoming(answer.replace(row, packet(4, b"\xfb"))).result().texts() == [[None]]


@pytest.mark.parametrize(
    ("begin", "number"), [(b"", 1), (ROWS[:5], 2), (ROWS[: -len(packet(5, END))], 5)]
)
def test_error(begin: bytes, number: int) -> None:
    """It is the driver's, with the server's number, wherever it comes."""
    with pytest.raises(pymysql.err.ProgrammingError, match="1146"):
        incoming(begin + packet(number, ERROR)).result()


@pytest.mark.parametrize("length", [0, 3, 4, 5, 20, len(ROWS) - 1])
def test_server_that_is_gone(length: int) -> None:
    """In the middle of an answer, or before."""
    with pytest.raises(pymysql.err.OperationalError) as caught:
        incoming(ROWS[:length]).result()
    assert caught.value.args[0] == 2013


def test_server_that_says_goodbye() -> None:
    """A packet that answers nothing has the number 0."""
    with pytest.raises(pymysql.err.OperationalError) as caught:
        incoming(packet(0, ERROR)).result()
    assert caught.value.args[0] == 2013


@pytest.mark.parametrize(
    "answer",
    [
        packet(2, OK),
        packet(1, b""),
        packet(1, b"\0"),
        packet(1, b"\xfbfile"),
        packet(1, b"\xff"),
        packet(1, b"\xff\1"),
        packet(1, b"\1more"),
        packet(1, b"\xfc\0\0"),
        packet(1, b"\1") + packet(2, COLUMN) + packet(3, COLUMN),
        packet(1, b"\1") + packet(9, COLUMN) + ROWS[ROWS.index(packet(3, END)) :],
        ROWS.replace(b"\3abc", b"\4abc"),
        ROWS.replace(b"\3abc", b"\2abc"),
        b"HTTP/1.1 400 Bad Request\r\n\r\n" * 9**5,
    ],
)
def test_what_is_no_answer_is_a_wrong_one(answer: bytes) -> None:
    """Whatever is wrong with it, and without its text."""
    with pytest.raises(CheckFailed) as caught:
        incoming(answer).result()
    assert caught.value.reason is Reason.WRONG_ANSWER


def test_confirmation() -> None:
    """Either of two packets is one, and nothing else."""
    incoming(packet(1, OK)).confirmation()
    incoming(packet(1, END)).confirmation()
    with pytest.raises(CheckFailed):
        incoming(packet(1, b"\1")).confirmation()
    with pytest.raises(pymysql.err.ProgrammingError):
        incoming(packet(1, ERROR)).confirmation()


def test_mappings(mariadb: MariaDB) -> None:
    """Rows are given by the names of their columns, of which there may be many."""
    columns = ", ".join(f"{number} AS 'c{number}é'" for number in range(300))
    with closing(opened(mariadb)) as session:
        sqls = [f"SELECT {columns}", "SELECT 1 AS a FROM DUAL WHERE FALSE"]
        (many, none), *_ = completed(session.ask(sqls, 2.5, "SYSTEM", session.late))
    assert many.mappings() == [{f"c{number}é": str(number) for number in range(300)}]
    assert none.mappings() == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1, -1, 18446744073709551615, 2.50, 1e0, TRUE, NULL, '', 'é☃'",
        "SELECT X'00FF', CAST('a' AS BINARY), CAST('é' AS CHAR), b'101'",
        "SELECT DATE'2026-01-02', TIME'03:04:05.6', TIMESTAMP'2026-01-02 03:04:05'",
        "SELECT CAST('0000-00-00' AS DATE), MAKETIME(9, 9, 9), JSON_OBJECT('a', 1), POINT(1, 2)",
        "SELECT * FROM information_schema.columns LIMIT 50",
        "SELECT seq FROM seq_1_to_300",
        "SELECT CONVERT('é' USING latin1), _latin1 X'E9'",
    ],
)
@pytest.mark.parametrize("charset", ["utf8mb4", "latin1"])
def test_values_are_those_of_the_driver(mariadb: MariaDB, sql: str, charset: str) -> None:
    """Whatever their type and charset."""
    sql = sql.replace("☃", "") if charset == "latin1" else sql
    driver = pymysql.connect(
        host=mariadb.host,
        port=mariadb.port,
        user=mariadb.user,
        password=mariadb.password,
        database=mariadb.database,
        charset=charset,
        ssl_disabled=True,
    )
    with closing(driver), driver.cursor() as cursor:
        cursor.execute(sql)
        expected, names = cursor.fetchall(), [column[0] for column in cursor.description]
    with closing(opened(mariadb, options={"charset": charset})) as session:
        assert session.rows(sql) == expected
        assert list(session.columns) == names


def test_cell_that_is_no_text_of_its_charset() -> None:
    """It is an error of the answer, as of any text."""
    with pytest.raises(UnicodeDecodeError):
        Result("utf8", [COLUMN], [[b"\xff"]]).values(decoders)
