"""A session with a mail server, on a connection that ends with the run."""

from __future__ import annotations

import errno
import socket
from contextlib import closing

import pytest

from cache_answers import wait_until
from django_health.checks.smtp.session import SmtpSession
from django_health.failure import CheckFailed
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from django_health.network.timed_socket import TimedSocket
from django_health.result import Reason
from endpoint_listeners import TalkListener
from mail_server import MailServer


def connected(port: int) -> SmtpSession:
    """A session in which nothing was said yet."""
    address = "127.0.0.1", port
    return SmtpSession(TimedSocket.open(CancellableSocket(), address, Deadline(5.0)))


def test_a_session_goes_its_way() -> None:
    """Greeting, EHLO, a command, QUIT."""
    with MailServer() as server, closing(connected(server.port)) as session:
        session.greet()
        assert session.greeted > 0
        session.hello()
        session.command("NOOP", 250)
        session.quit()


def test_another_code_than_expected_is_a_failure() -> None:
    """The session says which one."""
    with MailServer() as server, closing(connected(server.port)) as session:
        session.greet()
        with pytest.raises(CheckFailed, match="the server answered NONSENSE with 500") as caught:
            session.command("NONSENSE", 250)
    assert caught.value.reason is Reason.WRONG_ANSWER


def test_a_connection_that_is_broken_already_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server may have reset it before anything was asked of it."""

    def broken(_: TimedSocket) -> str:
        raise OSError(errno.ENOTCONN, "not connected")

    monkeypatch.setattr(TimedSocket, "own_address", property(broken))
    ended: list[bytes] = []
    with TalkListener(lambda connection: ended.append(connection.recv(1))) as listener:
        with pytest.raises(OSError, match="not connected"):
            connected(listener.port)
        wait_until(lambda: ended == [b""])


def test_no_name_is_looked_up_for_ourselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """That look-up would have no timeout; the address serves, also one of IPv6."""

    def looked_up(*_: object) -> str:
        raise AssertionError

    monkeypatch.setattr(socket, "getfqdn", looked_up)
    with MailServer() as server, closing(connected(server.port)) as session:
        session.greet()
        session.hello()
        assert server.names == {"[127.0.0.1]"}
    monkeypatch.setattr(TimedSocket, "own_address", "fe80::1%eth0")
    heard: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        connection.sendall(b"220 mail\r\n")
        heard.append(connection.recv(100))
        connection.sendall(b"250 mail\r\n")

    with TalkListener(talk) as listener, closing(connected(listener.port)) as session:
        session.greet()
        session.hello()
    assert heard == [b"ehlo [IPv6:fe80::1]\r\n"]
