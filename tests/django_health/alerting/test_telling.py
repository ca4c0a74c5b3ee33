"""What a channel has still to be told."""

from __future__ import annotations

from functools import partial

from django_health.alerting.record import ChannelRecord, Record
from django_health.alerting.settling import Settling
from django_health.alerting.telling import (
    STALE,
    UNSEEN,
    Alert,
    Wishes,
    forget_unseen,
    hold,
    release,
)
from django_health.result import Status
from told_alerts import ERROR, OK, WARNING, looks, report_of

WISHES = Wishes(repeat_interval=3600, send_resolved=True)


class Ground:
    """A record, and one channel that is told of it."""

    def __init__(self, wishes: Wishes = WISHES, min_status: Status = Status.ERROR) -> None:
        self.record = Record()
        self.tell = partial(Settling(min_status).settle, self.record)
        self.wishes = wishes

    def held(self, now: float, name: str = "mail", holder: str = "me") -> list[Alert]:
        """What the channel has to be told."""
        return hold(self.record, name, self.wishes, holder=holder, now=now, patience=60)

    def told(self, now: float, *, delivered: bool = True) -> list[tuple[object, object]]:
        """The same, delivered or not: events and status."""
        alerts = self.held(now)
        release(self.record, "mail", alerts, holder="me", delivered=delivered)
        return [(alert.document["event"], alert.document["status"]) for alert in alerts]


def test_each_change_is_told_once() -> None:
    """When it begins, and when it is over."""
    ground = Ground()
    looks(ground.tell, (0, ERROR))
    assert ground.told(0) == [("firing", "error")]
    assert ground.told(1) == []
    looks(ground.tell, (60, OK))
    assert ground.told(60) == [("resolved", "ok")]
    looks(ground.tell, (120, OK))
    assert (ground.told(120), ground.record.troubles) == ([], {})


def test_what_goes_on_is_repeated() -> None:
    """At the interval that the channel wants."""
    ground = Ground()
    looks(ground.tell, (0, ERROR))
    assert [ground.told(now) for now in (0, 3599, 3600, 3601, 7200)] == [
        [("firing", "error")],
        [],
        [("repeat", "error")],
        [],
        [("repeat", "error")],
    ]


def test_a_clock_that_was_ahead_silences_nothing() -> None:
    """What was told in the future is repeated now."""
    ground = Ground()
    looks(ground.tell, (0, ERROR))
    assert ground.told(90000) == [("firing", "error")]
    assert [ground.told(now) for now in (10, 20)] == [[("repeat", "error")], []]


def test_what_could_not_be_delivered_is_told_the_next_time() -> None:
    """And what is over meanwhile is not told at all: nobody knew of it."""
    ground = Ground()
    looks(ground.tell, (0, ERROR))
    assert ground.told(0, delivered=False) == [("firing", "error")]
    assert ground.told(60) == [("firing", "error")]
    looks(ground.tell, (70, OK))
    assert ground.told(70, delivered=False) == [("resolved", "ok")]
    assert ground.told(80) == [("resolved", "ok")]
    looks(ground.tell, (90, ERROR))
    ground.told(90, delivered=False)
    looks(ground.tell, (100, OK))
    assert ground.told(100) == []


def test_what_begins_again_is_a_new_trouble() -> None:
    """Also where it was not heard that the one before was over."""
    ground = Ground()
    looks(ground.tell, (0, ERROR))
    ground.told(0)
    looks(ground.tell, (60, OK))
    ground.told(60, delivered=False)
    looks(ground.tell, (120, ERROR))
    (alert,) = ground.held(120)
    assert (alert.document["event"], alert.document["previous_status"]) == ("firing", "ok")
    assert alert.document["started"] == "1970-01-01T00:02:00Z"


def test_another_level_is_told() -> None:
    """With the one that it was before."""
    ground = Ground(min_status=Status.WARNING)
    looks(ground.tell, (0, OK), (1, WARNING))
    assert ground.told(1) == [("firing", "warning")]
    looks(ground.tell, (2, ERROR))
    (alert,) = ground.held(2)
    assert (alert.document["event"], alert.document["previous_status"]) == ("firing", "warning")


def test_who_wants_no_good_news_hears_none() -> None:
    """And what it knew is forgotten."""
    ground = Ground(Wishes(3600, send_resolved=False))
    looks(ground.tell, (0, ERROR))
    ground.told(0)
    looks(ground.tell, (60, OK))
    assert (ground.told(60), ground.record.channels["mail"].told) == ([], {})


def test_old_good_news_is_not_told() -> None:
    """A channel that was dead for a day is not told what has long been well."""
    ground = Ground()
    looks(ground.tell, (1, ERROR))
    ground.told(1)
    looks(ground.tell, (2, OK))
    assert ground.told(3 + STALE) == []
    looks(ground.tell, (4 + STALE, OK))
    assert ground.record.troubles == {}


def test_a_channel_is_told_by_one_process_at_a_time() -> None:
    """The others take over only when the holder must be dead."""
    ground = Ground()
    looks(ground.tell, (0, ERROR))
    assert len(ground.held(0)) == 1
    assert ground.held(59, holder="other") == []
    assert len(ground.held(60, holder="other")) == 1
    assert ground.record.channels["mail"].holder == "other"


def test_a_late_holder_does_not_take_what_is_held_by_another() -> None:
    """What it delivered counts all the same."""
    ground = Ground()
    looks(ground.tell, (0, ERROR))
    late = ground.held(0)
    ground.held(60, holder="other")
    release(ground.record, "mail", late, holder="me", delivered=True)
    channel = ground.record.channels["mail"]
    assert (channel.holder, list(channel.told)) == ("other", ["database/default"])


def test_nothing_is_held_for_nothing() -> None:
    """Where there is nothing to tell, anybody may look for more."""
    ground = Ground()
    looks(ground.tell, (0, OK))
    assert ground.held(0) == []
    assert ground.record.channels["mail"] == ChannelRecord(seen=0)


def test_a_hold_in_the_far_future_holds_nothing() -> None:
    """A clock was set back, or another host's is wrong."""
    ground = Ground()
    looks(ground.tell, (0, ERROR))
    ground.held(100_000, holder="other")
    assert len(ground.held(0)) == 1


def test_the_worst_comes_first() -> None:
    """What is new before what is known, errors before warnings, good news last."""
    ground = Ground(min_status=Status.WARNING)
    ground.tell(report_of(0, a=ERROR, b=ERROR, c=OK, d=OK))
    ground.told(0)
    ground.tell(report_of(4000, a=OK, b=ERROR, c=WARNING, d=ERROR))
    alerts = [(alert.label, alert.document["event"]) for alert in ground.held(4000)]
    assert alerts == [
        ("d/default", "firing"),
        ("c/default", "firing"),
        ("b/default", "repeat"),
        ("a/default", "resolved"),
    ]


def test_the_document_of_an_alert() -> None:
    """All that the contract says."""
    ground = Ground()
    looks(ground.tell, (1, OK), (60, ERROR))
    (alert,) = ground.held(60)
    fingerprint = alert.document.pop("fingerprint")
    assert isinstance(fingerprint, str)
    assert alert.document == {
        "check": "database",
        "target": "default",
        "part": "",
        "label": "database/default",
        "status": "error",
        "previous_status": "ok",
        "reason": "timeout",
        "message": "no answer within 5 s",
        "critical": True,
        "event": "firing",
        "since": "1970-01-01T00:01:00Z",
        "started": "1970-01-01T00:01:00Z",
    }


def test_channels_that_nobody_has_are_forgotten() -> None:
    """After a week."""
    record = Record(channels={"old": ChannelRecord(seen=0), "new": ChannelRecord(seen=UNSEEN)})
    forget_unseen(record, UNSEEN + 1)
    assert list(record.channels) == ["new"]
