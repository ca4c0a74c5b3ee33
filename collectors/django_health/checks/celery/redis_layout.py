"""How kombu lays out queues and messages on Redis."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django_health.checks.celery.mailbox import Content
from django_health.failure import CheckFailed
from django_health.result import Reason

_TAG = re.compile(rb'"delivery_tag": ?"([^"\\]{1,64})"')
_TIMESTAMP = re.compile(rb'"timestamp": ?([0-9]{9,12}(?:\.[0-9]{1,9})?)[,}]')


@dataclass(frozen=True)
class RedisLayout:
    """The names of kombu's keys.

    Attributes:
        prefix: What stands before every key (``global_keyprefix``).
        separator: What stands between a queue and its priority (``sep``).
        steps: The priorities that have a list of their own (``priority_steps``).
        unacked: The hash of messages that are not acknowledged (``unacked_key``).
        fanout: What stands before an exchange that gives a copy to everyone (``fanout_prefix``).
    """

    prefix: str = ""
    separator: str = "\x06\x16"
    steps: tuple[int, ...] = (0, 3, 6, 9)
    unacked: str = "unacked"
    fanout: str = "/0."

    def lists(self, queue: str) -> list[str]:
        """The lists of a queue, the one that is consumed first at the front."""
        suffixes = (f"{self.separator}{step}" if step else "" for step in self.steps)
        return [f"{self.prefix}{queue}{suffix}" for suffix in suffixes]

    def key(self, name: str) -> str:
        """A key with its prefix."""
        return f"{self.prefix}{name}"

    def topic(self, exchange: str) -> str:
        """The channel on which everyone hears an exchange."""
        return f"{self.prefix}{self.fanout}{exchange}"


def layout_of(options: Mapping[str, Any], database: int) -> RedisLayout:
    """Return the layout that ``broker_transport_options`` describe."""
    fanout = options.get("fanout_prefix", True)
    pattern = fanout if isinstance(fanout, str) else ("/{db}." if fanout else "")
    return RedisLayout(
        prefix=str(options.get("global_keyprefix") or ""),
        separator=str(options.get("sep") or RedisLayout.separator),
        steps=tuple(sorted(options.get("priority_steps") or RedisLayout.steps)),
        unacked=str(options.get("unacked_key") or RedisLayout.unacked),
        fanout=pattern.format(db=database),
    )


def envelope(content: Content, exchange: str) -> str:
    """Return a message as kombu puts it on Redis."""
    body = content.body.encode() if isinstance(content.body, str) else content.body
    return json.dumps(
        {
            "body": base64.b64encode(body).decode(),
            "content-encoding": content.encoding,
            "content-type": content.type,
            "headers": {"clock": 0, "expires": 0},
            "properties": {
                "delivery_mode": 1,
                "delivery_info": {"exchange": exchange, "routing_key": ""},
                "priority": 0,
                "body_encoding": "base64",
                "delivery_tag": str(uuid.uuid4()),
            },
        }
    )


def opened(message: bytes) -> tuple[Content, str]:
    """Return what is in a message from Redis, and its ticket.

    Raises:
        CheckFailed: It is no message of kombu's.
    """
    try:
        parts = json.loads(message)
        body = parts["body"]
        if parts["properties"].get("body_encoding") == "base64":
            body = base64.b64decode(body)
        content = Content(str(parts["content-type"]), str(parts["content-encoding"]), body)
        return content, str(parts["headers"].get("ticket", ""))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise CheckFailed(
            Reason.WRONG_ANSWER, "what is in the reply queue is no message of Celery's"
        ) from None


@dataclass(frozen=True)
class Tail:
    """The end of a message, where kombu puts its properties.

    Attributes:
        tag: The name of the message; empty where it has none.
        sent: Unix time of its property ``timestamp``; ``None`` where it has none.
    """

    tag: bytes
    sent: float | None


def tail_of(text: bytes) -> Tail:
    """Read the last bytes of a message as it lies on Redis; they need not be all of it."""
    properties = text[text.rfind(b'"properties":') :]
    tag, sent = _TAG.search(properties), _TIMESTAMP.search(properties)
    return Tail(tag[1] if tag else b"", float(sent[1]) if sent else None)
