"""A report as Prometheus metric families, and the collectors that make one on each scrape."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from importlib import import_module
from itertools import chain
from typing import ClassVar

from prometheus_client.metrics_core import Metric
from prometheus_client.samples import Sample

from django_health.engine import Engine
from django_health.errors import HealthCheckError
from django_health.result import Family, Kind, Measurement, Reason, Report, Status, Summary
from django_health.settings import HealthSettings

logger = logging.getLogger(__name__)

TARGET_LABELS = {
    "database": "database",
    "cache": "cache",
    "migrations": "database",
    "http": "endpoint",
    "smtp": "endpoint",
    "storage": "storage",
    "tcp": "endpoint",
    "dns": "endpoint",
    "sql": "query",
}
"""The components that have targets, and the label that names one."""

STATUS = Family(
    "django_health_check_status",
    "1 when the component works (ok or warning), 0 on error; absent when all of it is skipped.",
    ("check",),
)
STATE = Family(
    "django_health_check_state", "1 for the state the component is in, else 0.", ("check", "state")
)
DURATION = Family(
    "django_health_check_duration_seconds",
    "Seconds that the slowest part of the component took to answer.",
    ("check",),
)
AGE = Family(
    "django_health_check_age_seconds",
    "Age of the oldest result of the component; 0 when all are from this scrape.",
    ("check",),
)
LAST_SUCCESS = Family(
    "django_health_check_last_success_timestamp_seconds",
    "Unix time at which all parts of the component had last worked; absent before the first time.",
    ("check",),
)
ERROR = Family(
    "django_health_check_error",
    "1 for each reason for which a part of the component is not well, else 0.",
    ("check", "reason"),
)
THRESHOLD = Family(
    "django_health_threshold_ratio",
    "Usage at which a resource warns or is critical, as configured.",
    ("resource", "level"),
)
SERVER_UP = Family(
    "django_health_cache_server_up",
    "1 when this server of the cache answers as it should, else 0.",
    ("cache", "server"),
)


_ONE_TARGET = {"database": "database", "cache": "cache"}
"""What a target of a component is, where it is not one of several kinds of its label."""


def _target_families(component: str) -> tuple[Family, Family, Family]:
    label, prefix = TARGET_LABELS[component], f"django_health_{component}"
    what = _ONE_TARGET.get(component, f"{label} of the component {component}")
    return (
        Family(
            f"{prefix}_up",
            f"1 when the {what} answers as it should, else 0; absent when it is skipped.",
            (label,),
        ),
        Family(
            f"{prefix}_error",
            f"1 for each reason for which the {what} is not well; absent when it is well.",
            (label, "reason"),
        ),
        Family(
            f"{prefix}_last_success_timestamp_seconds",
            f"Unix time at which the {what} last worked; absent before the first time.",
            (label,),
        ),
    )


TARGET_FAMILIES = {component: _target_families(component) for component in TARGET_LABELS}


CHECK_FAMILIES = (STATUS, STATE, DURATION, AGE, LAST_SUCCESS, ERROR)
"""What is told of every component, by the label ``check``."""


def health_families(report: Report, settings: HealthSettings) -> list[Metric]:
    """Return a report and the configured thresholds as fresh metric families."""
    checks = (
        measurement
        for name, summary in report.components.items()
        for measurement in _check_measurements(report, name, summary)
    )
    return _families(chain(checks, _component_measurements(report, settings)))


def component_families(report: Report, settings: HealthSettings) -> list[Metric]:
    """Return a report without the families that all components share."""
    return _families(_component_measurements(report, settings))


def _families(measurements: Iterable[Measurement]) -> list[Metric]:
    families: dict[Family, Metric] = {}
    for family, value, labels in measurements:
        metric = families.get(family)
        if metric is None:
            metric = families[family] = _metric(family)
        metric.samples.append(
            Sample(family.name, dict(zip(family.labels, labels, strict=True)), value)
        )
    return list(families.values())


def _metric(family: Family) -> Metric:
    """An empty family; prometheus_client wants a counter's name without its suffix."""
    name = family.name.removesuffix("_total") if family.kind is Kind.COUNTER else family.name
    return Metric(name, family.help, family.kind.value)


def _component_measurements(report: Report, settings: HealthSettings) -> Iterator[Measurement]:
    for component in TARGET_FAMILIES:
        for alias, summary in report.targets(component).items():
            yield from _target_measurements(component, alias, summary)
    yield from Summary(report.results).measurements()
    if "system" in report.components:
        yield from _threshold_measurements(settings)


def _check_measurements(report: Report, name: str, summary: Summary) -> Iterator[Measurement]:
    if summary.status is not Status.SKIPPED:
        yield STATUS(summary.status.works, name)
    for state in Status:
        yield STATE(summary.status is state, name, state)
    yield DURATION(summary.duration, name)
    yield AGE(max(report.age(result) for result in summary.results), name)
    if summary.last_success is not None:
        yield LAST_SUCCESS(summary.last_success, name)
    reasons = summary.reasons
    for reason in Reason:
        yield ERROR(reason in reasons, name, reason)


def _misconfigured() -> Iterator[Measurement]:
    """What is told where the settings are such that nothing can be asked."""
    name = "configuration"
    yield STATUS(False, name)
    for state in Status:
        yield STATE(state is Status.ERROR, name, state)
    for reason in Reason:
        yield ERROR(reason is Reason.MISCONFIGURED, name, reason)


def _target_measurements(component: str, alias: str, summary: Summary) -> Iterator[Measurement]:
    up, error, last_success = TARGET_FAMILIES[component]
    if summary.status is not Status.SKIPPED:
        yield up(summary.status.works, alias)
    for reason in summary.reasons:
        yield error(1, alias, reason)
    if summary.last_success is not None:
        yield last_success(summary.last_success, alias)
    if component == "cache":
        for result in summary.results:
            if result.part and result.status is not Status.SKIPPED:
                yield SERVER_UP(result.status.works, alias, result.part)


def _threshold_measurements(settings: HealthSettings) -> Iterator[Measurement]:
    for resource in settings.thresholds.__struct_fields__:
        threshold = getattr(settings.thresholds, resource)
        yield THRESHOLD(threshold.warning / 100, resource, "warning")
        yield THRESHOLD(threshold.critical / 100, resource, "critical")


class HealthMetricsCollector:
    """A ``prometheus_client`` collector that asks the checks on each scrape, and only then.

    It never raises for what a check does. Registering it asks nothing: it describes itself by the
    families that are always the same, so that a registry refuses a second one.

    Args:
        engine: What to ask; by default the Django application of this process, which is made at the
            first scrape. Where its settings cannot be used, the status of ``configuration`` is 0
            and the log says why: the other collectors of the registry are not to suffer for it.
        settings: The thresholds to export, beside the host that they are for.
        names: The components to ask; all of the engine's where it is ``None``.
        deadline: Seconds after which what has not answered is reported as timed out; the
            application has a deadline of its own.

    Raises:
        UnknownCheckError: A name is none of the engine's.
    """

    component: ClassVar[str | None] = None
    """The one component that it tells, ``None`` for all of them.

    Where it is set, the families that all components share are left out: so the collectors of
    several components can stand in one registry. Where there is no such component it tells nothing.
    """

    described: ClassVar[tuple[Family, ...]] = (
        *CHECK_FAMILIES,
        *chain.from_iterable(TARGET_FAMILIES.values()),
        THRESHOLD,
    )
    """The families by which a registry knows it."""

    def __init__(
        self,
        engine: Engine | None = None,
        settings: HealthSettings | None = None,
        *,
        names: Collection[str] | None = None,
        deadline: float = 9.5,
    ) -> None:
        if engine is not None:
            engine.expect(names or ())
        self._engine = engine
        self._settings = settings
        self._names = names
        self._deadline = deadline
        self._complaint = ""

    def describe(self) -> Iterable[Metric]:
        """Return the families that do not depend on what there is to ask, without samples."""
        return [_metric(family) for family in self.described]

    def collect(self) -> Iterable[Metric]:
        """Ask the checks and return their answers as fresh families."""
        try:
            report, settings = self._asked()
        except HealthCheckError as error:
            self._complain(str(error))
            return [] if self.component else _families(_misconfigured())
        self._complaint = ""
        families = component_families if self.component else health_families
        return families(report, settings)

    def _asked(self) -> tuple[Report, HealthSettings]:
        if self._engine is not None:
            names = self._names_in(self._engine)
            report = self._engine.run(names, deadline=self._deadline)
            return report, self._settings or HealthSettings()
        # By its name, as it brings Django, which the daemon may not have.
        application = import_module("django_health.application").application()
        report = application.report(self._names_in(application.engine))
        return report, self._settings or application.settings

    def _names_in(self, engine: Engine) -> Collection[str] | None:
        if self.component is None:
            return self._names
        return [name for name in engine.names if name == self.component]

    def _complain(self, text: str) -> None:
        """Log what is wrong, once for as long as it is."""
        if text != self._complaint:
            logger.error("the health cannot be told: %s", text)
        self._complaint = text


class DatabaseMetricsCollector(HealthMetricsCollector):
    """The databases alone; their families start with ``django_health_database_``."""

    component = "database"
    described = TARGET_FAMILIES["database"]


class CacheMetricsCollector(HealthMetricsCollector):
    """The caches alone; their families start with ``django_health_cache_``."""

    component = "cache"
    described = TARGET_FAMILIES["cache"]


class SystemMetricsCollector(HealthMetricsCollector):
    """The host and the container alone, and the thresholds that they are held against."""

    component = "system"
    described = (THRESHOLD,)
