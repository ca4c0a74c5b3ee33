"""Time, size and number: what a connection may take."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.policy.current import CurrentPolicy
from live_servers import TLSFiles, issue_certificate
from running_web import FakeCheck, RunningWeb, ask, running_web
from sample_checks import eventually

ASKING = b"GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n"
BRIEF = 0.3


def _config(**limits: float) -> WebConfig:
    return WebConfig(listen_addresses=("127.0.0.1:0",), **limits)  # type: ignore[arg-type]


@contextmanager
def _client(web: RunningWeb, *sent: bytes) -> Iterator[socket.socket]:
    with socket.create_connection((web.host, web.port), timeout=30) as client:
        for each in sent:
            client.sendall(each)
        yield client


@pytest.mark.parametrize(
    "sent",
    [
        [],
        [ASKING[:-2]],
        [b"\r\n", b"G"],
        [b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhell"],
        [b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello"],
        [b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"],
    ],
)
def test_half_a_request_is_dropped(sent: list[bytes]) -> None:
    """After the time for it, without an answer to it."""
    with (
        running_web([FakeCheck()], _config(read_timeout=BRIEF)) as web,
        _client(web, *sent) as client,
    ):
        received = b"".join(iter(lambda: client.recv(1000), b""))
        assert received in (b"", b"HTTP/1.1 100 (Continue)\r\n\r\n")
        assert web.server.counts.timed_out == 1


def test_a_second_request_has_its_own_time() -> None:
    """A connection between requests has the longer one."""
    with (
        running_web([FakeCheck()], _config(read_timeout=BRIEF)) as web,
        _client(web, ASKING) as idle,
        _client(web, ASKING) as slow,
    ):
        for client in (idle, slow):
            assert client.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")
        slow.sendall(b"G")
        assert slow.recv(1000) == b""
        idle.sendall(ASKING)
        assert idle.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")
        assert web.server.counts.timed_out == 1


def test_an_idle_connection_is_closed() -> None:
    """In peace, and it counts as nobody's fault."""
    with (
        running_web([FakeCheck()], _config(idle_timeout=BRIEF)) as web,
        _client(web, ASKING) as idle,
    ):
        assert b"".join(iter(lambda: idle.recv(1000), b"")).endswith(b"\r\n\r\nok\n")
        assert (web.server.counts.open, web.server.counts.timed_out) == (0, 0)


def test_a_header_that_is_too_large() -> None:
    """It is told with its own status, and what follows is not read."""
    with running_web() as web, _client(web, b"GET / HTTP/1.1\r\nX: " + b"x" * 20_000) as client:
        assert client.recv(1000).startswith(b"HTTP/1.1 431 ")


def test_more_connections_than_there_may_be() -> None:
    """The newest are served; those that gave way were only kept for later."""
    with running_web([FakeCheck()], _config(max_connections=4)) as web:
        kept = [web.connect() for _ in range(12)]
        for connection in kept:
            assert ask(connection, "/-/healthy").status == 200
            assert web.server.counts.open <= 4
        counts = web.server.counts
        assert (counts.accepted, counts.evicted, counts.refused) == (12, 8, 0)
        assert ask(kept[-1], "/metrics").status == 200
        for connection in kept:
            connection.close()


class _Secured:
    """A policy with a certificate, and its client's side."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files = self._issue()
        path = folder / "web.yml"
        path.write_text("tls_server_config: {cert_file: server.pem, key_file: server.key}\n")
        self.now = 0.0
        self.policies = CurrentPolicy(path, lambda: self.now)

    def _issue(self) -> TLSFiles:
        return issue_certificate(self._folder)

    def renew(self) -> None:
        """Have another authority issue another certificate, which is noticed at once."""
        self.files = self._issue()
        self.now += 1000

    @contextmanager
    def connected(self, web: RunningWeb) -> Iterator[HTTPSConnection]:
        """A client that trusts the present authority."""
        context = ssl.create_default_context(cafile=str(self.files.authority))
        connection = HTTPSConnection(web.host, web.port, timeout=30, context=context)
        try:
            yield connection
        finally:
            connection.close()


@pytest.fixture
def secured(tmp_path: Path) -> _Secured:
    """A certificate for loopback."""
    return _Secured(tmp_path)


def test_a_new_certificate_is_for_new_connections(secured: _Secured) -> None:
    """Those that stand go on with the old one."""
    with (
        running_web([FakeCheck()], policies=secured.policies) as web,
        secured.connected(web) as old,
    ):
        assert ask(old, "/metrics").status == 200
        secured.renew()
        with secured.connected(web) as new:
            assert ask(new, "/metrics").status == 200
        assert ask(old, "/metrics").status == 200
        assert web.server.counts.failed_handshakes == 0


def test_a_handshake_has_the_time_of_a_request(
    secured: _Secured, caplog: pytest.LogCaptureFixture
) -> None:
    """Others are served meanwhile, and what fails is counted, not logged."""
    config = _config(read_timeout=BRIEF)
    with (
        running_web([FakeCheck()], config, policies=secured.policies) as web,
        _client(web) as silent,
        _client(web, b"GET / HTTP/1.1\r\n\r\n") as plain,
        _client(web, bytes(100)),
    ):
        with secured.connected(web) as good:
            assert ask(good, "/metrics").status == 200
        assert plain.recv(1000).endswith(b"Client sent an HTTP request to an HTTPS server.\n")
        assert silent.recv(1000) == b""
        eventually(lambda: web.server.counts.failed_handshakes == 2)
        assert web.server.counts.timed_out == 1
    assert caplog.messages == []


def test_a_client_that_has_gone_before_its_handshake(secured: _Secured) -> None:
    """It costs nothing, whenever it goes."""
    with running_web([FakeCheck()], policies=secured.policies) as web:
        for _ in range(20):
            with _client(web, b"\x16") as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        with secured.connected(web) as good:
            assert ask(good, "/metrics").status == 200
        eventually(lambda: web.server.counts.open == 0)
