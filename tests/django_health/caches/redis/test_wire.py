"""Answers of Redis, read in whatever pieces they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from django_health.caches.redis.errors import ErrorReply, NotRedis
from django_health.caches.redis.wire import LONGEST_LINE, Answer, Answers, packed
from django_health.network.bounded_socket import EndlessAnswer

SPOKEN = b"+OK\r\n:12\r\n$-1\r\n$0\r\n\r\n$12\r\nline\r\n$5\r\nend\r\n"
MEANT: list[Answer] = [b"OK", 12, None, b"", b"line\r\n$5\r\nen"]


def receiver(pieces: Iterable[bytes]) -> Callable[[int], bytes]:
    """What gives one piece at a time, and nothing at the end."""
    left = iter(pieces)
    return lambda _: next(left, b"")


def test_a_command_is_packed_as_redis_py_packs_it() -> None:
    """The number of its words, then each with its length."""
    assert packed(b"SET", b"k", b"") == b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_answers_come_in_pieces_of_any_size(size: int) -> None:
    """Whatever a wait brings, each answer is read to its own end and no further."""
    said = SPOKEN.replace(b"end\r\n", b"en\r\n")
    pieces = [said[at : at + size] for at in range(0, len(said), size)]
    answers = Answers(receiver(pieces))
    assert [answers.next() for _ in MEANT] == MEANT
    assert not answers.is_ahead


@pytest.mark.parametrize("said", [b"+OK\r\n", b":1\r\n", b"$2\r\nOK\r\n"])
def test_what_comes_behind_an_answer_is_told(said: bytes) -> None:
    """Be it a part of another answer only."""
    answers = Answers(receiver([said + b"+"]))
    answers.next()
    assert answers.is_ahead


def test_an_error_is_raised_with_its_code() -> None:
    """It tells what the error is about, and the answer behind it is read as usual."""
    answers = Answers(receiver([b"-NOPERM no permissions\r\n+OK\r\n"]))
    with pytest.raises(ErrorReply) as caught:
        answers.next()
    assert caught.value.code == "NOPERM"
    assert answers.next() == b"OK"


@pytest.mark.parametrize("said", [b"", b"+O", b"$5\r\n", b"$5\r\nabc", b"$3\r\nabc\r"])
def test_an_end_before_the_answers_own_is_told(said: bytes) -> None:
    """The connection ended: that is no answer, however much of it is there."""
    with pytest.raises(ConnectionResetError):
        Answers(receiver([said] if said else [])).next()


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 400 Bad Request\r\n",
        b"\r\n",
        b"*1\r\n+OK\r\n",
        b"*0\r\n",
        b"%0\r\n",
        b":-1\r\n",
        b":1x\r\n",
        b":%d\r\n" % 10**10,
        b"$-2\r\n",
        b"$\r\n",
        b"$1x\r\na\r\n",
        b"$3\r\nabcdef",
    ],
)
def test_what_redis_never_answers_is_refused(said: bytes) -> None:
    """Other protocols, lists, and lengths and numbers that are none."""
    with pytest.raises(NotRedis):
        Answers(receiver([said])).next()


@pytest.mark.parametrize("said", [b"$%d\r\n" % 10**10, b"+" * (LONGEST_LINE + 1)])
def test_an_answer_longer_than_any_is_not_waited_for(said: bytes) -> None:
    """It is told from its beginning."""
    with pytest.raises(EndlessAnswer):
        Answers(receiver([said, b"\r\n"])).next()
