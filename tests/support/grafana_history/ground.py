"""What a daemon watches, and how it fares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grafana_history.shapes import Shape
from grafana_history.span import Span, one_of

HORIZON = 31 * 86400.0
"""Seconds before the end at which all counters were 0."""

TARGETS: Mapping[str, tuple[str, ...]] = {
    "database": ("default", "analytics", "reporting", "archive"),
    "cache": ("default", "replica", "sessions", "pages", "table"),
    "system": ("cpu", "memory", "disk", "network", "uptime", "container"),
    "migrations": ("default",),
    "celery": ("workers", "beat"),
    "configuration": ("system_checks", "settings", "environment", "cache/table"),
    "http": ("payments", "www"),
    "smtp": ("mail",),
    "storage": ("default",),
    "tcp": ("search",),
    "dns": ("partner",),
    "sql": ("orders",),
}
"""The components, and what each has."""

SERVERS = {"default": "redis-1:6379", "replica": "redis-2:6379", "sessions": "memcached-1:11211"}
"""The server of each cache that has one."""

SECOND = "memcached-2:11211"
"""The other server of ``sessions``; what befalls it alone befalls the cache."""


@dataclass(frozen=True, slots=True)
class Series:
    """A series of one instance.

    Attributes:
        name: Of its metric.
        labels: Its labels, but job and instance.
        shape: Its value at a time.
        of: Component and target without whose answer it has no value.
    """

    name: str
    labels: Mapping[str, str]
    shape: Shape
    of: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """One daemon.

    Attributes:
        job: Of its scrapes.
        instance: Its address.
        end: Unix time of the end of the history.
        spans: What befalls it.
    """

    job: str
    instance: str
    end: float
    spans: Sequence[Span]

    def of(self, component: str, target: str = "") -> list[Span]:
        """Return what befalls a component, or one target of it."""
        own = [span for span in self.spans if span.component == component]
        return [span for span in own if target in ("", span.target)]

    def when(self, component: str, target: str, reason: str) -> list[Span]:
        """Return what befalls a target for one reason."""
        return [span for span in self.of(component, target) if span.reason == reason]

    def answers(self, component: str, target: str, at: float) -> bool:
        """Whether a target tells its figures."""
        worst = one_of(self.of(component, target), at)
        return self.has(component, target, at) and (worst is None or worst.warning)

    def has(self, component: str, target: str, at: float) -> bool:
        """Whether a target is watched."""
        return one_of(self.when(component, target, "gone"), at) is None

    def runs(self, at: float) -> bool:
        """Whether the daemon can be scraped."""
        return one_of(self.when("exporter", "process", "down"), at) is None

    def is_target(self, at: float) -> bool:
        """Whether Prometheus is to scrape it."""
        return one_of(self.of("exporter", "target"), at) is None

    def asks(self, component: str, at: float) -> bool:
        """Whether the component is watched."""
        return one_of(self.of("exporter", component), at) is None
