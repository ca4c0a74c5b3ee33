"""A small real name server on loopback, by UDP and TCP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rrset

from live_servers import free_port

Answering = Callable[[dns.message.Message, bool], bytes | None]
"""Takes a question and whether it came by TCP; says nothing where it returns ``None``."""


class NameServer:
    """Answers each question by a function; a context manager.

    Args:
        answering: What it says; by default what :meth:`zone` knows.
        address: Where it listens; by default on loopback, where there is a free port.
        records: The zone, like ``{("mail.test.", "MX"): ["10 mx.test."]}``.
    """

    def __init__(
        self,
        records: dict[tuple[str, str], list[str]] | None = None,
        answering: Answering | None = None,
        address: tuple[str, int] | None = None,
    ) -> None:
        self.host, self.port = address or ("127.0.0.1", free_port())
        self.questions: list[tuple[str, bool]] = []
        """The names that were asked for, and whether by TCP."""
        self._records = records or {}
        self._answering = answering or self.zone
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind((self.host, self.port))
        self._tcp = socket.create_server((self.host, self.port))
        self._threads = [
            threading.Thread(target=serve, daemon=True) for serve in (self._by_udp, self._by_tcp)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._tcp.shutdown(socket.SHUT_RDWR)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", (self.host, self.port))
        for thread in self._threads:
            thread.join()
        self._tcp.close()
        self._udp.close()

    def zone(self, question: dns.message.Message, by_tcp: bool) -> bytes:
        """Answer from the records; what is longer than a datagram, by TCP alone."""
        asked = question.question[0]
        name, kind = asked.name.to_text(), dns.rdatatype.to_text(asked.rdtype)
        answer = dns.message.make_response(question)
        if values := self._records.get((name.lower(), kind)):
            answer.answer.append(dns.rrset.from_text_list(name, 60, "IN", kind, values))
        elif not any(known == name.lower() for known, _ in self._records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        wire = answer.to_wire()
        if len(wire) > 512 and not by_tcp:
            answer.answer.clear()
            answer.flags |= dns.flags.TC
            wire = answer.to_wire()
        return wire

    def _answer(self, wire: bytes, by_tcp: bool) -> bytes | None:
        question = dns.message.from_wire(wire)
        self.questions.append((question.question[0].name.to_text(), by_tcp))
        return self._answering(question, by_tcp)

    def _by_udp(self) -> None:
        while True:
            wire, client = self._udp.recvfrom(65535)
            if not wire:
                return
            if (answer := self._answer(wire, by_tcp=False)) is not None:
                self._udp.sendto(answer, client)

    def _by_tcp(self) -> None:
        while True:
            try:
                connection, _ = self._tcp.accept()
            except OSError:  # it is closing
                return
            with connection:
                size = int.from_bytes(connection.recv(2))
                answer = self._answer(connection.recv(size), by_tcp=True)
                if answer is not None:
                    connection.sendall(len(answer).to_bytes(2) + answer)
