"""What a channel has still to be told: the difference between what is certain and what it knows.

It is worked out anew at each look, so that a channel that could not be reached is told of the
present state alone once it can be, however much has happened meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django_health.alerting.record import ChannelRecord, Record, Told, Trouble
from django_health.reports.documents import Document, timestamp
from django_health.result import label_of

STALE = 86400.0
"""Seconds after which nobody wants to hear any more that something is well again."""

UNSEEN = 7 * 86400.0
"""Seconds after which a channel that no process has is forgotten."""


class Event(StrEnum):
    """What is told of a trouble."""

    FIRING = "firing"
    """It is wrong, or another status than before."""
    REPEAT = "repeat"
    """It still is."""
    RESOLVED = "resolved"
    """It is not any more: it is well, milder than what is told, or not watched any longer."""


@dataclass(frozen=True)
class Wishes:
    """What a channel wants to be told.

    Attributes:
        repeat_interval: Seconds after which an alert that goes on is told again.
        send_resolved: Whether it is told what is well again.
    """

    repeat_interval: float
    send_resolved: bool


@dataclass(frozen=True)
class Alert:
    """One thing to tell, and what is remembered once it is told.

    Attributes:
        label: The check's.
        document: For the message.
        told: What the channel knows then; ``None`` for nothing, as it is over.
    """

    label: str
    document: Document
    told: Told | None


def hold(
    record: Record, name: str, wishes: Wishes, *, holder: str, now: float, patience: float
) -> list[Alert]:
    """Return what a channel has to be told, and keep other processes from telling it too.

    Nothing where another process is telling it. What is held is to be given back by
    :func:`release`.

    Args:
        record: What is known; changed.
        name: The channel's.
        wishes: What it wants to be told.
        holder: Who asks.
        now: Unix seconds.
        patience: Seconds after which the others take the holder for dead.
    """
    channel = record.channels.setdefault(name, ChannelRecord())
    channel.seen = now
    if channel.holder not in ("", holder) and now < channel.held_until <= now + 2 * patience:
        return []
    alerts = _due(record, channel, wishes, now)
    channel.holder = holder if alerts else ""
    channel.held_until = now + patience if alerts else 0.0
    return sorted(alerts, key=_worst_first)


def release(
    record: Record, name: str, alerts: list[Alert], *, holder: str, delivered: bool
) -> None:
    """Note what a channel was told, if it was, and let others tell it."""
    channel = record.channels.setdefault(name, ChannelRecord())
    if channel.holder == holder:
        channel.holder, channel.held_until = "", 0.0
    for alert in alerts if delivered else ():
        if alert.told is None:
            channel.told.pop(alert.label, None)
        else:
            channel.told[alert.label] = alert.told


def forget_unseen(record: Record, now: float) -> None:
    """Drop the channels that no process has had for long."""
    for name in list(record.channels):
        if now - record.channels[name].seen > UNSEEN:
            del record.channels[name]


def _due(record: Record, channel: ChannelRecord, wishes: Wishes, now: float) -> list[Alert]:
    alerts = [
        _alert(label, trouble, event, now)
        for label, trouble in record.troubles.items()
        if trouble.is_certain
        and (event := _event(trouble, channel.told.get(label), wishes, now)) is not None
    ]
    for label in list(channel.told):
        trouble = record.troubles.get(label)
        if trouble is not None and trouble.is_certain:
            continue
        if trouble is None or not wishes.send_resolved or now - trouble.since > STALE:
            del channel.told[label]
        else:
            alerts.append(_alert(label, trouble, Event.RESOLVED, now))
    return alerts


def _event(trouble: Trouble, told: Told | None, wishes: Wishes, now: float) -> Event | None:
    if told is None or (told.level, told.started) != (trouble.level, trouble.started):
        return Event.FIRING
    # What was told in the future was told by a clock that was ahead.
    return None if 0 <= now - told.at < wishes.repeat_interval else Event.REPEAT


def _alert(label: str, trouble: Trouble, event: Event, now: float) -> Alert:
    told = Told(trouble.level, trouble.started, now)
    document: Document = {
        "check": trouble.check,
        "target": trouble.target,
        "part": trouble.part,
        "label": label_of(trouble.check, trouble.target, trouble.part),
        "status": trouble.status.value,
        "previous_status": trouble.previous and trouble.previous.value,
        "reason": trouble.reason and trouble.reason.value,
        "message": trouble.message,
        "critical": trouble.critical,
        "event": event.value,
        "since": timestamp(trouble.since),
        "started": timestamp(trouble.started),
        "fingerprint": trouble.fingerprint,
    }
    return Alert(label, document, None if event is Event.RESOLVED else told)


_RANKS = {"error": 0, "warning": 1}


def _worst_first(alert: Alert) -> tuple[bool, bool, int, str]:
    """What is wrong before what is well again, what is new before what is known."""
    event, status = alert.document["event"], str(alert.document["status"])
    return event == "resolved", event == "repeat", _RANKS.get(status, 2), alert.label
