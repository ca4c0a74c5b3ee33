"""What an answer means: states, reasons, measurements, reports; immutable and free of I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class Status(StrEnum):
    """How a check ended, from best to worst; a skipped check asked nothing."""

    SKIPPED = "skipped"
    """There is nothing to ask; the message says why."""
    OK = "ok"
    """It is as it should be."""
    WARNING = "warning"
    """It works, and somebody should look at it."""
    ERROR = "error"
    """It does not work, or gave no good answer in time."""

    @property
    def severity(self) -> int:
        """0 for skipped, rising to 3 for error."""
        return _SEVERITY[self]

    @property
    def works(self) -> bool:
        """Whether the component does its work: ok, or a warning only."""
        return self in (Status.OK, Status.WARNING)


_SEVERITY = {status: severity for severity, status in enumerate(Status)}


class Reason(StrEnum):
    """Why a check failed: the closed list that may become a label value, never error text."""

    TIMEOUT = "timeout"
    """There was no answer within the time that the check may take."""
    REFUSED = "refused"
    """Nothing listens at that address, or a firewall says so."""
    DNS = "dns"
    """The name of the host does not resolve."""
    TLS = "tls"
    """The TLS handshake failed: the certificate, its name, its time, or the version."""
    AUTH = "auth"
    """The user or the password is not the right one."""
    PERMISSION = "permission"
    """The user may not do what was asked, or a file may not be read."""
    TOO_MANY_CONNECTIONS = "too_many_connections"
    """The server has no connection left."""
    READ_ONLY = "read_only"
    """It can be read and not written, where it should be written."""
    UNAVAILABLE = "unavailable"
    """It was reached and cannot serve now: it starts, ends, is overloaded, or lacks a part."""
    WRONG_ANSWER = "wrong_answer"
    """It answered something else than expected, as another service would."""
    MISCONFIGURED = "misconfigured"
    """A setting of the project, of the exporter or of the server cannot work, or is not safe."""
    THRESHOLD = "threshold"
    """A usage or a delay is beyond its limit."""
    INTERNAL = "internal"
    """The check itself failed, with an exception that nobody expected; the log has its place."""


class Kind(StrEnum):
    """The Prometheus type of a metric family."""

    GAUGE = "gauge"
    COUNTER = "counter"
    INFO = "info"


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """A metric family: its full name, its HELP (with the source of the figure) and its label names.

    Calling a family gives a measurement of it: ``CONNECTIONS(5, "default")``.
    """

    name: str
    help: str
    labels: tuple[str, ...] = ()
    kind: Kind = Kind.GAUGE

    def __call__(self, value: float, *label_values: str) -> Measurement:
        """Return one sample of this family; label values in the order of the label names."""
        if len(label_values) != len(self.labels):
            raise ValueError(f"{self.name} takes the labels {self.labels}, got {label_values}")
        # There are hundreds in each scrape, and the class itself would take three times as long.
        return tuple.__new__(Measurement, (self, float(value), label_values))


class Measurement(NamedTuple):
    """One figure for Prometheus."""

    family: Family
    value: float
    labels: tuple[str, ...]


Figure = tuple[Family, float, tuple[str, ...]]
"""What a measurement is made of: a family, a number of any kind, and the values of its labels."""


def measurements_of(figures: Sequence[Figure]) -> tuple[Measurement, ...]:
    """Return figures as measurements; in two thirds of the time of as many calls.

    Raises:
        ValueError: One has more or fewer labels than its family.
    """
    new = tuple.__new__
    found = [
        new(Measurement, (family, float(value), labels))
        for family, value, labels in figures
        if len(labels) == len(family.labels)
    ]
    if len(found) != len(figures):
        for family, value, labels in figures:
            family(value, *labels)  # it says which one is wrong
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check says when it returns: the answer without its time and place.

    Attributes:
        status: How it is.
        reason: Why it is not well; ``None`` when it is.
        message: One sentence for people, written by the check, never a driver's text.
        details: JSON-ready figures (numbers, strings, booleans, lists and mappings of them).
        measurements: Figures for Prometheus.
    """

    status: Status = Status.OK
    reason: Reason | None = None
    message: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    measurements: tuple[Measurement, ...] = ()


def label_of(name: str, target: str, part: str) -> str:
    """Return a check's place in words: ``cache/default/10.0.0.1:6379``."""
    return "/".join(filter(None, (name, target, part)))


@dataclass(frozen=True, slots=True)
class CheckResult:
    """An outcome with its time and place.

    Attributes:
        name: The component, which is the value of the label ``check``.
        target: The alias inside the component, empty where there is only one.
        part: One of several servers of a target, or of several aspects of the component.
        outcome: What the check said, or what the engine says in its stead.
        duration: Seconds from the start of the run to its answer.
        finished: When it ended, in seconds of the engine's monotonic clock.
        last_success: When this check last worked, in Unix seconds; ``None`` if not yet.
        critical: Whether an error of this check makes the whole unhealthy.
        answered: Whether the run came to its end or overran its own limit; not where the engine
            speaks in its stead because the time of one request was over, which is no news of it.
    """

    name: str
    target: str
    part: str
    outcome: Outcome
    duration: float
    finished: float
    last_success: float | None = None
    critical: bool = True
    answered: bool = True

    @property
    def status(self) -> Status:
        """How the check ended."""
        return self.outcome.status

    @property
    def label(self) -> str:
        """The check's place in words: ``cache/default/10.0.0.1:6379``."""
        return label_of(self.name, self.target, self.part)


@dataclass(frozen=True, slots=True)
class Summary:
    """Several results as one: a target of several servers, or a component of several targets."""

    results: tuple[CheckResult, ...]

    @property
    def worst(self) -> CheckResult:
        """The part that is worst off; of several that are, the first."""
        return max(self.results, key=lambda result: result.outcome.status.severity)

    @property
    def status(self) -> Status:
        """The worst status of the parts; skipped only where all are."""
        return self.worst.status

    @property
    def overall(self) -> Status:
        """The status with the errors of uncritical checks taken as warnings."""
        ranks = (
            Status.WARNING
            if result.status is Status.ERROR and not result.critical
            else result.status
            for result in self.results
        )
        return max(ranks, key=lambda status: status.severity)

    @property
    def reason(self) -> Reason | None:
        """The reason of the worst part."""
        return self.worst.outcome.reason

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Every reason of a part, each once."""
        found = [result.outcome.reason for result in self.results]
        return tuple(dict.fromkeys(filter(None, found)))

    @property
    def message(self) -> str:
        """The sentence of the worst part."""
        return self.worst.outcome.message

    @property
    def duration(self) -> float:
        """Seconds that the slowest part took."""
        return max(result.duration for result in self.results)

    @property
    def last_success(self) -> float | None:
        """The last Unix time at which every part that is not skipped had worked."""
        times = [r.last_success for r in self.results if r.outcome.status is not Status.SKIPPED]
        known = [time for time in times if time is not None]
        return min(known) if known and len(known) == len(times) else None

    def measurements(self) -> Iterable[Measurement]:
        """The figures of all parts, in their order."""
        for result in self.results:
            yield from result.outcome.measurements


@dataclass(frozen=True)
class Report:
    """The answers of one request, in the order of the checks.

    Attributes:
        results: One per check that was asked for.
        created: When the report was made, in Unix seconds.
        now: The same moment on the engine's monotonic clock.
        duration: Seconds from the request to the report.
    """

    results: tuple[CheckResult, ...]
    created: float
    now: float
    duration: float

    @property
    def status(self) -> Status:
        """The worst that a critical check says; ok where nothing was asked."""
        if not self.results:
            return Status.OK
        worst = Summary(self.results).overall
        return Status.OK if worst is Status.SKIPPED else worst

    @cached_property
    def components(self) -> Mapping[str, Summary]:
        """A summary per component, in the order of the checks."""
        return _grouped(self.results, lambda result: result.name)

    def targets(self, name: str) -> Mapping[str, Summary]:
        """A summary per target of one component; empty where the component was not asked."""
        component = self.components.get(name)
        return _grouped(component.results if component else (), lambda result: result.target)

    def age(self, result: CheckResult) -> float:
        """Seconds since the result was obtained; 0 for one of this very request."""
        return max(0.0, self.now - result.finished) if self.is_kept(result) else 0.0

    def is_kept(self, result: CheckResult) -> bool:
        """Whether the result is older than the request."""
        return result.finished < self.now - self.duration


def _grouped(
    results: Iterable[CheckResult], key: Callable[[CheckResult], str]
) -> Mapping[str, Summary]:
    groups: dict[str, list[CheckResult]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return {name: Summary(tuple(group)) for name, group in groups.items()}
