"""The channels under their names."""

from __future__ import annotations

from typing import Any

import pytest

from django_health.alerting.channel import AlertError
from django_health.alerting.counts import Counts
from django_health.alerting.roll import Roll
from django_health.alerting.sender import Message
from django_health.alerting.telling import Wishes
from django_health.result import Reason
from told_alerts import Hanging, Recording

OTHERWISE = Wishes(60, send_resolved=True)


def test_names() -> None:
    """The given one, its own, or that of its class; a number where one is taken."""
    roll = Roll(Counts())
    for channel, name in (
        (Recording("mail"), ""),
        (Recording("mail"), ""),
        (Recording("mail"), "ops"),
        (Recording(), ""),
        (Recording("mail"), ""),
    ):
        roll.add(channel, name)
    names = [sender.name for sender in roll.senders]
    assert names == ["mail", "mail-2", "ops", "Recording", "mail-3"]
    assert list(roll.counts.present()) == names


@pytest.mark.parametrize("given", [None, "admin@example.com", Recording, object()])
def test_what_is_no_channel_is_refused(given: object) -> None:
    """A class, which nobody has made an instance of, too; no value is repeated."""
    with pytest.raises(TypeError, match="is no channel: give an instance") as caught:
        Roll(Counts()).add(given)
    assert "admin@" not in str(caught.value)


def test_wishes() -> None:
    """What a channel says comes first, also where it wants little."""
    roll, channel = Roll(Counts()), Recording()
    roll.add(channel)
    (sender,) = roll.senders
    assert roll.wishes(sender, OTHERWISE) == OTHERWISE
    channel.repeat_interval = 5  # type: ignore[attr-defined]
    channel.send_resolved = False  # type: ignore[attr-defined]
    assert roll.wishes(sender, OTHERWISE) == Wishes(5, send_resolved=False)


@pytest.mark.parametrize("given", ["often", -1, 0, float("nan"), [60]])
def test_wishes_that_are_none(given: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Count as not given, which is said once; no other channel suffers."""
    roll, channel = Roll(Counts()), Recording("mail")
    channel.repeat_interval = channel.send_resolved = given  # type: ignore[attr-defined]
    roll.add(channel)
    (sender,) = roll.senders
    wishes = [roll.wishes(sender, OTHERWISE) for _ in range(2)]
    assert wishes == [OTHERWISE] * 2
    assert caplog.messages == ["alerting: channel mail: repeat_interval is no number of seconds"]


def test_who_hangs_is_named() -> None:
    """As soon as its attempt overruns, and when the others have ended."""
    roll, hanging, failing = Roll(Counts()), Hanging(), Recording("b")
    failing.fails = AlertError(Reason.AUTH, retry=False)
    roll.add(hanging, "a")
    roll.add(failing)
    assert roll.unfinished() == []
    for sender in roll.senders:
        sender.put(Message({}))
    assert roll.unfinished() == ["a"]
    hanging.let_go.set()
    assert roll.senders[0].wait(20)
    assert roll.unfinished() == []
