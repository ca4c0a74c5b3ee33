"""Which message it is that is attempted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django_health.alerting.attempted import one_message, present_message
from django_health.alerting.counts import ChannelCounts
from django_health.alerting.sender import Message, Sender


def test_attempts_at_one_message_know_it() -> None:
    """Each message is another one, and outside of them there is none."""
    seen = []
    for _ in range(2):
        with one_message():
            seen += [present_message(), present_message()]
    assert seen[0] == seen[1] != seen[2] == seen[3]
    assert present_message() == ""


def test_senders_tell_messages_apart() -> None:
    """All attempts at one are at the same one, and nothing else is."""
    seen: list[str] = []

    class Failing:
        def send_alert(self, _: Mapping[str, Any]) -> None:
            seen.append(present_message())
            raise TimeoutError

    sender = Sender("mail", Failing(), ChannelCounts(), pauses=(0.0,))
    for _ in range(2):
        sender.put(Message({}))
        assert sender.wait(20)
    assert seen[0] == seen[1] != seen[2] == seen[3]
    assert "" not in seen
