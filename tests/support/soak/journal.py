"""The daemon's log, held against what it told meanwhile: a line per change, and none besides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from faulty_stack.targets import COMPONENTS

_LINE = re.compile(
    r'^ts=(\S+) level=\w+ logger=\S*journal msg="(\S+) is (\w+)(?: \((\w+))?', re.MULTILINE
)

Key = tuple[str, str]
"""A component and the name of a target in it."""


class Change(NamedTuple):
    """From ``at`` on (Unix seconds) something is ill for that reason, or well if it is empty."""

    at: float
    reason: str


class Journal:
    """Follows a log as it grows.

    Args:
        read: Returns the whole of it.
    """

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read
        self._position = 0
        self.changes: dict[Key, list[Change]] = defaultdict(list)
        """What it says, by component and target."""
        self.lines = 0
        """How many lines it has of changes of targets."""

    def read_on(self) -> Iterator[str]:
        """Read what is new; give the lines that tell no change."""
        text = self._read()
        begin, self._position = self._position, text.rfind("\n") + 1
        for stamp, label, status, reason in _LINE.findall(text[begin : self._position]):
            component, _, rest = label.partition("/")
            if component not in COMPONENTS:
                continue
            name = "" if component == "celery" else rest.partition("/")[0]
            told = self.changes[component, name]
            change = Change(
                datetime.fromisoformat(stamp).timestamp(), reason if status == "error" else ""
            )
            self.lines += 1
            is_news = change.reason != (told[-1].reason if told else "")
            if not is_news:
                yield f"{stamp} {label} is {status} {reason}"
            told.append(change)

    def said(self, key: Key, begin: float, end: float) -> set[str]:
        """Return all reasons, ``""`` for none, that were the last word at a moment of a span."""
        found = {""}
        for change in self.changes.get(key, ()):
            if change.at > end:
                break
            found = {change.reason} if change.at <= begin else found | {change.reason}
        return found

    def count(self, key: Key, begin: float, end: float) -> int:
        """Return how many changes were told in a span."""
        return sum(begin <= change.at <= end for change in self.changes.get(key, ()))
