"""Handing an answer over."""

from __future__ import annotations

import socket

import pytest

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.sending import LARGE
from running_web import FakeCheck, RunningWeb, ask, running_web
from sample_checks import eventually

ASKING = b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"


def _large() -> list[FakeCheck]:
    """Checks whose page is larger than what a kernel takes at once."""
    return [FakeCheck("database", f"{'x' * 1000}{number}") for number in range(2000)]


def _reader(web: RunningWeb) -> socket.socket:
    """A client that has asked, and reads nothing."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(30)
    client.connect((web.host, web.port))
    client.sendall(ASKING)
    return client


@pytest.mark.parametrize("count", [1, 2000])
def test_small_and_large_pages_are_whole(count: int) -> None:
    """On a kept connection, one after the other, and HEAD has the same headers and no body."""
    with running_web(_large()[:count]) as web:
        connection = web.connect()
        page = ask(connection, "/metrics")
        again = ask(connection, "/metrics")
        head = ask(connection, "/metrics", "HEAD")
        connection.close()
    assert (len(page.body) > LARGE) is (count > 1)
    assert int(page.headers["Content-Length"]) == len(page.body)
    assert page.headers["Cache-Control"] == "no-store"
    assert again.body.count(b"\n") == page.body.count(b"\n")
    assert head.body == b""
    assert head.headers.keys() == page.headers.keys()


def test_who_does_not_take_a_page_is_dropped() -> None:
    """After the time for that, and the next one gets it."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), write_timeout=0.5)
    with running_web(_large(), config) as web, _reader(web) as client:
        eventually(lambda: web.server.counts.timed_out == 1)
        with pytest.raises(ConnectionResetError):
            b"".join(iter(lambda: client.recv(65536), b""))
        assert web.get("/metrics").status == 200
        eventually(lambda: web.server.counts.open == 0)
        assert web.server.counts.timed_out == 1


def test_who_takes_a_page_slowly_is_not_dropped_before_time() -> None:
    """Nor counted once it has all of it."""
    with running_web(_large()) as web, _reader(web) as client:
        received = client.recv(1000)
        length = int(received.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
        body = received.partition(b"\r\n\r\n")[2]
        assert length > 1_000_000
        while len(body) < length:
            body += client.recv(4096)
        client.sendall(ASKING)
        assert client.recv(12) == b"HTTP/1.1 200"
        assert web.server.counts.timed_out == 0
