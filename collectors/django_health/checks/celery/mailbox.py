"""The mailbox of Celery's workers: a ping as they understand it, and what their answers say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import kombu.serialization
from kombu.exceptions import ContentDisallowed, EncodeError, KombuError

from django_health.failure import CheckFailed
from django_health.result import Reason

_serialization: Any = kombu.serialization  # kombu has types for some of its functions only

_LONGEST_NAME = 255


class Content(NamedTuple):
    """A serialized message: its type, its encoding and its body, as kombu makes them."""

    type: str
    encoding: str
    body: bytes | str


class Mailbox:
    """Where the workers of an application listen for control commands, and how they speak.

    Args:
        conf: ``app.conf``.
    """

    def __init__(self, conf: Any) -> None:
        self.exchange = f"{conf.control_exchange}.pidbox"
        """The exchange from which every worker gets a copy."""
        self.reply_exchange = f"reply.{conf.control_exchange}.pidbox"
        """The exchange by which answers come to Celery's own tools."""
        self._serializer = conf.task_serializer
        self._accepted = _serialization.prepare_accept_content(conf.accept_content)

    def ping(self, ticket: str, *, exchange: str, routing_key: str) -> Content:
        """Return the ping.

        Args:
            ticket: Comes back with every answer.
            exchange: Where workers send their answers; empty for a queue's own name.
            routing_key: With which they do.
        """
        message = {
            "method": "ping",
            "arguments": {},
            "destination": None,
            "pattern": None,
            "matcher": None,
            "ticket": ticket,
            "reply_to": {"exchange": exchange, "routing_key": routing_key},
        }
        try:
            return Content(*_serialization.dumps(message, serializer=self._serializer))
        except (EncodeError, KombuError):
            raise CheckFailed(
                Reason.MISCONFIGURED, "task_serializer names none that kombu knows"
            ) from None

    def worker_of(self, content: Content) -> str:
        """Return the name of the worker whose answer this is.

        Raises:
            CheckFailed: It is none, or in a serialization that the application does not accept.
        """
        try:
            answer = _serialization.loads(*_turned(content), accept=self._accepted)
        except ContentDisallowed:
            raise CheckFailed(
                Reason.MISCONFIGURED,
                "a worker answers in a serialization that accept_content does not allow",
            ) from None
        except (KombuError, LookupError, ValueError):
            raise _wrong() from None
        if not isinstance(answer, Mapping) or not answer:
            raise _wrong()
        name = str(next(iter(answer)))
        return "".join(letter for letter in name if letter.isprintable())[:_LONGEST_NAME]


def _turned(content: Content) -> tuple[bytes | str, str, str]:
    return content.body, content.type, content.encoding


def _wrong() -> CheckFailed:
    return CheckFailed(Reason.WRONG_ANSWER, "what is in the reply queue is no worker's answer")
