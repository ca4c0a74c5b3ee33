"""Tells channels what is wrong: when it begins, while it goes on, and when it is over."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django_health.alerting.asking import application_report
from django_health.alerting.counts import Counts
from django_health.alerting.health_data import health_data_of, host_name, process_name
from django_health.alerting.last_words import LAST_WORDS, wait_at_exit, wait_no_more
from django_health.alerting.record import Record
from django_health.alerting.roll import Roll
from django_health.alerting.sender import Message, Sender
from django_health.alerting.settling import Settling, firing
from django_health.alerting.state import AlertState, MemoryState
from django_health.alerting.steadfast_state import SteadfastState
from django_health.alerting.telling import Alert, Wishes, forget_unseen, hold, release
from django_health.json_ready import json_ready
from django_health.reports.documents import Document
from django_health.result import Report, Status

_numbers = itertools.count(1)


class HealthAlerting:
    """Looks at the health, and tells channels what has changed.

    A change is told once to each channel, by whichever process shares the state; what goes on is
    told again at an interval, and what is well again is told to those who knew of it. Everything
    is sent in the background, by a thread per channel.

    Args:
        channels: Have ``send_alert(health_data)``, and perhaps what
            :class:`~django_health.alerting.channel.AlertChannel` has besides.
        min_status: The mildest status that is told: ``"warning"`` or ``"error"``. An error of an
            uncritical check counts as a warning.
        fire_after: Seconds that something has to be wrong before it is told; 0 tells it at once.
        resolve_after: Seconds that it has to be well before that is told.
        repeat_interval: Seconds after which an alert that goes on is sent again.
        send_resolved: Whether it is told that something is well again.
        instance: Who sends, in the messages; the name of the host where it is empty.
        state: Remembers what was told; this process alone, by default.
        ask: Returns a report of all checks; asks those of this Django project by default.
        looker: By what name it looks; this process's own where it is empty. Those of one name
            look whenever they are called.
        lease: Seconds for which a look under another name that shares the state is enough.
        counts: Where the figures go on.
        clock: Unix seconds.

    Attributes:
        firing: How many alerts there were at the last look; ``None`` before the first one.
        looked: When that was, in Unix seconds.
        pause: Seconds after it in which something may have to be told; ``None`` for nothing.

    Raises:
        TypeError: Something given is no channel.
        ValueError: There is no such status.
    """

    def __init__(
        self,
        channels: Iterable[object] = (),
        *,
        min_status: str = Status.ERROR,
        fire_after: float = 0.0,
        resolve_after: float = 0.0,
        repeat_interval: float = 4 * 3600.0,
        send_resolved: bool = True,
        instance: str = "",
        state: AlertState | None = None,
        ask: Callable[[], Report] = application_report,
        looker: str = "",
        lease: float = 0.0,
        counts: Counts | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._instance = instance or host_name()
        self._settling = Settling(_level(min_status), fire_after, resolve_after, self._instance)
        self._wishes = Wishes(repeat_interval, send_resolved)
        self._number = next(_numbers)
        self._given_looker = looker
        self._lease = lease
        self._ask = ask
        self._clock = clock
        self._state = SteadfastState(state or MemoryState())
        self._roll = Roll(counts or Counts())
        self._telling = threading.Lock()  # or two threads would tell the same
        self.firing: int | None = None
        self.looked: float | None = None
        self.pause: float | None = None
        for channel in channels:
            self.add_alert_channel(channel)
        wait_at_exit(self)

    @property
    def _holder(self) -> str:
        """What nobody else is called; a forked child is another one."""
        return f"{process_name()}:{self._number}"

    @property
    def _looker(self) -> str:
        return self._given_looker or self._holder

    @property
    def counts(self) -> Counts:
        """What became of the messages, by channel."""
        return self._roll.counts

    @property
    def channel_names(self) -> list[str]:
        """What the channels are called, in the order in which they came."""
        return [sender.name for sender in self._roll.senders]

    @property
    def state_works(self) -> bool:
        """Whether what was told could be kept the last time."""
        return self._state.works

    def add_alert_channel(self, channel: object, *, name: str = "") -> None:
        """Tell one more channel, also what is wrong already.

        Args:
            channel: Has ``send_alert(health_data)``.
            name: What it is called; its own name where it is empty. A number is added to one that
                is taken.

        Raises:
            TypeError: It is no channel.
        """
        self._roll.add(channel, name)

    def check_and_alert(self) -> list[Document]:
        """Look at the health, and have the channels told what they have to be told.

        Returns:
            What is being sent, as in ``alerts`` of the messages; nothing where another process has
            just looked.

        Raises:
            HealthCheckError: The project's settings cannot be used.
        """
        if not self._takes_its_turn():
            return []
        return self.tell(self._ask())

    def look(self) -> float | None:
        """Do it, and return in how many seconds something may become certain, if anything.

        Raises:
            HealthCheckError: The project's settings cannot be used.
        """
        self.pause = None
        self.check_and_alert()
        return self.pause

    def tell(self, report: Report) -> list[Document]:
        """Have the channels told what a report changes; returns what is being sent."""
        for sender in self._roll.senders:
            sender.look()
        with self._telling:
            return self._told(report)

    def _told(self, report: Report) -> list[Document]:
        with self._state.turn() as record:
            self._settling.settle(record, report)
            forget_unseen(record, report.created)
            held = [(sender, self._held(record, sender)) for sender in self._roll.senders]
            self.firing = firing(record.troubles.values())
            self.pause = self._settling.pause(record, report.created)
        sent: dict[str, Document] = {}
        for sender, alerts in held:
            if alerts:
                self._send(sender, report, alerts)
                sent |= {alert.label: alert.document for alert in alerts}
        return list(sent.values())

    def send_alerts(self, health_data: Mapping[str, Any]) -> None:
        """Send this to all channels now, in the background, whatever they were told before.

        Args:
            health_data: Like that of ``get_health_status()``; what is called like a secret is made
                stars, and what JSON has no form for the name of its type.
        """
        plain = json_ready(health_data)
        for sender in self._roll.senders:
            sender.put(Message(plain))

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until all is sent, or has failed; return whether that is so.

        Args:
            timeout: Seconds to wait at most.
        """
        deadline = time.monotonic() + timeout
        return all(s.wait(deadline - time.monotonic()) for s in self._roll.senders)

    def unfinished(self) -> list[str]:
        """Wait for each channel within its own limits; return the names of those that hang."""
        return self._roll.unfinished()

    def finish(self) -> None:
        """Take no more, and give what waits one attempt each, without pauses; never waits."""
        for sender in self._roll.senders:
            sender.finish()

    def close(self, timeout: float = LAST_WORDS) -> int:
        """Send what waits, once each and without pauses, and take no more.

        Args:
            timeout: Seconds to wait at most.

        Returns:
            How many messages are given up.
        """
        self.finish()
        self.flush(timeout)
        wait_no_more(self)
        if self.looked is not None:
            with self._state.turn() as record:
                if record.looker == self._looker:
                    record.looker = ""  # the others need not wait
        return sum(sender.abandon() for sender in self._roll.senders)

    def _takes_its_turn(self) -> bool:
        """Whether no other process has just looked; then that is known to the others."""
        now = self._clock()
        with self._state.turn() as record:
            is_other = record.looker not in ("", self._looker)
            if is_other and abs(now - record.looked) < self._lease:
                self.looked = self.firing = None
                return False
            record.looker, record.looked = self._looker, now
        self.looked = now
        return True

    def _held(self, record: Record, sender: Sender) -> list[Alert]:
        """What a channel has to be told now; the others leave it to this process."""
        if not sender.is_ready:
            return []
        now = self._clock()
        wishes = self._roll.wishes(sender, self._wishes)
        return hold(
            record, sender.name, wishes, holder=self._holder, now=now, patience=sender.longest
        )

    def _send(self, sender: Sender, report: Report, alerts: list[Alert]) -> None:
        documents = (alert.document for alert in alerts)
        health_data = health_data_of(report, documents, self._instance)
        sender.put(Message(health_data, partial(self._ended, sender.name, alerts)))

    def _ended(self, name: str, alerts: list[Alert], delivered: bool) -> None:
        with self._state.turn() as record:
            release(record, name, alerts, holder=self._holder, delivered=delivered)


def _level(word: str) -> Status:
    if word not in (Status.WARNING, Status.ERROR):
        raise ValueError("min_status is neither 'warning' nor 'error'")
    return Status(word)
