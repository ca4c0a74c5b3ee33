"""Getting in: TLS, unix sockets, addresses, limits and old servers."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pymemcache.client.base import Client

from cache_answers import (
    MEMCACHED_HELLO,
    PYMEMCACHE,
    ScriptedListener,
    answer,
    failure,
    figure,
    has_room,
    memcached_check,
    wait_until,
)
from django_health.caches import families
from django_health.result import Reason, Status
from live_servers import Memcached, free_port, issue_certificate
from live_servers.certificates import TLSFiles, copy_for
from walked_steps import walked


class EncryptedMemcached(Memcached):
    """A Memcached that speaks TLS alone."""

    def __init__(self, files: TLSFiles) -> None:
        super().__init__()
        self.files = files
        self.context = ssl.create_default_context(cafile=str(files.authority))

    def _client(self, timeout: float) -> Client:
        address = (self.host, self.port)
        return Client(address, connect_timeout=timeout, timeout=timeout, tls_context=self.context)

    def _prepare(self) -> None:
        self.files = copy_for(self.files, self.directory, self.account)

    def _command(self) -> list[str]:
        files = f"ssl_chain_cert={self.files.certificate},ssl_key={self.files.key}"
        return [*super()._command(), "--enable-ssl", "-o", files]


class LocalMemcached(Memcached):
    """A Memcached on a unix socket."""

    def _client(self, timeout: float) -> Client:
        path = str(self.directory / "socket")
        return Client(path, connect_timeout=timeout, timeout=timeout)

    def _command(self) -> list[str]:
        return [*super()._command(), "-s", str(self.directory / "socket"), "-a", "0777"]


@pytest.fixture(scope="module")
def server() -> Iterator[Memcached]:
    """A Memcached for the tests of this module."""
    with Memcached() as started:
        yield started


def test_no_connection_left_is_told() -> None:
    """A server at its limit says so, each time, and serves when there is room again."""
    with Memcached(arguments=["-c", "60"]) as server:
        with ExitStack() as held:
            for _ in range(60):  # the limit counts the server's own files too
                opened = socket.create_connection((server.host, server.port), 5)
                held.enter_context(opened)
                opened.sendall(b"version\r\n")
                opened.recv(100)
            with memcached_check((server.host, server.port)) as check:
                for _ in range(5):
                    assert failure(check).reason is Reason.TOO_MANY_CONNECTIONS
        with memcached_check((server.host, server.port)) as check:
            wait_until(lambda: has_room(check))
            told = answer(check)
    assert told.status is Status.OK
    rejected = figure(told, families.REJECTED_CONNECTIONS)
    assert rejected is not None
    assert rejected >= 5


def test_a_key_that_memcached_refuses_is_misconfigured(server: Memcached) -> None:
    """The application's own keys would be refused in the same way."""
    with memcached_check((server.host, server.port), key="my shop:1:key") as check:
        assert failure(check).reason is Reason.MISCONFIGURED


def test_an_old_server_is_asked_for_its_settings() -> None:
    """Where stats do not tell the limit of connections, the settings do."""
    stats, settings = b"STAT bytes 5\r\nEND\r\n", b"STAT maxconns 512\r\nEND\r\n"
    said = [MEMCACHED_HELLO[0], stats, settings, b"NONSENSE\r\n"]
    with (
        ScriptedListener(said) as listener,
        memcached_check((listener.host, listener.port)) as check,
    ):
        assert figure(failure(check), families.MAX_CLIENTS) == 512


def test_a_unix_socket_is_as_good() -> None:
    """The path of a socket takes the place of host and port."""
    with LocalMemcached() as server, memcached_check(str(server.directory / "socket")) as check:
        assert answer(check).status is Status.OK


def test_a_unix_socket_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """No socket means no server."""
    with memcached_check(str(tmp_path / "none")) as check:
        assert failure(check).reason is Reason.REFUSED


def test_an_encrypted_server_is_well(tmp_path: Path) -> None:
    """A certificate that is trusted is enough; others are tls."""
    with EncryptedMemcached(issue_certificate(tmp_path)) as server:
        address = (server.host, server.port)
        with memcached_check(address, tls_context=server.context) as check:
            for _ in range(3):
                outcome, waits = walked(check.run_in_steps())
                assert (outcome.status, len(waits)) == (Status.OK, 4)
        with memcached_check(address, tls_context=ssl.create_default_context()) as check:
            assert failure(check).reason is Reason.TLS


def test_a_server_without_tls_is_tls(server: Memcached) -> None:
    """TLS that is expected and not spoken is told as such."""
    context = ssl.create_default_context()
    with memcached_check((server.host, server.port), tls_context=context) as check:
        assert failure(check).reason is Reason.TLS


def test_one_address_is_tried_as_pymemcache_does(
    server: Memcached, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the application fails at a name's first address, so does the check."""
    refused = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", free_port()))
    good = (*refused[:4], (server.host, server.port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [refused, good])
    with memcached_check(("two", 1)) as check:
        assert failure(check).reason is Reason.REFUSED
    with memcached_check(("two", 1), backend=PYMEMCACHE.replace("PyMemcache", "PyLibMC")) as check:
        assert answer(check).status is Status.OK
