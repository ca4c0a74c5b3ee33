"""Messages of kombu's on Redis: as it writes them, cut, and any other bytes."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from django_health.checks.celery.mailbox import Content
from django_health.checks.celery.redis_layout import (
    RedisLayout,
    envelope,
    layout_of,
    opened,
    tail_of,
)
from django_health.failure import CheckFailed
from drawn_inputs import ANYTHING, TEXTS, WORDS, mangled
from fuzzing.promises import refusing

TAGS = st.uuids().map(str)
TIMES = st.one_of(
    st.integers(10**8, 10**11), st.floats(10**8, 10**11).map(lambda time: round(time, 6))
)
SEPARATORS = st.sampled_from([None, (",", ":"), (", ", ": ")])


def _message(
    tag: str, time: float, body: str, separators: tuple[str, str] | None, headers: object
) -> bytes:
    properties = {"delivery_tag": tag, "delivery_mode": 2, "timestamp": time, "priority": 0}
    message = {"body": body, "headers": headers, "properties": properties}
    return json.dumps(message, separators=separators).encode()


MESSAGES = st.builds(_message, TAGS, TIMES, TEXTS, SEPARATORS, st.just({"task": "shop.pay"}))


@given(body=st.binary(), kind=WORDS, encoding=WORDS, exchange=WORDS)
def test_what_is_put_is_taken(body: bytes, kind: str, encoding: str, exchange: str) -> None:
    """Whatever the body holds."""
    message = envelope(Content(kind, encoding, body), exchange)
    assert opened(message.encode()) == (Content(kind, encoding, body), "")


@given(tag=TAGS, time=TIMES, body=TEXTS, separators=SEPARATORS, left=st.integers(0, 10_000))
def test_the_end_of_a_message_tells_its_tag_and_time(
    tag: str, time: float, body: str, separators: tuple[str, str] | None, left: int
) -> None:
    """However much of its beginning is cut off, as long as the properties are there."""
    headers = {"properties": {"delivery_tag": "of a header", "timestamp": 1700000000}}
    message = _message(tag, time, body, separators, headers)
    end = message[left % (message.rfind(b'"properties":') + 1) :]
    tail = tail_of(end)
    assert tail.tag == tag.encode()
    assert tail.sent == float(json.dumps(time))


@given(st.one_of(st.binary(), mangled(MESSAGES.map(bytes.decode)).map(str.encode)))
def test_any_bytes_are_a_message_or_a_failure_of_one_line(message: bytes) -> None:
    """Nothing that lies on Redis is an error of the reading itself."""
    assert len(tail_of(message).tag) <= 64
    with refusing(CheckFailed, start="what is in the reply queue is no message of Celery's"):
        opened(message)


@given(st.dictionaries(st.sampled_from(["body", "properties", "headers", "x"]), ANYTHING))
def test_any_json_is_a_message_or_a_failure(parts: dict[str, object]) -> None:
    """Values of any type in place of those that belong there."""
    text = json.dumps(parts, default=str, skipkeys=True)
    with refusing(CheckFailed):
        content, ticket = opened(text.encode())
        assert isinstance(content.type, str)
        assert isinstance(ticket, str)


@given(prefix=WORDS, queue=WORDS, steps=st.sets(st.integers(0, 9), min_size=1))
def test_every_priority_has_its_list(prefix: str, queue: str, steps: set[int]) -> None:
    """Each once; the one without a number is that of priority 0."""
    layout = layout_of({"global_keyprefix": prefix, "priority_steps": list(steps)}, 0)
    lists = layout.lists(queue)
    assert len(set(lists)) == len(steps)
    assert all(name.startswith(f"{prefix}{queue}") for name in lists)
    assert (f"{prefix}{queue}" in lists) == (0 in steps)
    assert layout.separator == RedisLayout.separator
