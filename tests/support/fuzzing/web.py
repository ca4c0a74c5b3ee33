"""The bytes of a client, sent to the server as it runs."""

from __future__ import annotations

import logging
import re
import socket
import threading
import time
from contextlib import ExitStack, suppress
from functools import cache

from django_health_exporter.web.refusal import NO_ROOM
from fuzzing.promises import require_line
from running_web import FakeCheck, RunningWeb, running_web

_GOOD = b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
_STATUS = re.compile(rb"^HTTP/1\.1 (\d{3}) ", re.MULTILINE)
_PAUSE = 0.02
"""Seconds after which a server that says nothing is taken to wait for more."""

_PATIENCE = 10.0


class _Errors(logging.Handler):
    """Keeps what the log is told of errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(self.format(record))


@cache
def _server() -> tuple[RunningWeb, _Errors]:
    """A server that answers until the process ends."""
    errors, running = _Errors(), ExitStack()
    logging.getLogger().addHandler(errors)
    threading.Thread(target=_end_with_the_process, args=(running,), daemon=True).start()
    return running.enter_context(running_web([FakeCheck(), FakeCheck("cache")])), errors


def _end_with_the_process(running: ExitStack) -> None:
    """Stop the server once the main thread has ended, which waits for the server's in turn."""
    threading.main_thread().join()
    running.close()


def http_request(data: bytes) -> None:
    """Send what may be requests, go away, and have the next client served."""
    web, errors = _server()
    said = _said(web, data)
    statuses = {int(found[1]) for found in _STATUS.finditer(said)}
    assert not statuses & {500, 501, 502, 504}, f"it failed: {statuses}"
    assert not said or said.startswith((b"HTTP/1.1 ", b"HTTP/1.0 ")), f"no answer: {said[:40]!r}"
    answer = web.raw(_GOOD)
    if answer == NO_ROOM:  # so many inputs were no request that it is time to wait
        time.sleep(1)
        answer = web.raw(_GOOD)
    assert b" 200 OK\r\n" in answer, "the next client is not served"
    _require_end(web)
    for line in errors.lines:
        require_line(line)
    assert not errors.lines, f"the log is told of an error: {errors.lines}"


def _said(web: RunningWeb, data: bytes) -> bytes:
    """What the server answers until it closes, or waits for more."""
    pieces: list[bytes] = []
    with socket.create_connection((web.host, web.port), timeout=_PATIENCE) as client:
        with suppress(ConnectionError):
            client.sendall(data)
        with suppress(ConnectionError, TimeoutError):
            client.settimeout(_PAUSE)
            while piece := client.recv(65536):
                pieces.append(piece)
    return b"".join(pieces)


def _require_end(web: RunningWeb) -> None:
    """Make sure that no connection is left, and no request."""
    deadline = time.monotonic() + _PATIENCE
    while web.server.counts.open or web.server.counts.in_flight:
        assert time.monotonic() < deadline, f"connections are left: {web.server.counts}"
        time.sleep(0.001)
