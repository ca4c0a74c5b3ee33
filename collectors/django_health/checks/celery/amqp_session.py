"""A session with an AMQP broker: py-amqp's protocol on a socket of our own."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import Any

from amqp import Channel, Connection, Message, exceptions, spec
from amqp.transport import TCPTransport

from django_health.checks.celery.amqp_target import AmqpTarget
from django_health.checks.celery.mailbox import Content
from django_health.failure import CheckFailed, reason_of
from django_health.network.bounded_socket import BoundedSocket
from django_health.result import Reason

CLIENT_NAME = "django-health-exporter"

EXPLAINED = (exceptions.AMQPError, OSError, ValueError, LookupError, struct.error)
"""All that :func:`failure_of` has a word for; the last three are what garbage makes of py-amqp."""

_FRAME_TYPES = frozenset({1, 2, 3, 4, 8})
"""Methods, headers, bodies and heartbeats; RabbitMQ's heartbeat is not the specification's."""


class AmqpSession(Connection):  # type: ignore[misc] # py-amqp has no types
    """One connection without heartbeats, retries and reconnecting.

    Args:
        opened: A connected socket, which the session owns from now on.
        target: Who logs in, and to which virtual host.
        timeout: Seconds for every single wait.
    """

    def __init__(self, opened: BoundedSocket, target: AmqpTarget, timeout: float) -> None:
        super().__init__(
            host=f"{target.host}:{target.port}",
            userid=target.user,
            password=target.password.reveal(),
            login_method=target.login_method,
            virtual_host=target.virtual_host,
            client_properties={"connection_name": CLIENT_NAME},
            connect_timeout=timeout,
            on_blocked=self._note_blocked,
            on_unblocked=self._note_unblocked,
        )
        self._opened = opened
        self._timeout = timeout
        self._looks: Channel | None = None
        self.is_blocked = False
        """Whether the broker takes no messages, by an alarm on its memory or disk."""

    def Transport(self, *_: Any, **__: Any) -> TCPTransport:  # noqa: N802 - the name is py-amqp's
        """Return a transport on the socket that is open already."""
        return _OpenTransport(self._opened, self._timeout)

    def open(self) -> None:
        """Log in; a session that failed is closed.

        Raises:
            AMQPError: It was refused.
            OSError: It did not work.
        """
        try:
            self.connect()
        except BaseException:
            self._opened.close()
            raise

    def ping(self) -> None:
        """Make the broker answer, which it does whatever the user may do and whatever is there."""
        self.channel().close()

    def queue(self, name: str) -> tuple[int, int] | None:
        """Return a queue's messages and consumers; ``None`` where there is no such queue.

        Raises:
            AccessRefused: The user may not look.
        """
        try:
            _, messages, consumers = self._looking().queue_declare(name, passive=True)
        except exceptions.NotFound:
            return None
        return int(messages), int(consumers)

    def has_exchange(self, name: str) -> bool:
        """Whether there is an exchange of that name.

        Raises:
            AccessRefused: The user may not look.
        """
        try:
            self._looking().exchange_declare(name, "fanout", passive=True)
        except exceptions.NotFound:
            return False
        return True

    def _looking(self) -> Channel:
        """Return a channel for what may not be there.

        The broker closes it at each such question; py-amqp opens it again, without its consumers.
        """
        if self._looks is None:
            self._looks = self.channel()
        return self._looks

    def hear(self, seconds: float) -> None:
        """Wait for the next event, at most so long, and let its consumer take it."""
        with suppress(TimeoutError):
            self.drain_events(timeout=seconds)

    def close_softly(self) -> None:
        """Say goodbye without waiting for an answer, and end the connection."""
        with suppress(OSError, exceptions.AMQPError):
            self.send_method(spec.Connection.Close, "BsBB", (0, "", 0, 0))
        self._opened.close()

    def _note_blocked(self, _: object) -> None:
        self.is_blocked = True

    def _note_unblocked(self) -> None:
        self.is_blocked = False


class _OpenTransport(TCPTransport):  # type: ignore[misc] # py-amqp has no types
    """Reads and writes on a socket that was opened, and encrypted if need be, by somebody else."""

    def __init__(self, opened: BoundedSocket, timeout: float) -> None:
        super().__init__("", connect_timeout=timeout)
        self._opened = opened

    def _connect(self, *_: object) -> None:
        self.sock = self._opened

    def _init_socket(self, *_: object) -> None:
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self.sock.settimeout(self.connect_timeout)  # py-amqp itself would wait for ever
        self._setup_transport()
        self._write(b"AMQP\x00\x00\x09\x01")

    def _read(self, n: int, initial: bool = False, *rest: Any) -> bytes:
        """Read so many bytes; at the start of a frame they have to look like one.

        py-amqp would take other bytes for a length and wait for that much.

        Raises:
            ValueError: They do not.
        """
        heard: bytes = super()._read(n, initial, *rest)
        if initial and heard[0] not in _FRAME_TYPES:
            raise ValueError
        return heard


def message_of(content: Content) -> Message:
    """Return a message that the broker does not store."""
    return Message(
        content.body,
        content_type=content.type,
        content_encoding=content.encoding,
        application_headers={"clock": 0, "expires": 0},
        delivery_mode=1,
    )


def failure_of(error: Exception) -> CheckFailed:
    """Return the failure that an error of the connection or of the broker stands for."""
    match error:
        case exceptions.AccessRefused():
            return CheckFailed(Reason.AUTH)
        case exceptions.NotAllowed():
            return _not_allowed(error)
        case exceptions.ConnectionForced():
            return CheckFailed(Reason.UNAVAILABLE, "the broker is shutting down")
        case exceptions.AMQPError():
            return CheckFailed(Reason.WRONG_ANSWER, f"AMQP error {int(error.reply_code or 0)}")
        case struct.error() | LookupError():
            return _wrong()
        case ValueError() if not isinstance(error, OSError | UnicodeError):
            return _wrong()
    reason = reason_of(error) or Reason.UNAVAILABLE
    closed = "the broker closed the connection"
    return CheckFailed(reason, closed if reason is Reason.UNAVAILABLE else "")


def _not_allowed(error: Any) -> CheckFailed:
    if "limit" in str(error.reply_text):
        return CheckFailed(Reason.TOO_MANY_CONNECTIONS)
    message = "there is no virtual host of that name, or the user may not use it"
    return CheckFailed(Reason.PERMISSION, message)


def _wrong() -> CheckFailed:
    return CheckFailed(Reason.WRONG_ANSWER, "what answers there does not speak AMQP")
