"""Ending without cutting an answer."""

from __future__ import annotations

import logging
import socket
import threading

import pytest

from django_health_exporter.web.config import WebConfig
from running_web import FakeCheck, HangingCheck, ask, running_web


def test_a_request_in_flight_is_answered() -> None:
    """No new connection is taken, the one that waits for a check gets its answer, then all ends."""
    check = HangingCheck()
    with running_web([check]) as web:
        idle, scraping = web.connect(), web.connect()
        assert ask(idle, "/-/healthy").status == 200
        scraping.request("GET", "/metrics")
        assert check.entered.wait(30)
        web.server.stop()
        _until_refused(web.host, web.port)
        assert web.thread.is_alive()
        check.released.set()
        response = scraping.getresponse()
        assert response.status == 200
        assert response.headers["Connection"] == "close"
        assert b"django_health_check_status" in response.read()
        web.thread.join(30)
        assert not web.thread.is_alive()
        assert idle.sock.recv(1) == b""
        idle.close()
        scraping.close()


def test_a_request_that_takes_too_long_is_cut(caplog: pytest.LogCaptureFixture) -> None:
    """The grace is the end of patience, and nobody's fault."""
    check = HangingCheck()
    config = WebConfig(listen_addresses=("127.0.0.1:0",), shutdown_grace=0.2, scrape_timeout=100)
    with running_web([check], config) as web:
        scraping = web.connect()
        scraping.request("GET", "/metrics")
        assert check.entered.wait(30)
        web.server.stop()
        web.thread.join(30)
        assert not web.thread.is_alive()
        with pytest.raises(ConnectionError):  # among them the end without an answer
            scraping.getresponse()
        scraping.close()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_slow_reader_gets_all_bytes() -> None:
    """An answer counts as given when its last byte has left, not when it has been made."""
    checks = [FakeCheck("database", f"{'x' * 1000}{number}") for number in range(1000)]
    config = WebConfig(listen_addresses=("127.0.0.1:0",), shutdown_grace=100)
    with running_web(checks, config) as web, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(30)
        client.connect((web.host, web.port))
        client.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        received = client.recv(1000)
        web.server.stop()
        _until_refused(web.host, web.port)
        head, _, body = received.partition(b"\r\n\r\n")
        (length,) = [line for line in head.split(b"\r\n") if line.startswith(b"Content-Length: ")]
        missing = int(length.split()[1]) - len(body)
        assert missing > 2_000_000
        while missing:
            chunk = client.recv(65536)
            assert chunk
            missing -= len(chunk)


def test_half_a_request_does_not_hold_up_the_end() -> None:
    """A connection that has not finished its headers is not being answered."""
    with running_web() as web, socket.create_connection((web.host, web.port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost:")
        web.server.stop()
        web.thread.join(30)
        assert not web.thread.is_alive()


def test_a_request_sent_just_before_the_end_is_answered() -> None:
    """What was on its way when the end came is read and answered."""
    with running_web() as web:
        connection = web.connect()
        ask(connection, "/-/healthy")
        loop = web.server._loop
        assert loop is not None
        busy = threading.Event()
        loop.call_soon_threadsafe(busy.wait, 30)  # so that request and end come at once
        connection.request("GET", "/-/healthy")
        web.server.stop()
        busy.set()
        assert connection.getresponse().read() == b"ok\n"
        connection.close()


def test_connections_that_wait_for_nothing_do_not_hold_up_the_end() -> None:
    """Kept connections without a request, and those of before, are no reason to wait."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), shutdown_grace=100)
    with running_web([FakeCheck()], config) as web:
        kept = web.connect()
        ask(kept, "/metrics")
        assert web.raw(b"GET /metrics HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 400")
        assert ask(web.connect(), "/metrics", Connection="close").status == 200
        with socket.create_connection((web.host, web.port)) as abandoning:
            abandoning.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        web.server.stop()
        web.thread.join(30)
        assert not web.thread.is_alive()
        kept.close()


def test_many_requests_in_flight_are_all_answered() -> None:
    """Each of those who wait gets its answer."""
    check = HangingCheck()
    statuses: list[int] = []
    with running_web([check]) as web:
        connections = [web.connect() for _ in range(20)]
        for connection in connections:
            connection.request("GET", "/metrics")
        assert check.entered.wait(30)
        assert web.get("/-/healthy").status == 200
        web.server.stop()
        releaser = threading.Timer(0.1, check.released.set)
        releaser.start()
        for connection in connections:
            response = connection.getresponse()
            response.read()
            statuses.append(response.status)
            connection.close()
        releaser.join()
    assert statuses == [200] * 20


def _until_refused(host: str, port: int) -> None:
    """Wait until nobody listens any more."""
    while True:
        try:
            socket.create_connection((host, port), timeout=5).close()
        except ConnectionError:  # refused, or reset while the listener closes
            return
