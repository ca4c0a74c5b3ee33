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
from pathlib import Path

import pytest

from django_health.engine import Engine
from django_health.settings import HealthSettings
from django_health_exporter.systemd.notifier import Notifier
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.scrape.exposition import Exposition
from django_health_exporter.web.server import ListenError, WebServer
from django_health_exporter.web.watched import Watched
from running_web import FakeCheck, HangingCheck, ask, running_web
from service_manager import ServiceManager
from unix_http import ask_unix


def server(*addresses: str) -> WebServer:
    """A server that watches nothing."""
    config = WebConfig(listen_addresses=addresses)
    engine = Engine([])
    exposition = Exposition(engine, HealthSettings())
    return WebServer(Watched(engine, exposition), config)


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
def test_all_kinds_of_addresses_at_once(tmp_path: Path) -> None:
    """IPv4, IPv6, a unix socket with a file and one without are served side by side."""
    path = tmp_path / "web.sock"
    addresses = ("127.0.0.1:0", "[::1]:0", f"unix:{path}", "unix:@django-health-test-web")
    with running_web([], WebConfig(listen_addresses=addresses)) as web:
        for address in web.server.addresses[:2]:
            connection = HTTPConnection(address, timeout=30)
            assert ask(connection, "/-/healthy").status == 200
            connection.close()
        assert web.server.addresses[2:] == addresses[2:]
        for place in (path, "@django-health-test-web"):
            assert ask_unix(place, "/-/healthy").status == 200
    assert not path.exists()


def test_tells_the_service_manager(tmp_path: Path) -> None:
    """It is ready when it answers, alive while it serves, and says when it ends."""
    with ServiceManager(tmp_path / "notify") as manager:
        engine = Engine([FakeCheck("database")])
        exposition = Exposition(engine, HealthSettings())
        config = WebConfig(listen_addresses=("127.0.0.1:0",))
        told = WebServer(
            Watched(engine, exposition), config, notifier=Notifier(manager.address, 0.01)
        )
        told.bind()
        assert manager.waiting() == []
        thread = threading.Thread(target=told.run)
        thread.start()
        assert manager.expect("READY=1")["STATUS"] == "watching database"
        connection = HTTPConnection(told.addresses[0], timeout=30)
        assert ask(connection, "/-/ready").status == 200
        connection.close()
        manager.expect("WATCHDOG=1")
        told.stop()
        manager.expect("STOPPING=1")
        thread.join(30)
        engine.close()
    assert not thread.is_alive()


def test_engine_that_hangs_gives_no_sign_of_life(tmp_path: Path) -> None:
    """The watchdog is not told that all is well when no request can be answered."""
    with ServiceManager(tmp_path / "notify") as manager:
        engine = Engine([])
        exposition = Exposition(engine, HealthSettings())
        config = WebConfig(listen_addresses=("127.0.0.1:0",))
        hanging = WebServer(
            Watched(engine, exposition), config, notifier=Notifier(manager.address, 0.001)
        )
        hanging.bind()
        thread = threading.Thread(target=hanging.run)
        thread.start()
        manager.expect("WATCHDOG=1")
        with engine._lock:
            time.sleep(0.2)
            manager.waiting()
            time.sleep(0.2)
            assert manager.waiting() == []
        manager.expect("WATCHDOG=1")
        hanging.stop()
        thread.join(30)
        engine.close()


def test_abandoned_leaves_no_file(tmp_path: Path) -> None:
    """A process that ends at once takes the files of its sockets with it."""
    abandoned = server(f"unix:{tmp_path}/web.sock", "127.0.0.1:0")
    abandoned.bind()
    abandoned.abandon()
    assert list(tmp_path.iterdir()) == []
    abandoned.stop()
    abandoned.run()


def test_calls_when_the_end_has_come() -> None:
    """Before it waits for anything."""
    calls: list[str] = []
    ended = server("127.0.0.1:0")
    ended.bind()
    ended.stop()
    ended.run(lambda: calls.append("ending"))
    assert calls == ["ending"]


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
        web.get("/-/ready")
    assert check.runs == 0


def test_answers_others_while_a_check_hangs() -> None:
    """Requests that wait for a hanging check hold up nobody."""
    check = HangingCheck("cache")
    with running_web([FakeCheck("database"), check]) as web:
        waiting = [web.connect() for _ in range(30)]
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


def test_shows_something_else_from_now_on() -> None:
    """A request keeps to what there was when it came."""
    hanging = HangingCheck("old")
    with running_web([hanging]) as web:
        answers: list[bytes] = []
        asking = threading.Thread(target=lambda: answers.append(web.get("/metrics").body))
        asking.start()
        assert hanging.entered.wait(20)
        other = Engine([FakeCheck("new")])
        exposition = Exposition(other, HealthSettings())
        web.server.show(Watched(other, exposition))
        assert b'check="new"' in web.get("/metrics").body
        hanging.released.set()
        asking.join(20)
        assert b'check="old"' in answers[0]
        other.close()


def test_does_something_on_the_loop() -> None:
    """Once it serves; what is raised comes to who wants it done, and so does that it has ended."""

    def fail() -> None:
        raise LookupError

    with running_web([FakeCheck()]) as web:
        assert web.server.on_loop(threading.current_thread) is web.thread
        with pytest.raises(LookupError):
            web.server.on_loop(fail)
    with pytest.raises(TimeoutError):
        web.server.on_loop(threading.current_thread)
    engine = Engine([FakeCheck()])
    watched = Watched(engine, Exposition(engine, HealthSettings()))
    with pytest.raises(TimeoutError):
        WebServer(watched, WebConfig()).on_loop(threading.current_thread, 0.05)
