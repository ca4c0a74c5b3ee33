"""The answer to a request, as far as it is needed: status, and whether a text is in its body."""

from __future__ import annotations

import re
from http.client import HTTPException, HTTPResponse
from io import BufferedReader, BytesIO

from django_health.failure import CheckFailed
from django_health.network.timed_socket import TimedSocket
from django_health.result import Reason

BODY_BYTES = 1024 * 1024
"""How much of a body is read; what follows is neither waited for nor looked at."""

HEAD_BYTES = 256 * 1024
"""How much headers, and what chunks need beside the body, may have."""

_BLOCK = 65536
_SWITCHING = 101
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([\w.:-]{1,40})", re.ASCII | re.IGNORECASE)
"""The standard library's own look at it raises errors of many kinds for what a server may send."""


class HttpAnswer:
    """An answer whose headers have come.

    Args:
        connection: On which the request was sent.
        method: How was asked.

    Raises:
        CheckFailed: It did not come in time, or has no end.
        HTTPException: It is no HTTP.
    """

    def __init__(self, connection: TimedSocket, method: str) -> None:
        self._response = _begun(connection, method)
        while _SWITCHING < self._response.status < 200:  # hints, before the answer itself
            self._response.fp = BufferedReader(BytesIO())  # or it would close the connection's own
            self._response.close()
            self._response = _begun(connection, method)
        self.status = self._response.status

    def holds(self, text: str) -> bool:
        """Read the body, as far as it is read, until the text has come; whether it has.

        Raises:
            CheckFailed: The body did not come in time or not completely.
            HTTPException: It came in broken pieces.
        """
        wanted = self._encoded(text)
        body = bytearray()
        searched = 0
        while len(body) < BODY_BYTES:
            block = self._response.read1(min(_BLOCK, BODY_BYTES - len(body)))
            if not block:
                self._expect_complete()
                return False
            body += block
            if body.find(wanted, searched) >= 0:
                return True
            searched = max(0, len(body) - len(wanted) + 1)
        return False

    def read(self) -> None:
        """Read the body, as far as it is read; errors as for :meth:`holds`."""
        size = 0
        while size < BODY_BYTES:
            block = self._response.read1(_BLOCK)
            if not block:
                self._expect_complete()
                return
            size += len(block)

    def header(self, name: str) -> str:
        """Return what a header says; nothing where there is none."""
        return self._response.headers.get(name, "")

    def beginning(self, size: int) -> bytes:
        """Return the body, of a long one only so many bytes; errors as for :meth:`holds`."""
        body = bytearray()
        while len(body) < size and (block := self._response.read1(size - len(body))):
            body += block
        return bytes(body)

    def close(self) -> None:
        """Take no more of it."""
        self._response.close()

    def _expect_complete(self) -> None:
        if self._response.length:
            raise CheckFailed(Reason.UNAVAILABLE, "the connection ended before the answer did")

    def _encoded(self, text: str) -> bytes:
        named = _CHARSET.search(self._response.headers.get("Content-Type", ""))
        try:
            return text.encode(named[1] if named else "utf-8")
        except (LookupError, UnicodeError):  # the server names an encoding that cannot have it
            return text.encode()


def _begun(connection: TimedSocket, method: str) -> HTTPResponse:
    response = HTTPResponse(connection.as_socket(), method=method)
    try:
        response.begin()
    except BaseException:
        response.close()
        raise
    return response


def failure_of(error: HTTPException) -> CheckFailed:
    """Return the failure that an answer stands for which the standard library does not take."""
    if isinstance(error, ConnectionError):
        return CheckFailed(Reason.UNAVAILABLE, "the server closed the connection without an answer")
    return CheckFailed(Reason.WRONG_ANSWER, "what answers there does not speak HTTP/1.1")
