"""Messages of one channel on a thread of its own: attempts, pauses, bounds, the end."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import warnings
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from django_health.alerting import sender as module
from django_health.alerting.channel import AlertError
from django_health.alerting.counts import ChannelCounts
from django_health.alerting.sender import MOST_WAITING, Message, Sender
from django_health.result import Reason
from sample_checks import eventually
from told_alerts import Clock, Hanging, Recording

WAIT = 20.0


class Flaky(Recording):
    """Fails some times, then delivers."""

    def __init__(self, *failures: BaseException) -> None:
        super().__init__()
        self.left = list(failures)
        self.attempts = 0

    def send_alert(self, health_data: Mapping[str, Any]) -> None:
        """Fail as long as there are failures left."""
        self.attempts += 1
        if self.left:
            raise self.left.pop(0)
        super().send_alert(health_data)


class Ground:
    """A sender, its figures, and what its messages were told at their end."""

    def __init__(self, channel: object, **more: Any) -> None:
        self.counts = ChannelCounts()
        self.ends: list[bool] = []
        self.sender = Sender("mail", channel, self.counts, **{"pauses": (0.0, 0.0), **more})

    def put(self, number: int = 0) -> None:
        """Have a message delivered."""
        self.sender.put(Message({"number": number}, self.ends.append))

    def is_ready(self) -> bool:
        """Whether it would be given more by itself."""
        return self.sender.is_ready

    def works(self) -> bool | None:
        """Whether the last attempt delivered."""
        return self.counts.works

    def done(self) -> None:
        """Wait until nothing is left."""
        assert self.sender.wait(WAIT)


def test_messages_come_in_their_order() -> None:
    """Each once, on a thread that ends with them."""
    channel = Recording()
    ground = Ground(channel)
    for number in range(5):
        ground.put(number)
    ground.done()
    assert [told["number"] for told in channel.told] == [0, 1, 2, 3, 4]
    assert ground.ends == [True] * 5
    assert (ground.counts.sent, ground.counts.waiting, ground.counts.works) == (5, 0, True)
    assert ground.counts.last_success is not None
    eventually(lambda: not [t for t in threading.enumerate() if t.name == "alerts-mail"])


def test_a_failure_is_tried_again() -> None:
    """Three times in all."""
    channel = Flaky(TimeoutError(), TimeoutError())
    ground = Ground(channel)
    ground.put()
    ground.done()
    assert (channel.attempts, ground.ends, ground.counts.failed) == (3, [True], {})
    assert ground.is_ready()


def test_what_no_attempt_delivers_has_failed() -> None:
    """It counts once, and the channel rests before it is given more by itself."""
    clock = Clock()
    channel = Flaky(*[TimeoutError()] * 9)
    ground = Ground(channel, clock=clock)
    ground.put()
    ground.done()
    assert (channel.attempts, ground.ends) == (3, [False])
    assert (ground.counts.sent, ground.counts.failed) == (1, {Reason.TIMEOUT: 1})
    assert not ground.is_ready()
    clock.now += 1.5 * module.REST
    assert ground.is_ready()


def test_rests_grow_to_a_limit() -> None:
    """And end with the first delivery."""
    clock = Clock()
    ground = Ground(Flaky(*[TimeoutError()] * 60), clock=clock)
    for _ in range(20):
        ground.put()
        ground.done()
    clock.now += 0.4 * module.LONGEST_REST
    assert not ground.is_ready()
    clock.now += 1.2 * module.LONGEST_REST
    assert ground.is_ready()
    ground.put()
    ground.done()
    assert ground.ends[-1]


def test_what_stays_wrong_is_not_tried_again() -> None:
    """A refused login is no better a second later."""
    channel = Flaky(AlertError(Reason.AUTH, retry=False))
    ground = Ground(channel)
    ground.put()
    ground.done()
    assert (channel.attempts, ground.counts.failed) == (1, {Reason.AUTH: 1})


def test_a_receiver_that_asks_for_long_is_left_alone() -> None:
    """Its message has failed, and the rest is as long as it wants, within bounds."""
    clock = Clock()
    channel = Flaky(AlertError(Reason.UNAVAILABLE, retry_after=9999))
    ground = Ground(channel, clock=clock)
    ground.put()
    ground.done()
    assert channel.attempts == 1
    clock.now += module.LONGEST_ASKED_REST - 1
    assert not ground.is_ready()
    clock.now += 1
    assert ground.is_ready()


def test_a_channel_that_hangs_holds_up_no_more_than_itself() -> None:
    """Putting never waits, the oldest that wait give way, and the figures say it."""
    channel = Hanging()
    ground = Ground(channel)
    ground.put()
    assert channel.entered.wait(WAIT)
    given_up: list[int] = []
    for number in range(MOST_WAITING + 3):
        ended = partial(lambda number, _: given_up.append(number), number)
        ground.sender.put(Message({}, ended))
    assert (ground.counts.dropped, given_up) == (3, [0, 1, 2])
    assert ground.counts.waiting == MOST_WAITING + 1
    assert not ground.is_ready()
    channel.let_go.set()
    ground.done()


def test_an_attempt_that_overruns_is_noticed(caplog: pytest.LogCaptureFixture) -> None:
    """Once, though it may never end."""
    clock, channel = Clock(), Hanging()
    ground = Ground(channel, clock=clock)
    ground.put()
    assert channel.entered.wait(WAIT)
    ground.sender.look()
    assert ground.works() is None
    clock.now += 5
    ground.sender.look()
    ground.sender.look()
    assert ground.works() is False
    assert [text for text in caplog.messages if "overran its timeout" in text] != []
    assert len(caplog.messages) == 1
    channel.let_go.set()
    ground.done()


def test_the_log_tells_changes_alone(caplog: pytest.LogCaptureFixture) -> None:
    """When it begins to fail, and when it delivers again; no text of an error of others."""
    caplog.set_level(logging.INFO)
    ground = Ground(Flaky(*[TimeoutError("hunter2")] * 6))
    for _ in range(4):
        ground.put()
        ground.done()
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert caplog.messages[0].startswith("alerting: channel mail does not deliver: timeout, Time")
    assert caplog.messages[1] == "alerting: channel mail delivers again"
    assert "hunter2" not in caplog.text


def test_the_end_cuts_pauses_short() -> None:
    """What waits has one attempt each, and nothing more is taken."""
    channel = Flaky(TimeoutError())
    ground = Ground(channel, pauses=(3600.0,))
    ground.put(1)
    eventually(lambda: channel.attempts == 1)
    ground.put(2)
    ground.sender.finish()
    ground.done()
    ground.put(3)
    assert (ground.ends, ground.counts.dropped) == ([False, True, False], 1)
    assert [told["number"] for told in channel.told] == [2]
    assert (ground.sender.abandon(), ground.is_ready()) == (0, False)


def test_what_hangs_at_the_end_is_given_up() -> None:
    """With all that waits behind it."""
    channel = Hanging()
    ground = Ground(channel)
    ground.put()
    assert channel.entered.wait(WAIT)
    ground.put()
    ground.sender.finish()
    assert not ground.sender.wait(0)
    assert (ground.sender.abandon(), ground.ends) == (2, [False])
    channel.let_go.set()
    ground.done()


def test_what_goes_wrong_at_the_end_of_a_message_ends_nothing() -> None:
    """The next one is delivered."""
    channel = Recording()
    ground = Ground(channel)

    def fail(_: bool) -> None:
        raise KeyError

    ground.sender.put(Message({"number": 1}, fail))
    ground.put(2)
    ground.done()
    assert [told["number"] for told in channel.told] == [1, 2]


def test_nothing_ends_the_thread(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever goes wrong with a message: the next one is delivered, and no text is told."""
    channel = Recording()
    ground = Ground(channel)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt("hunter2")

    def cancel(_: bool) -> None:
        raise asyncio.CancelledError("hunter2")

    with monkeypatch.context() as patch:
        patch.setattr(module, "attempt", fail)
        ground.put(1)
        ground.done()
    ground.sender.put(Message({"number": 2}, cancel))
    ground.put(3)
    ground.done()
    assert [told["number"] for told in channel.told] == [2, 3]
    assert ground.ends == [False, True]
    assert "hunter2" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    ("given", "timeout"), [(3, 3.0), (None, 10.0), ("x", 10.0), (-1, 10.0), (True, 10.0)]
)
def test_timeouts_of_channels(given: Any, timeout: float) -> None:
    """What is none is ten seconds."""
    channel = Recording()
    channel.timeout = given  # type: ignore[attr-defined]
    assert Ground(channel).sender.timeout == timeout


def test_a_forked_child_has_a_thread_of_its_own() -> None:
    """It knows nothing of what its parent was about to send."""
    channel = Hanging()
    ground = Ground(channel)
    ground.put()
    assert channel.entered.wait(WAIT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of Python 3.12: threads and a fork
        child = os.fork()
    if not child:
        try:
            ground.sender.channel = Recording()
            is_free = ground.is_ready() and ground.sender.wait(0) and not ground.sender.overruns
            if not is_free or ground.counts.waiting:
                os._exit(3)
            ground.put()
            os._exit(0 if ground.sender.wait(WAIT) and ground.ends == [True] else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    channel.let_go.set()
    ground.done()
