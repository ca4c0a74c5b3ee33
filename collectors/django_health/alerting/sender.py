"""Delivers the messages of one channel, one after the other, on a thread of its own.

The thread is there while there is something to deliver. A channel that hangs holds up nobody but
itself: what waits for it is bounded, and the oldest gives way.
"""

from __future__ import annotations

import logging
import os
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django_health.alerting.attempt import Failure, attempt
from django_health.alerting.attempted import one_message
from django_health.alerting.counts import ChannelCounts
from django_health.engine.threads import start_daemon
from django_health.failure import described
from django_health.result import Reason

logger = logging.getLogger(__name__)

ATTEMPTS = 3
"""Times that a message is tried before it counts as failed."""

PAUSES = (1.0, 5.0)
"""Seconds between them; a random part of up to half is added or taken."""

LONGEST_PAUSE = 30.0
"""Seconds that a receiver may ask for, and be tried again with the same message."""

REST = 15.0
"""Seconds after a message that failed until a channel is given the next one by itself; it doubles
with each further one."""

LONGEST_REST = 300.0

LONGEST_ASKED_REST = 3600.0
"""The same, where the receiver itself asked to be left alone."""

MOST_WAITING = 20
"""Messages that may wait for one channel."""


@dataclass(frozen=True, eq=False)
class Message:
    """Something to deliver.

    Attributes:
        health_data: What the channel is given.
        ended: Told whether it was delivered, on the thread of the channel.
    """

    health_data: Mapping[str, object]
    ended: Callable[[bool], None] = lambda _: None


class Sender:
    """Delivers what it is given.

    Args:
        name: The channel's, for the log.
        channel: Has ``send_alert``.
        counts: Told what became of it.
        pauses: Seconds between attempts; there is one more of these.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        name: str,
        channel: object,
        counts: ChannelCounts,
        *,
        pauses: tuple[float, ...] = PAUSES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.channel = channel
        self.timeout = seconds(getattr(channel, "timeout", None), 10.0)
        self._counts = counts
        self._pauses = pauses
        self._clock = clock
        self._failures = 0
        self._rests_until = clock()
        self._begin()

    def _begin(self) -> None:
        """Have nothing to do; a forked child has none of the threads of its parent."""
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._waiting: deque[Message] = deque()
        self._idle = threading.Event()
        self._idle.set()
        self._ending = threading.Event()
        self._begun: float | None = None

    def _expect_own(self) -> None:
        """Begin anew in a forked child."""
        if self._process != os.getpid():
            self._begin()
            self._counts.waiting = 0

    @property
    def longest(self) -> float:
        """Seconds that a message takes at most, if the channel keeps to its timeout."""
        return (len(self._pauses) + 1) * self.timeout + len(self._pauses) * LONGEST_PAUSE

    @property
    def is_ready(self) -> bool:
        """Whether it has nothing to do, does not rest after a failure, and takes more."""
        self._expect_own()
        is_free = self._idle.is_set() and not self._ending.is_set()
        return is_free and self._clock() >= self._rests_until

    def put(self, message: Message) -> None:
        """Have a message delivered, soon and in the background; never waits."""
        self._expect_own()
        dropped = None
        with self._lock:
            if self._ending.is_set():
                dropped = message
            else:
                if len(self._waiting) >= MOST_WAITING:
                    dropped = self._waiting.popleft()
                self._waiting.append(message)
                self._counts.waiting = len(self._waiting) + (self._begun is not None)
                self._start()
        if dropped is not None:
            self._drop([dropped])

    @property
    def overruns(self) -> bool:
        """Whether an attempt takes longer than the channel's timeout; it may never end."""
        self._expect_own()
        begun = self._begun
        return begun is not None and self._clock() - begun > self.timeout + 1

    def look(self) -> None:
        """Notice an attempt that takes longer than the channel's timeout."""
        if self.overruns:
            self._tell_failure("the attempt overran its timeout and has not ended")

    def finish(self) -> None:
        """Take nothing more, and give what waits one attempt each, without pauses."""
        self._expect_own()
        self._ending.set()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to deliver; return whether that is so."""
        self._expect_own()
        return self._idle.wait(max(0.0, seconds))

    def abandon(self) -> int:
        """Drop what still waits; return how many messages were not delivered."""
        self._expect_own()
        with self._lock:
            left = list(self._waiting)
            self._waiting.clear()
            under_way = not self._idle.is_set()
        self._drop(left)
        return len(left) + under_way

    def _start(self) -> None:
        """Have a thread deliver, if none does; the lock is held."""
        if self._idle.is_set():
            self._idle.clear()
            try:
                start_daemon(self._deliver_all, f"alerts-{self.name}"[:15])
            except RuntimeError:  # no thread is left: the next message tries again
                self._idle.set()

    def _deliver_all(self) -> None:
        while (message := self._next()) is not None:
            failure: Failure | None = Failure(Reason.INTERNAL, "")
            try:
                with one_message():
                    failure = self._deliver(message.health_data)
                self._note(failure)
            except BaseException as error:  # noqa: BLE001 - without this thread nothing is told any more
                logger.error("alerting: channel %s: %s", self.name, described(error))
            self._begun = None
            self._end(message, delivered=failure is None)

    def _next(self) -> Message | None:
        """The next message; ``None`` where there is none, and the thread ends."""
        with self._lock:
            if not self._waiting:
                self._counts.waiting = 0
                self._idle.set()
                return None
            message = self._waiting.popleft()
            self._counts.waiting = len(self._waiting) + 1
            return message

    def _deliver(self, health_data: Mapping[str, object]) -> Failure | None:
        for pause in (*self._pauses, None):
            self._begun = self._clock()
            failure = attempt(self.channel, health_data)
            self._begun = None
            if failure is None or pause is None or not failure.retry:
                return failure
            wait = max(pause * random.uniform(0.5, 1.5), failure.retry_after)  # noqa: S311
            self._tell_failure(f"{failure.reason}, {failure.text}")
            if wait > LONGEST_PAUSE or self._ending.wait(wait):
                return failure
        raise AssertionError("the last attempt has no pause")

    def _note(self, failure: Failure | None) -> None:
        counts = self._counts
        counts.sent += 1
        if failure is None:
            self._failures = 0
            counts.last_success = time.time()
            if counts.works is False:
                logger.info("alerting: channel %s delivers again", self.name)
            counts.works = True
            return
        counts.failed[failure.reason] += 1
        rest = min(REST * 2**self._failures, LONGEST_REST) * random.uniform(0.5, 1.5)  # noqa: S311
        self._failures = min(self._failures + 1, 10)
        asked = min(failure.retry_after, LONGEST_ASKED_REST)
        self._rests_until = self._clock() + max(rest, asked)
        self._tell_failure(f"{failure.reason}, {failure.text}")

    def _tell_failure(self, why: str) -> None:
        """Log the first of several failures, and have the figures say it."""
        if self._counts.works is not False:
            logger.warning("alerting: channel %s does not deliver: %s", self.name, why)
        self._counts.works = False

    def _drop(self, messages: list[Message]) -> None:
        self._counts.dropped += len(messages)
        for message in messages:
            self._end(message, delivered=False)

    def _end(self, message: Message, *, delivered: bool) -> None:
        try:
            message.ended(delivered)
        except BaseException as error:  # noqa: BLE001 - the thread has more to deliver
            logger.error("alerting: channel %s: %s", self.name, type(error).__name__)


def seconds(given: object, otherwise: float) -> float:
    """Return what an attribute of a channel says, where that is a number of seconds."""
    is_number = isinstance(given, int | float) and not isinstance(given, bool) and given > 0
    return float(given) if is_number else otherwise  # type: ignore[arg-type]
