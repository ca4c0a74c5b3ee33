"""The server as a whole: addresses, stopping, and that nothing leaks."""

from __future__ import annotations

import gc
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection

import pytest
from prometheus_client import CollectorRegistry

from django_health.engine import Engine
from django_health.settings import HealthSettings
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.server import ListenError, WebServer
from running_web import FakeCheck, HangingCheck, ask, running_web


def server(*addresses: str) -> WebServer:
    """A server that watches nothing."""
    config = WebConfig(listen_addresses=addresses)
    return WebServer(Engine([]), HealthSettings(), config, CollectorRegistry())


def test_listens_on_all_addresses() -> None:
    """Several addresses are served side by side, and told with their real ports."""
    config = WebConfig(listen_addresses=("127.0.0.1:0", "127.0.0.2:0"))
    with running_web([], config) as web:
        assert len(web.server.addresses) == 2
        for address in web.server.addresses:
            connection = HTTPConnection(address, timeout=30)
            assert ask(connection, "/-/healthy").status == 200
            connection.close()


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no IPv6 here")
def test_serves_both_families() -> None:
    """All interfaces means IPv6 and IPv4."""
    with running_web([], WebConfig(listen_addresses=(":0",))) as web:
        for host in ("127.0.0.1", "::1"):
            connection = HTTPConnection(host, web.port, timeout=30)
            assert ask(connection, "/-/healthy").status == 200
            connection.close()


def test_an_address_that_cannot_be_listened_on() -> None:
    """The error names it, and the addresses before it are given back."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        failing = server(f"127.0.0.2:{port}", f"127.0.0.1:{port}")
        with pytest.raises(ListenError, match=f"'127.0.0.1:{port}': the port is in use"):
            failing.bind()
    assert failing.addresses == ()
    with socket.create_server(("127.0.0.2", port)):
        pass


def test_clients_wait_from_bind_on() -> None:
    """A request that comes before the server serves is answered when it does."""
    early = server("127.0.0.1:0")
    early.bind()
    connection = HTTPConnection(early.addresses[0], timeout=30)
    connection.request("GET", "/-/ready")
    thread = threading.Thread(target=early.run)
    thread.start()
    assert connection.getresponse().status == 200
    connection.close()
    early.stop()
    thread.join(30)
    assert not thread.is_alive()


def test_stopped_before_it_began() -> None:
    """A signal that comes early is not forgotten."""
    stopped = server("127.0.0.1:0")
    stopped.bind()
    stopped.stop()
    stopped.run()
    stopped.stop()  # and once more afterwards
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection(stopped.addresses[0], timeout=30).connect()


def test_listens_before_the_first_check() -> None:
    """Nothing is asked until somebody asks."""
    check = FakeCheck()
    with running_web([check]) as web:
        web.get("/")
    assert check.runs == 0


def test_answers_others_while_a_check_hangs() -> None:
    """Requests that wait for a hanging check hold up nobody."""
    check = HangingCheck("cache")
    with running_web([FakeCheck("database"), check]) as web:
        waiting = [web.connect() for _ in range(50)]
        for connection in waiting:
            connection.request("GET", "/metrics")
        assert check.entered.wait(30)
        assert web.get("/-/healthy").status == 200
        assert web.get("/metrics?collect[]=database").status == 200
        assert web.engine.threads <= 3
        check.released.set()
        for connection in waiting:
            assert connection.getresponse().status == 200
            connection.close()


def test_abandoned_requests_leave_nothing_behind(caplog: pytest.LogCaptureFixture) -> None:
    """Clients that go away while they wait cost neither descriptors, threads nor log lines."""
    check = HangingCheck("cache")
    config = WebConfig(listen_addresses=("127.0.0.1:0",), scrape_timeout=100)
    with running_web([FakeCheck("database"), check], config) as web:
        kept = web.connect()
        ask(kept, "/metrics?collect[]=database")  # starts the thread that renders
        descriptors = _descriptors()
        others = threading.active_count() - web.engine.threads
        _abandon(web.host, web.port, 200)
        assert check.entered.wait(30)
        _until(lambda: _descriptors() <= descriptors)
        _until(lambda: threading.active_count() - web.engine.threads <= others)
        assert web.engine.threads <= 2  # one for each check
        _until(lambda: _handlers() == 0)
        check.released.set()
        assert ask(kept, "/metrics").status == 200
        kept.close()
    assert check.runs <= 2  # that of the 200, and one more unless the last came in time for it
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def _abandon(host: str, port: int, times: int) -> None:
    """Ask for the metrics, and go away."""
    for _ in range(times):
        with socket.create_connection((host, port), timeout=30) as client:
            client.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a count, not paths


def _handlers() -> int:
    gc.collect()
    return sum(type(thing).__name__ == "MetricsHandler" for thing in gc.get_objects())


def _until(holds: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
