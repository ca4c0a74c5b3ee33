"""What channels are told of, over several looks, restarts and processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from django_health.alerting.channel import AlertError
from django_health.alerting.file_state import FileState
from django_health.alerting.health_alerting import HealthAlerting
from django_health.alerting.state import MemoryState
from django_health.result import Outcome, Reason, Report, Status
from told_alerts import ERROR, OK, WARNING, Clock, Hanging, Recording, report_of

WAIT = 20.0


class Site:
    """Something whose health a test sets, and an alerting that looks at it."""

    def __init__(self, *channels: object, clock: Clock | None = None, **more: Any) -> None:
        self.clock = clock or Clock()
        self.looks = 0
        self.outcomes: dict[str, Outcome] = {"database": OK}
        self.alerting = HealthAlerting(channels, ask=self.report, clock=self.clock, **more)

    def report(self) -> Report:
        """How it is now."""
        self.looks += 1
        return report_of(self.clock.now, **self.outcomes)  # type: ignore[arg-type]

    def look(self, database: Outcome, after: float = 60) -> list[dict[str, object]]:
        """Have the alerting look, some seconds later, and wait until all is sent."""
        self.clock.now += after
        self.outcomes["database"] = database
        sent = self.alerting.check_and_alert()
        assert self.alerting.flush(WAIT)
        return sent


def test_changes_are_told() -> None:
    """When something fails, while it does, and when it is over."""
    channel = Recording("mail")
    site = Site(channel, repeat_interval=100, instance="shop")
    assert site.look(OK) == []
    (sent,) = site.look(ERROR)
    assert (sent["event"], sent["label"], sent["previous_status"]) == (
        "firing",
        "database/default",
        "ok",
    )
    assert site.alerting.firing == 1
    for outcome in (ERROR, ERROR, OK, OK):
        site.look(outcome)
    assert channel.events == [("firing", "error"), ("repeat", "error"), ("resolved", "ok")]
    assert (site.alerting.firing, site.alerting.looked) == (0, site.clock.now)


def test_the_message_is_the_detailed_document() -> None:
    """With the alerts and who sends; passwords are stars."""
    channel = Recording()
    site = Site(channel, instance="shop")
    leaky = Outcome(Status.ERROR, Reason.AUTH, "no", {"password": "hunter2", "size": 3})
    site.look(leaky)
    (told,) = channel.told
    assert told["status"] == "unhealthy"
    assert told["checks"]["database"]["targets"]["default"]["size"] == 3
    assert told["source"]["instance"] == "shop"
    assert [alert["event"] for alert in told["alerts"]] == ["firing"]
    assert "hunter2" not in repr(told)


def test_each_channel_is_told_what_it_wants() -> None:
    """Its own interval and whether it wants good news come first."""
    eager, silent = Recording("eager"), Recording("silent")
    eager.repeat_interval = 30  # type: ignore[attr-defined]
    silent.send_resolved = False  # type: ignore[attr-defined]
    site = Site(eager, silent)
    for outcome in (ERROR, ERROR, OK):
        site.look(outcome)
    assert eager.events == [("firing", "error"), ("repeat", "error"), ("resolved", "ok")]
    assert silent.events == [("firing", "error")]


def test_a_dead_channel_holds_up_nobody() -> None:
    """The others are told in time, also of what comes later."""
    hanging, well = Hanging(), Recording("well")
    site = Site(hanging, well)
    site.outcomes["database"] = ERROR
    site.alerting.check_and_alert()
    assert hanging.entered.wait(WAIT)
    assert not site.alerting.flush(0.01)
    site.outcomes["database"] = OK
    site.clock.now += 60
    site.alerting.check_and_alert()
    hanging.let_go.set()
    assert site.alerting.flush(WAIT)
    assert well.events == [("firing", "error"), ("resolved", "ok")]


def test_a_channel_that_comes_back_is_told_how_it_is_now() -> None:
    """And not each thing that happened meanwhile."""
    channel = Recording(fails=AlertError(Reason.REFUSED, retry=False))
    site = Site(channel, state=MemoryState())
    site.look(ERROR)
    site.look(OK)
    site.look(ERROR)
    channel.fails = None
    fresh = Site(channel, clock=site.clock, state=site.alerting._state)
    fresh.look(ERROR)
    fresh.look(OK)
    assert channel.events == [("firing", "error"), ("resolved", "ok")]


def test_a_channel_that_failed_rests() -> None:
    """It is not tried again at each look, however often that is."""
    channel = Recording(fails=AlertError(Reason.AUTH, retry=False))
    site = Site(channel)
    assert [len(site.look(ERROR, after=1)) for _ in range(3)] == [1, 0, 0]
    assert site.alerting.counts.of("Recording").sent == 1


def test_threads_that_look_at_once_tell_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever their turn is."""
    channel = Recording()
    site = Site(channel)
    site.outcomes["database"] = ERROR
    send = site.alerting._send

    def linger(*arguments: Any) -> None:
        Event().wait(0.05)  # another thread may take its turn now
        send(*arguments)

    monkeypatch.setattr(site.alerting, "_send", linger)
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: site.alerting.check_and_alert(), range(4)))
    assert site.alerting.flush(WAIT)
    assert sum(map(len, sent)) == 1
    assert channel.events == [("firing", "error")]


def test_a_new_channel_is_told_what_is_wrong_already() -> None:
    """It could not have known."""
    site = Site()
    site.look(ERROR)
    channel = Recording()
    site.alerting.add_alert_channel(channel)
    site.look(ERROR)
    assert channel.events == [("firing", "error")]


def test_nothing_is_told_twice_across_a_restart(tmp_path: Path) -> None:
    """Where the state is in a file; what was not yet over is resolved by the next process."""
    before, after = Recording("mail"), Recording("mail")
    first = Site(before, state=FileState(tmp_path / "state"))
    first.look(ERROR)
    first.alerting.close()
    second = Site(after, clock=first.clock, state=FileState(tmp_path / "state"))
    second.look(ERROR)
    second.look(OK)
    assert before.events == [("firing", "error")]
    assert after.events == [("resolved", "ok")]


def test_without_a_state_a_restart_tells_again() -> None:
    """As it cannot know."""
    channel = Recording()
    Site(channel).look(ERROR)
    Site(channel).look(ERROR)
    assert channel.events == [("firing", "error"), ("firing", "error")]


def test_one_process_looks_at_a_time(tmp_path: Path) -> None:
    """The other leaves it to that one, until it has been silent for too long."""
    clock, channel = Clock(), Recording("mail")
    one, other = (
        Site(channel, clock=clock, state=FileState(tmp_path / "state"), lease=90, looker=name)
        for name in ("one", "other")
    )
    one.look(ERROR, after=60)
    assert (other.look(OK, after=30), other.looks) == ([], 0)
    one.look(ERROR, after=30)
    assert (other.look(ERROR, after=89), other.looks) == ([], 0)
    other.look(OK, after=1)
    assert (one.look(ERROR, after=0), one.alerting.looked) == ([], None)
    assert channel.events == [("firing", "error"), ("resolved", "ok")]


def test_who_ends_lets_others_look_at_once(tmp_path: Path) -> None:
    """They need not wait until it is taken for dead."""
    clock = Clock()
    one, other = (
        Site(clock=clock, state=FileState(tmp_path / "state"), lease=90, looker=name)
        for name in ("one", "other")
    )
    one.look(OK)
    one.alerting.close()
    other.look(OK, after=1)
    assert other.looks == 1


def test_when_something_may_become_certain() -> None:
    """Nobody needs to wait for a whole interval."""
    site = Site(fire_after=40)
    assert site.alerting.look() is None
    site.outcomes["database"] = ERROR
    assert site.alerting.look() == 40


def test_warnings_are_told_where_they_are_wanted() -> None:
    """And another word is an error."""
    channel = Recording()
    Site(channel, min_status="warning").look(WARNING)
    Site(channel).look(WARNING)
    assert channel.events == [("firing", "warning")]
    with pytest.raises(ValueError, match="neither 'warning' nor 'error'"):
        HealthAlerting(min_status="ok")


def test_send_alerts_sends_at_once() -> None:
    """To all channels, whatever they were told before; what looks like a secret is stars."""
    one, other = Recording("one"), Recording("other")
    site = Site(one, other)
    health = {"status": "unhealthy", "checks": {"a": {"token": "hunter2"}}, "odd": object()}
    for _ in range(2):
        site.alerting.send_alerts(health)
    assert site.alerting.flush(WAIT)
    assert len(one.told) == len(other.told) == 2
    assert one.told[0] == {
        "status": "unhealthy",
        "checks": {"a": {"token": "***"}},
        "odd": "object",
    }


def test_what_is_no_channel_is_refused() -> None:
    """At once, in one line."""
    with pytest.raises(TypeError, match="str is no channel: give an instance with send_alert"):
        HealthAlerting(["admin@example.com"])


def test_closing_gives_up_what_hangs() -> None:
    """And says how much that was."""
    hanging = Hanging()
    site = Site(hanging)
    site.outcomes["database"] = ERROR
    site.alerting.check_and_alert()
    assert hanging.entered.wait(WAIT)
    assert site.alerting.close(0.01) == 1
    hanging.let_go.set()
