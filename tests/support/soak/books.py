"""Compares what the daemon told with what it wrote into its log at the same time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

from faulty_stack.targets import TARGETS
from soak.journal import Journal, Key
from soak.judge import Answer

DELAY = 1.0
"""Seconds that a line may take into the file."""

SLACK = 0.3
"""Seconds that a line may be earlier or later than the answer that tells the same."""


class Books:
    """Answers and log lines of the same time say the same.

    Args:
        read: Returns the daemon's log.
        names: The targets that change.
        condemn: Told what is not as it has to be.
    """

    def __init__(
        self, read: Callable[[], str], names: Iterable[str], condemn: Callable[[str], None]
    ) -> None:
        self.journal = Journal(read)
        self._condemn = condemn
        self._keys: list[Key] = [
            (kind, TARGETS[name].name) for name in names for kind in TARGETS[name].components
        ]
        self._lock = threading.Lock()
        self._pending: list[Answer] = []
        self.compared = 0
        """How many answers were held against the log."""

    def enter(self, answer: Answer) -> None:
        """Take an answer for which every run was awaited."""
        with self._lock:
            self._pending.append(answer)

    def compare(self) -> None:
        """Hold what was told some time ago against the log."""
        for line in self.journal.read_on():
            self._condemn(f"a line of the log tells no change: {line}")
        due = time.time() - DELAY
        with self._lock:
            answers = [answer for answer in self._pending if answer.end < due]
            self._pending = [answer for answer in self._pending if answer.end >= due]
        for answer in answers:
            self.compared += 1
            self._compare(answer)

    def _compare(self, answer: Answer) -> None:
        told = {(illness.component, illness.name): illness.reason for illness in answer.told}
        for key in self._keys:
            said = self.journal.said(key, answer.begin - SLACK, answer.end + SLACK)
            if told.get(key, "") not in said:
                self._condemn(
                    f"{answer.who} was told {told.get(key, '')!r} of {key}, while the log had"
                    f" {said} (asked at {answer.begin:.3f}, answered at {answer.end:.3f})"
                )

    def expect_silence(self, name: str, begin: float, end: float) -> None:
        """See that nothing was logged of a target while nothing changed."""
        for kind in TARGETS[name].components:
            if count := self.journal.count((kind, TARGETS[name].name), begin, end):
                self._condemn(
                    f"{count} lines in the log tell of {kind} {name}, with which nothing"
                    f" happened from {begin:.3f} to {end:.3f}"
                )
