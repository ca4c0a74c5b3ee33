"""Status and body of answers, from connections that say all sorts of things."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from http.client import BadStatusLine, IncompleteRead, RemoteDisconnected
from typing import TypeVar

import pytest

from django_health.checks.http.answer import BODY_BYTES, HttpAnswer, failure_of
from django_health.failure import CheckFailed
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from django_health.network.timed_socket import TimedSocket
from django_health.result import Reason
from endpoint_listeners import CANARY, TalkListener, saying

T = TypeVar("T")
OK = b"HTTP/1.1 200 OK\r\n"


def heard(said: bytes, look: Callable[[HttpAnswer], T], method: str = "GET") -> T:
    """What is found in an answer."""
    with TalkListener(saying(said, listening=False)) as listener:
        line = CancellableSocket(2 * BODY_BYTES)
        address = listener.host, listener.port
        with (
            TimedSocket.open(line, address, Deadline(10.0)) as connection,
            closing(HttpAnswer(connection, method)) as answer,
        ):
            return look(answer)


@pytest.mark.parametrize(
    ("content_type", "body", "is_there"),
    [
        ("", "Grüße".encode(), True),
        ("text/html; charset=latin-1", "Grüße".encode("latin-1"), True),
        ("text/html; charset=latin-1", "Grüße".encode(), False),
        ("text/html; charset=nonsense", "Grüße".encode(), True),
        ("text/html; charset=ascii", "Grüße".encode(), True),
        ("text/html; charset=rot13", "Grüße".encode(), True),
        ('text/html; CharSet = "latin-1"', "Grüße".encode("latin-1"), True),
        ('text/plain; charset="a\x00b"', "Grüße".encode(), True),
        ("text/plain; charset*=utf-8''%ff%00; charset*0*=x", "Grüße".encode(), True),
        ("text/plain; charset*0*=x; charset*=y", "Grüße".encode(), True),
        ("text/plain; charset=" + "x" * 60_000, "Grüße".encode(), True),
        ("text/plain; charset=", "Grüße".encode(), True),
        ("", b"Gr", False),
        ("", b"", False),
    ],
)
def test_a_text_is_looked_for_as_the_server_encodes(
    content_type: str, body: bytes, is_there: bool
) -> None:
    """In the encoding that it names, or in UTF-8."""
    head = f"Content-Type: {content_type}\r\n" if content_type else ""
    said = OK + head.encode() + b"\r\n" + body
    assert heard(said, lambda answer: answer.holds("Grüße")) is is_there


@pytest.mark.parametrize("at", [0, 65530, BODY_BYTES - 4, BODY_BYTES + 1])
def test_a_text_is_found_wherever_it_is_in_the_first_mebibyte(at: int) -> None:
    """Also where the pieces that come in divide it."""
    body = b"x" * at + b"here" + b"x" * (2 * BODY_BYTES)
    found = heard(OK + b"\r\n" + body, lambda answer: answer.holds("here"))
    assert found is (at + 4 <= BODY_BYTES)


def test_a_text_in_small_pieces_is_found_soon() -> None:
    """What was searched once is not searched again."""
    pieces = b"".join(b"1\r\n%c\r\n" % letter for letter in b"x" * 50_000 + b"here")
    said = OK + b"Transfer-Encoding: chunked\r\n\r\n" + pieces + b"0\r\n\r\n"
    assert heard(said, lambda answer: answer.holds("here"))


@pytest.mark.parametrize("look", [HttpAnswer.read, lambda answer: answer.holds("never")])
def test_an_answer_that_ends_early_is_none(look: Callable[[HttpAnswer], object]) -> None:
    """Whether its body is of interest or not."""
    with pytest.raises(CheckFailed, match="the connection ended before the answer did"):
        heard(OK + b"Content-Length: 6\r\n\r\nhello", look)
    with pytest.raises(IncompleteRead):
        heard(OK + b"Transfer-Encoding: chunked\r\n\r\n9\r\nhello", look)


@pytest.mark.parametrize("said", [b"HTTP/1.1 204 No\r\nContent-Length: 9\r\n\r\n"])
def test_an_answer_that_has_no_body_is_complete(said: bytes) -> None:
    """By its status, or because of how was asked."""
    heard(said, HttpAnswer.read)
    heard(OK + b"Content-Length: 9\r\n\r\n", HttpAnswer.read, "HEAD")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (BadStatusLine(CANARY), Reason.WRONG_ANSWER),
        (IncompleteRead(CANARY.encode()), Reason.WRONG_ANSWER),
        (RemoteDisconnected(CANARY), Reason.UNAVAILABLE),
    ],
)
def test_an_error_has_a_reason(error: BadStatusLine, reason: Reason) -> None:
    """And none of its text is repeated."""
    failure = failure_of(error)
    assert failure.reason is reason
    assert CANARY not in str(failure)
