"""Refusals that come before there is a request to answer."""

from __future__ import annotations

import socket

import pytest
from tornado.httputil import HTTPHeaders

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.refusal import BODY, NO_ROOM, is_too_long
from running_web import FakeCheck, HangingCheck, RunningWeb, running_web
from sample_checks import eventually

POST = b"POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        ("0", False),
        (str(BODY), False),
        (str(BODY + 1), True),
        ("0" * 5000 + "1", False),
        ("0" * 5000 + str(BODY + 1), True),
        ("9" * 5000, True),
        ("-1", False),
        ("1e9", False),
        ("٩" * 9, False),
        ("", False),
    ],
)
def test_what_is_too_long(length: str, expected: bool) -> None:
    """A number that is larger; what is no number is tornado's to refuse."""
    assert is_too_long(HTTPHeaders({"Content-Length": length})) is expected


def test_no_length_is_not_too_long() -> None:
    """Most requests have none."""
    assert is_too_long(HTTPHeaders()) is False


@pytest.mark.parametrize("body", [b"", b"x" * 5000])
def test_a_body_that_is_too_long(body: bytes) -> None:
    """It is refused by its announcement, before it comes, and the connection ends."""
    with running_web([FakeCheck()]) as web:
        answer = web.raw(POST % (BODY + 1) + body)
        head, _, text = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 413 Content Too Large\r\n")
        assert b"Connection: close" in head
        assert text == b"a request may have 65536 bytes of body\n"
        assert web.get("/metrics").status == 200


def test_a_body_that_is_not_too_long(caplog: pytest.LogCaptureFixture) -> None:
    """It is read, and then the answer is what it is without."""
    with running_web([FakeCheck()]) as web:
        answer = web.raw(POST % BODY + b"x" * BODY + b"GET / HTTP/1.0\r\nHost: x\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 405 ")
        assert b"HTTP/1.1 200 OK" in answer
    assert caplog.messages == []


def test_no_room_is_told_at_once() -> None:
    """Where all connections wait for an answer, none can give way: the newcomer hears so."""
    check = HangingCheck()
    config = WebConfig(listen_addresses=("127.0.0.1:0",), max_connections=2)
    with running_web([check], config) as web:
        asking = [web.connect() for _ in range(2)]
        for connection in asking:
            connection.request("GET", "/metrics")
        eventually(lambda: web.server.counts.in_flight == 2)
        assert web.raw(b"") == NO_ROOM
        refused = web.get("/-/healthy")
        assert (refused.status, refused.text) == (503, "too many connections\n")
        assert refused.headers["Retry-After"] == "1"
        check.released.set()
        for connection in asking:
            assert connection.getresponse().status == 200
            connection.close()
        eventually(lambda: web.server.counts.open == 0)
        assert web.get("/-/healthy").status == 200
    assert web.server.counts.refused == 2


def test_who_has_gone_is_refused_without_an_error(caplog: pytest.LogCaptureFixture) -> None:
    """A client that resets at once costs no log line."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), max_connections=1)
    check = HangingCheck()
    with running_web([check], config) as web:
        _ask_and_stay(web, check)
    assert caplog.messages == []


def _ask_and_stay(web: RunningWeb, check: HangingCheck) -> None:
    connection = web.connect()
    connection.request("GET", "/metrics")
    assert check.entered.wait(30)
    for _ in range(20):
        with socket.create_connection((web.host, web.port), timeout=30) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    eventually(lambda: web.server.counts.refused == 20)
    check.released.set()
    assert connection.getresponse().status == 200
    connection.close()
