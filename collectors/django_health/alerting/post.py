"""Sends a body to a URL by POST, on a connection of its own and within a time.

No redirect is followed and no proxy of the environment used: what is sent may hold secrets, and
goes to the host of the URL and to nobody else. Certificates are verified.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field

from django_health.alerting.connecting import connected
from django_health.alerting.failures import KNOWN, alert_error
from django_health.checks.http.answer import HEAD_BYTES, HttpAnswer
from django_health.checks.http.request import request_head
from django_health.network.authorities import Trust
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from django_health.network.timed_socket import TimedSocket
from django_health.settings.declared_address import HttpUrl
from django_health.targets import Secret

BODY_BYTES = 16_384
"""How much of an answer is read, where any is wanted."""


@dataclass(frozen=True)
class Answer:
    """What the receiver said.

    Attributes:
        status: The status.
        retry_after: The header of that name.
        body: The beginning of the body, where it is wanted and came.
    """

    status: int
    retry_after: str
    body: bytes = field(default=b"", repr=False)


class Poster:
    """Posts to one URL; neither that nor the headers print, nor can they be pickled.

    Args:
        url: Where to.
        headers: Sent each time.
        ca_file: File with the certificates of authorities; the system's own where it is ``None``.

    Raises:
        ValueError: The URL cannot be used; the text repeats none of it.
    """

    def __init__(
        self, url: str, headers: Mapping[str, str] | None = None, ca_file: str | None = None
    ) -> None:
        HttpUrl.parse(url)
        self._url = Secret(url)
        self._headers = {name: Secret(value) for name, value in (headers or {}).items()}
        self._trust = Trust(ca_file)
        self._context: ssl.SSLContext | None = None

    def post(
        self,
        body: bytes,
        deadline: Deadline,
        headers: Mapping[str, str] | None = None,
        *,
        wants_body: bool = False,
    ) -> Answer:
        """Send it, and return the answer, whatever its status.

        Args:
            body: JSON.
            deadline: When all waiting ends.
            headers: More of them; they take the place of others of the same name.
            wants_body: Whether the answer's body is waited for.

        Raises:
            AlertError: There was no answer.
        """
        try:
            with self._connected(deadline) as connection:
                self._send(connection, body, headers or {})
                with closing(HttpAnswer(connection, "POST")) as answer:
                    return _read(answer, wants_body)
        except KNOWN as error:
            raise alert_error(error) from None

    def _connected(self, deadline: Deadline) -> TimedSocket:
        url = HttpUrl.parse(self._url.reveal())
        # Kept until the next time: making one takes longer than all else here.
        self._context = self._trust.context() if url.is_encrypted else None
        line = CancellableSocket(HEAD_BYTES + BODY_BYTES)
        connection = connected(line, url.host, url.port, deadline)
        if self._context is None:
            return connection
        try:
            return connection.encrypted(url.host, self._context)
        except BaseException:
            connection.close()
            raise

    def _send(self, connection: TimedSocket, body: bytes, more: Mapping[str, str]) -> None:
        head = request_head("POST", HttpUrl.parse(self._url.reveal()), self._all(body, more))
        # Who refuses a message may close before it is through, and has said why.
        with suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(head.encode("latin-1") + body)

    def _all(self, body: bytes, more: Mapping[str, str]) -> dict[str, str]:
        """The headers of a request; names are the same whatever their case."""
        headers = {"content-type": "application/json"}
        headers |= {name.lower(): value.reveal() for name, value in self._headers.items()}
        headers |= {name.lower(): value for name, value in more.items()}
        titled = {name.title(): value for name, value in headers.items()}
        return titled | {"Content-Length": str(len(body))}


def _read(answer: HttpAnswer, wants_body: bool) -> Answer:
    """What is wanted of it; a body that does not come leaves the status what it is."""
    body = b""
    if wants_body:
        with suppress(*KNOWN):
            body = answer.beginning(BODY_BYTES)
    return Answer(answer.status, answer.header("Retry-After"), body)
