"""Asking a name server on sockets of our own."""

from __future__ import annotations

import itertools
import threading
import time

import dns.exception
import dns.message
import pytest

from django_health.checks.dns.nameserver import TimedNameserver
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from endpoint_listeners import TalkListener, dripping, saying
from name_server import NameServer

QUESTION = dns.message.make_query("a.test", "A")
RECORDS = {("a.test.", "A"): ["192.0.2.1"]}


def asked(port: int, *, by_tcp: bool = False, timeout: float = 5.0) -> dns.message.Message:
    """The answer of a server to the question."""
    server = TimedNameserver(CancellableSocket(), Deadline(5.0), "127.0.0.1", port)
    return server.query(QUESTION, timeout, None, 0, by_tcp)


@pytest.mark.parametrize("by_tcp", [False, True])
def test_an_answer_comes_back(by_tcp: bool) -> None:
    """By datagram and by TCP."""
    with NameServer(RECORDS) as server:
        answer = asked(server.port, by_tcp=by_tcp)
        assert server.questions == [("a.test.", by_tcp)]
    assert [str(record) for rrset in answer.answer for record in rrset] == ["192.0.2.1"]


def test_answers_to_other_questions_are_not_heard() -> None:
    """They may come late, or from somebody who guesses."""
    other = dns.message.make_response(dns.message.make_query("b.test", "A"))
    replies = itertools.count()

    def answering(question: dns.message.Message, by_tcp: bool) -> bytes:
        return server.zone(question, by_tcp) if next(replies) else other.to_wire()

    with NameServer(RECORDS, answering) as server:
        assert asked(server.port).answer


def test_a_server_has_its_part_of_the_time() -> None:
    """An error of the system makes dnspython ask the next one."""
    with NameServer(answering=lambda *_: None) as server, pytest.raises(TimeoutError):
        asked(server.port, timeout=0.2)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", EOFError),
        (b"\0\x50short", EOFError),
        (b"\0\x05short", dns.exception.FormError),
        (b"\0\x0c" + b"\0" * 12, dns.exception.FormError),
    ],
)
def test_what_is_no_answer_by_tcp(answer: bytes, error: type[Exception]) -> None:
    """It ends early, or it is garbage."""
    with TalkListener(saying(answer)) as listener, pytest.raises(error):
        asked(listener.port, by_tcp=True)


def test_dripping_by_tcp_has_its_time() -> None:
    """One byte after the other."""
    drops = itertools.repeat(b"\xff", 600)
    with TalkListener(dripping(b"", drops)) as listener, pytest.raises(TimeoutError):
        asked(listener.port, by_tcp=True, timeout=0.3)


def test_an_empty_datagram_is_garbage() -> None:
    """It answers nothing."""
    with NameServer(answering=lambda *_: b"") as server, pytest.raises(dns.exception.FormError):
        asked(server.port)


def test_waiting_for_a_datagram_costs_nothing_when_it_is_cancelled() -> None:
    """It ends at once, instead of asking the system again and again."""
    line = CancellableSocket()
    with NameServer(answering=lambda *_: None) as server:
        asking = TimedNameserver(line, Deadline(60.0), server.host, server.port)
        later = threading.Timer(0.3, line.cancel)
        later.start()
        begun, cpu = time.monotonic(), time.thread_time()
        with pytest.raises(TimeoutError):
            asking.query(QUESTION, 60.0, None, 0, max_size=False)
        assert time.monotonic() - begun < 10
        assert time.thread_time() - cpu < 1  # and not all that was left of the time
        later.join()


def test_it_names_itself_without_a_protocol_of_its_own() -> None:
    """Plain DNS, which dnspython calls so."""
    server = TimedNameserver(CancellableSocket(), Deadline(5.0), "192.0.2.1", 53)
    assert str(server) == "Do53:192.0.2.1@53"
