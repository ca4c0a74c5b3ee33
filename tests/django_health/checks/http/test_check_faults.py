"""Servers that drip, flood or are silent, and runs that are cancelled."""

from __future__ import annotations

import itertools
import socket

import pytest

from django_health.result import Reason
from endpoint_listeners import (
    MARGIN,
    Talk,
    TalkListener,
    dripping,
    ends_at_once,
    failed,
    figures,
    saying,
    silent_at_first,
    succeeded,
    timed_failure,
)
from http_checks import HEAD, http_check
from live_servers import SilentListener

DRIPS = {
    "status": (b"", b"H"),
    "headers": (HEAD, b"A: b\r\n"),
    "body": (HEAD + b"\r\n", b"x"),
    "long body": (HEAD + b"Content-Length: 5000\r\n\r\n", b"x"),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "hints": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
}


@pytest.mark.parametrize("text", ["", "never"])
@pytest.mark.parametrize("kind", DRIPS)
def test_what_drips_ends_with_the_deadline(kind: str, text: str) -> None:
    """However regularly it drips; a status that has come is told."""
    start, drop = DRIPS[kind]
    with TalkListener(dripping(start, itertools.repeat(drop, 600))) as listener:
        check = http_check(listener.port, timeout=0.6, body_contains=text)
        failure, seconds = timed_failure(check)
    assert seconds < MARGIN  # it would drip on for longer
    assert failure.reason is Reason.TIMEOUT
    had_status = kind not in {"status", "headers", "hints"}
    assert ("django_health_http_status_code" in figures(failure)) is had_status


def _endless(head: bytes, block: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(head)
        for _ in range(400):  # 25 MiB
            connection.sendall(block * (65536 // len(block)))

    return talk


def test_of_an_endless_body_a_mebibyte_is_read() -> None:
    """Without a text to look for that is enough; with one, it was not found there."""
    with TalkListener(_endless(HEAD + b"\r\n", b"x")) as listener:
        succeeded(http_check(listener.port))
        failure = failed(http_check(listener.port, body_contains="never"))
    assert str(failure) == "the expected text is not in the answer"


@pytest.mark.parametrize(
    ("head", "block"),
    [
        (HEAD, b"A: b\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 1000 + b"\r\nx\r\n"),
    ],
)
def test_endless_headers_are_a_wrong_answer(head: bytes, block: bytes) -> None:
    """They fill neither the memory nor the time."""
    with TalkListener(_endless(head, block)) as listener:
        failure = failed(http_check(listener.port, timeout=30.0))
    assert failure.reason is Reason.WRONG_ANSWER


def test_a_silent_server_ends_with_the_deadline() -> None:
    """It accepts, and never answers."""
    with SilentListener() as listener:
        check = http_check(listener.port, timeout=0.5)
        failure, seconds = timed_failure(check)
    assert seconds < MARGIN
    assert failure.reason is Reason.TIMEOUT
    assert figures(failure).keys() == {"django_health_http_connect_seconds"}


@pytest.mark.parametrize("head", [b"", HEAD, HEAD + b"\r\n"])
def test_cancelling_ends_a_run_at_once(head: bytes) -> None:
    """Whatever it waits for."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(head)
        connection.recv(65536)
        connection.recv(65536)

    with TalkListener(talk) as listener:
        check = http_check(listener.port, timeout=60.0)
        assert ends_at_once(check, lambda: listener.accepted > 0)


def test_a_run_after_a_cancelled_run_works_again() -> None:
    """What one run was told does not stay."""
    answer = HEAD + b"Content-Length: 0\r\n\r\n"
    with TalkListener(silent_at_first(saying(answer))) as listener:
        check = http_check(listener.port, timeout=60.0)
        assert ends_at_once(check, lambda: listener.accepted > 0)
        succeeded(check)
