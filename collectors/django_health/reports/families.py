"""A report as Prometheus metric families."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from prometheus_client.metrics_core import Metric
from prometheus_client.samples import Sample

from django_health.result import Family, Kind, Measurement, Reason, Report, Status, Summary
from django_health.settings import HealthSettings

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


def health_measurements(report: Report, settings: HealthSettings) -> list[Measurement]:
    """Return a report and the configured thresholds as measurements, mixed by family."""
    found: list[Measurement] = []
    for name, summary in report.components.items():
        found += _check_measurements(report, name, summary)
    found += _component_measurements(report, settings)
    return found


def health_families(report: Report, settings: HealthSettings) -> list[Metric]:
    """Return a report and the configured thresholds as fresh metric families."""
    return families_of(health_measurements(report, settings))


def component_families(report: Report, settings: HealthSettings) -> list[Metric]:
    """Return a report without the families that all components share."""
    return families_of(_component_measurements(report, settings))


def misconfigured_families() -> list[Metric]:
    """Return what is told where the settings are such that nothing can be asked."""
    return families_of(_misconfigured())


def families_of(measurements: Iterable[Measurement]) -> list[Metric]:
    """Return measurements by their families, in the order in which these come."""
    return [_filled(family, group) for family, group in grouped(measurements).items()]


def grouped(measurements: Iterable[Measurement]) -> dict[Family, list[Measurement]]:
    """Return measurements by their families, both in the order in which they come."""
    groups: dict[Family, list[Measurement]] = {}
    for measurement in measurements:
        group = groups.get(measurement.family)
        if group is None:
            group = groups[measurement.family] = []
        group.append(measurement)
    return groups


def _filled(family: Family, group: Iterable[Measurement]) -> Metric:
    metric = empty_family(family)
    metric.samples = [
        Sample(family.name, dict(zip(family.labels, labels, strict=True)), value)
        for _, value, labels in group
    ]
    return metric


def empty_family(family: Family) -> Metric:
    """Return a family without samples."""
    # prometheus_client wants a counter's name without its suffix.
    name = family.name.removesuffix("_total") if family.kind is Kind.COUNTER else family.name
    return Metric(name, family.help, family.kind.value)


def _component_measurements(report: Report, settings: HealthSettings) -> list[Measurement]:
    found: list[Measurement] = []
    for component in TARGET_FAMILIES:
        for alias, summary in report.targets(component).items():
            found += _target_measurements(component, alias, summary)
    for result in report.results:
        found += result.outcome.measurements
    if "system" in report.components:
        found += _threshold_measurements(settings)
    return found


def _check_measurements(report: Report, name: str, summary: Summary) -> Iterator[Measurement]:
    status = summary.status
    if status is not Status.SKIPPED:
        yield STATUS(status.works, name)
    yield from _states(name, status)
    yield DURATION(summary.duration, name)
    yield AGE(max(map(report.age, summary.results)), name)
    last_success = summary.last_success
    if last_success is not None:
        yield LAST_SUCCESS(last_success, name)
    yield from _errors(name, summary.reasons)


@lru_cache(maxsize=1024)
def _states(name: str, status: Status) -> tuple[Measurement, ...]:
    return tuple(STATE(status is state, name, state) for state in Status)


@lru_cache(maxsize=1024)
def _errors(name: str, reasons: tuple[Reason, ...]) -> tuple[Measurement, ...]:
    return tuple(ERROR(reason in reasons, name, reason) for reason in Reason)


def _misconfigured() -> Iterator[Measurement]:
    name = "configuration"
    yield STATUS(False, name)
    yield from _states(name, Status.ERROR)
    yield from _errors(name, (Reason.MISCONFIGURED,))


def _target_measurements(component: str, alias: str, summary: Summary) -> Iterator[Measurement]:
    up, error, last_success = TARGET_FAMILIES[component]
    status = summary.status
    if status is not Status.SKIPPED:
        yield up(status.works, alias)
    for reason in summary.reasons:
        yield error(1, alias, reason)
    worked = summary.last_success
    if worked is not None:
        yield last_success(worked, alias)
    if component == "cache":
        for result in summary.results:
            if result.part and result.status is not Status.SKIPPED:
                yield SERVER_UP(result.status.works, alias, result.part)


def _threshold_measurements(settings: HealthSettings) -> Iterator[Measurement]:
    for resource in settings.thresholds.__struct_fields__:
        threshold = getattr(settings.thresholds, resource)
        yield THRESHOLD(threshold.warning / 100, resource, "warning")
        yield THRESHOLD(threshold.critical / 100, resource, "critical")
