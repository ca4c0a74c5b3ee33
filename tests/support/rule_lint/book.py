"""All rules together: what each is judged among."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from documented_metrics import documented
from mixin.rules.rule import Alert, Record, Rule, RuleFile

TARGET = frozenset({"job", "instance"})
"""What Prometheus gives to each series of a target."""

OF_DISCOVERY = frozenset({"target"})
"""What ``/sd`` gives to the series of the targets that it lists, and other targets do not have."""

OF_PROMETHEUS = ("up", "scrape_duration_seconds", "scrape_samples_scraped")
"""Series that Prometheus makes for each target by itself."""


@dataclass(frozen=True)
class Book:
    """All rules.

    Attributes:
        files: The files that they are in.
        asked: Recorded metrics whose labels are being found out at this moment.
    """

    files: Sequence[RuleFile]
    asked: set[str] = field(default_factory=set)

    def rules(self) -> Iterator[Rule]:
        """Yield every rule."""
        for file in self.files:
            for group in file.groups:
                yield from group.rules

    def alerts(self) -> list[Alert]:
        """Return the alerts."""
        return [rule for rule in self.rules() if isinstance(rule, Alert)]

    @cached_property
    def records(self) -> dict[str, list[Record]]:
        """The recording rules by name; the same may be recorded in several ways."""
        found: dict[str, list[Record]] = {}
        for rule in self.rules():
            if isinstance(rule, Record):
                found.setdefault(rule.name, []).append(rule)
        return found

    @cached_property
    def exposed(self) -> dict[str, frozenset[str]]:
        """The labels of each metric that is scraped, by its name."""
        scraped = {name: TARGET | set(metric.labels) for name, metric in documented().items()}
        return dict.fromkeys(OF_PROMETHEUS, TARGET) | scraped

    @cached_property
    def every_label(self) -> frozenset[str]:
        """Every label that a metric has."""
        return frozenset[str]().union(*self.exposed.values())

    def is_known(self, name: str) -> bool:
        """Whether a metric is scraped or recorded."""
        return name in self.exposed or name in self.records
