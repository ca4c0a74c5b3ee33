"""The channels under their names."""

from __future__ import annotations

import pytest

from django_health.alerting.counts import Counts
from django_health.alerting.roll import Roll
from django_health.alerting.telling import Wishes
from told_alerts import Recording

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
