"""Tests of kombu's keys and messages on Redis."""

from __future__ import annotations

import json

import pytest

from django_health.checks.celery.mailbox import Content
from django_health.checks.celery.redis_layout import Tail, envelope, layout_of, opened, tail_of
from django_health.failure import CheckFailed
from django_health.result import Reason


def test_the_defaults_are_kombus() -> None:
    """A queue has a list per priority, the most urgent at the front."""
    layout = layout_of({}, 3)
    assert layout.lists("celery") == [
        "celery", "celery\x06\x163", "celery\x06\x166", "celery\x06\x169"
    ]  # fmt: skip
    assert layout.topic("celery.pidbox") == "/3.celery.pidbox"
    assert layout.key(layout.unacked) == "unacked"


def test_options_change_the_names() -> None:
    """They are those of ``broker_transport_options``."""
    options = {
        "global_keyprefix": "shop:",
        "sep": ":",
        "priority_steps": [5, 0],
        "unacked_key": "mine",
        "fanout_prefix": "all-{db}.",
    }
    layout = layout_of(options, 1)
    assert layout.lists("celery") == ["shop:celery", "shop:celery:5"]
    assert layout.topic("celery.pidbox") == "shop:all-1.celery.pidbox"
    assert layout.key(layout.unacked) == "shop:mine"


def test_the_fanout_prefix_can_be_off() -> None:
    """Then the exchange's name stands alone."""
    assert layout_of({"fanout_prefix": False}, 0).topic("celery.pidbox") == "celery.pidbox"


def test_an_envelope_opens_again() -> None:
    """What is put in comes out."""
    content = Content("application/json", "utf-8", '{"a": 1}')
    inside, ticket = opened(envelope(content, "celery.pidbox").encode())
    assert (inside.type, inside.encoding, inside.body) == (*content[:2], b'{"a": 1}')
    assert ticket == ""


@pytest.mark.parametrize(
    "text", [b"{", b"[]", b"{}", b'{"body": 1, "properties": 2}', b"\xff", b"[" * 100_000]
)
def test_garbage_is_a_wrong_answer(text: bytes) -> None:
    """Whoever can write to the broker can put anything into the reply queue."""
    with pytest.raises(CheckFailed) as caught:
        opened(text)
    assert caught.value.reason is Reason.WRONG_ANSWER


def _message(**properties: object) -> bytes:
    headers = {"delivery_tag": "forged", "timestamp": 1600000000}
    body = {"body": "x" * 5000, "headers": headers}
    return json.dumps({**body, "properties": {"priority": 0, **properties}}).encode()


def test_a_tail_tells_name_and_time() -> None:
    """The properties are at the end of a message, however long it is."""
    tail = tail_of(_message(timestamp=1700000000, delivery_tag="a-tag")[-200:])
    assert (tail.tag, tail.sent) == (b"a-tag", 1700000000.0)


def test_without_a_timestamp_there_is_no_age() -> None:
    """Celery sets none by itself, and none is made up."""
    tail = tail_of(_message(delivery_tag="a-tag"))
    assert (tail.tag, tail.sent) == (b"a-tag", None)


def test_what_is_before_the_properties_is_not_believed() -> None:
    """Headers of a task cannot pass for its properties."""
    assert tail_of(_message()) == Tail(b"", None)


def test_a_cut_tail_tells_nothing() -> None:
    """Properties longer than the tail are not guessed at."""
    assert tail_of(b'e": 1700000000}').sent is None
