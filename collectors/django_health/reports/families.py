"""A report as Prometheus metric families."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from prometheus_client.metrics_core import Metric
from prometheus_client.samples import Sample

from django_health.result import Family, Kind, Measurement, Reason, Report, Status, Summary
from django_health.settings import HealthSettings, Thresholds

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


_SUFFIXES = {Kind.COUNTER: "_total", Kind.INFO: "_info"}


class Same(tuple[Measurement, ...]):
    """Measurements of one family that are given again and again as the very same object.

    It is like no other: what is kept of it is found by what it is, not by what it holds.
    """

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__


def health_batches(report: Report, settings: HealthSettings) -> Iterator[Sequence[Measurement]]:
    """Yield a report and the configured thresholds as measurements, mixed by family."""
    for name, summary in report.components.items():
        status = summary.status
        yield () if status is Status.SKIPPED else (STATUS(status.works, name),)
        yield _states(name, status)
        yield _check_measurements(report, name, summary)
        yield _errors(name, summary.reasons)
    yield from _component_batches(report, settings)


def health_families(report: Report, settings: HealthSettings) -> list[Metric]:
    """Return a report and the configured thresholds as fresh metric families."""
    return families_of(chain.from_iterable(health_batches(report, settings)))


def component_families(report: Report, settings: HealthSettings) -> list[Metric]:
    """Return a report without the families that all components share."""
    return families_of(chain.from_iterable(_component_batches(report, settings)))


def misconfigured_families() -> list[Metric]:
    """Return what is told where the settings are such that nothing can be asked."""
    return families_of(_misconfigured())


def families_of(measurements: Iterable[Measurement]) -> list[Metric]:
    """Return measurements by their families, in the order in which these come."""
    families: dict[Family, Metric] = {}
    for family, value, labels in measurements:
        metric = families.get(family)
        if metric is None:
            metric = families[family] = empty_family(family)
        metric.samples.append(
            Sample(family.name, dict(zip(family.labels, labels, strict=True)), value)
        )
    return list(families.values())


def empty_family(family: Family) -> Metric:
    """Return a family without samples."""
    # prometheus_client wants the names of counters and infos without their suffix.
    name = family.name.removesuffix(_SUFFIXES.get(family.kind, ""))
    return Metric(name, family.help, family.kind.value)


def _component_batches(report: Report, settings: HealthSettings) -> Iterator[Sequence[Measurement]]:
    for component in TARGET_FAMILIES:
        if component in report.components:
            for alias, summary in report.targets(component).items():
                yield _target_measurements(component, alias, summary)
    for result in report.results:
        yield result.outcome.measurements
    if "system" in report.components:
        yield _threshold_measurements(settings.thresholds)


def _check_measurements(report: Report, name: str, summary: Summary) -> list[Measurement]:
    found = [
        DURATION(summary.duration, name),
        AGE(max(map(report.age, summary.results)), name),
    ]
    last_success = summary.last_success
    if last_success is not None:
        found.append(LAST_SUCCESS(last_success, name))
    return found


@lru_cache(maxsize=1024)
def _states(name: str, status: Status) -> Same:
    return Same(STATE(status is state, name, state) for state in Status)


@lru_cache(maxsize=1024)
def _errors(name: str, reasons: tuple[Reason, ...]) -> Same:
    return Same(ERROR(reason in reasons, name, reason) for reason in Reason)


def _misconfigured() -> Iterator[Measurement]:
    name = "configuration"
    yield STATUS(False, name)
    yield from _states(name, Status.ERROR)
    yield from _errors(name, (Reason.MISCONFIGURED,))


def _target_measurements(component: str, alias: str, summary: Summary) -> list[Measurement]:
    up, error, last_success = TARGET_FAMILIES[component]
    status = summary.status
    found = [] if status is Status.SKIPPED else [up(status.works, alias)]
    found += [error(1, alias, reason) for reason in summary.reasons]
    worked = summary.last_success
    if worked is not None:
        found.append(last_success(worked, alias))
    if component == "cache":
        found += [
            SERVER_UP(result.status.works, alias, result.part)
            for result in summary.results
            if result.part and result.status is not Status.SKIPPED
        ]
    return found


@lru_cache(maxsize=4)
def _threshold_measurements(thresholds: Thresholds) -> Same:
    found: list[Measurement] = []
    for resource in thresholds.__struct_fields__:
        threshold = getattr(thresholds, resource)
        found.append(THRESHOLD(threshold.warning / 100, resource, "warning"))
        found.append(THRESHOLD(threshold.critical / 100, resource, "critical"))
    return Same(found)
