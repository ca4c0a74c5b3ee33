"""Every family there is passes the linter of Prometheus and its parsers."""

from __future__ import annotations

import pkgutil
import subprocess
from collections.abc import Iterator
from importlib import import_module

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics import exposition as openmetrics
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as openmetrics_families,
)
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

import django_health
from django_health.reports.families import health_families
from django_health.result import CheckResult, Family, Kind, Reason, Status
from django_health.settings import HealthSettings
from live_servers.programs import find_program
from sample_checks import report_of, result_of

HEAD_FAMILIES = {
    "django_health_cache_error",
    "django_health_cache_last_success_timestamp_seconds",
    "django_health_cache_server_up",
    "django_health_cache_up",
    "django_health_check_age_seconds",
    "django_health_check_duration_seconds",
    "django_health_check_error",
    "django_health_check_last_success_timestamp_seconds",
    "django_health_check_state",
    "django_health_check_status",
    "django_health_database_error",
    "django_health_database_last_success_timestamp_seconds",
    "django_health_database_up",
    "django_health_threshold_ratio",
}
"""What is told of every component and target, whatever it is."""

SCRAPERS_LABELS = {"job", "instance", "env", "service", "cluster", "region"}
AWKWARD = 'a "b"\\c\nd'
"""A label value with everything that has to be escaped."""


class _Page(Collector):
    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> list[Metric]:
        return self._families


def _declared() -> list[Family]:
    """The families that any module of the library declares, in lists and mappings too."""
    found: dict[Family, None] = {}
    for module in pkgutil.walk_packages(django_health.__path__, "django_health."):
        for value in vars(import_module(module.name)).values():
            found |= dict.fromkeys(_families_in(value))
    return list(found)


def _families_in(value: object) -> Iterator[Family]:
    match value:
        case _ if not type(value).__module__.startswith(("builtins", "django_health")):
            return  # a proxy of Django's would load its settings if it were looked at
        case Family():
            yield value
        case dict():
            yield from _families_in(list(value.values()))
        case list() | tuple():
            for entry in value:
                yield from _families_in(entry)


def _rich_results() -> list[CheckResult]:
    """Results in every state that together hold a sample of each family that is declared."""
    heads = {family.name for family in _declared()} & HEAD_FAMILIES
    assert heads == HEAD_FAMILIES
    measurements = tuple(
        family(number, *(AWKWARD for _ in family.labels))
        for number, family in enumerate(_declared())
        if family.name not in HEAD_FAMILIES
    )
    return [
        result_of("database", "default", measurements=measurements, last_success=1.7e9),
        result_of("database", AWKWARD, status=Status.ERROR, reason=Reason.AUTH),
        result_of("cache", "default", "a:1", last_success=1.7e9),
        result_of("cache", "full", status=Status.WARNING, reason=Reason.THRESHOLD),
        result_of("cache", "local", status=Status.SKIPPED),
        result_of("system", "", "cpu", age=30.0, last_success=1.7e9),
    ]


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Page(health_families(report_of(*_rich_results()), HealthSettings())))
    return registry


def test_linter_of_prometheus_finds_nothing() -> None:
    """``promtool check metrics`` is silent: names, units, types and HELP are as they should be."""
    promtool = find_program("prometheus", "promtool")
    page = generate_latest(_registry())
    run = subprocess.run(
        [promtool, "check", "metrics"], input=page, capture_output=True, check=False, timeout=60
    )
    assert (run.returncode, run.stdout.decode(), run.stderr.decode()) == (0, "", "")


def test_text_page_is_read_back_with_every_family() -> None:
    """Nothing that is declared is lost, and label values survive."""
    families = {
        family.name: family
        for family in text_string_to_metric_families(generate_latest(_registry()).decode())
    }
    names = {family.name.removesuffix("_total") for family in _declared()}
    assert set(families) == names
    assert AWKWARD in {
        sample.labels["database"] for sample in families["django_health_database_up"].samples
    }


def test_openmetrics_page_is_read_back_with_every_family() -> None:
    """The stricter parser accepts the page too."""
    page = openmetrics.generate_latest(_registry()).decode()  # type: ignore[no-untyped-call]
    names = {family.name for family in openmetrics_families(page)}  # type: ignore[no-untyped-call]
    assert names == {family.name.removesuffix("_total") for family in _declared()}


def test_names_are_declared_once() -> None:
    """Two families of one name would be two HELP lines on one page."""
    names = [family.name for family in _declared()]
    assert sorted(names) == sorted(set(names))


def test_names_and_labels_keep_to_the_conventions() -> None:
    """The prefix, ``_total`` on counters alone, and no label that the scraper adds."""
    for family in _declared():
        assert family.name.startswith("django_health_")
        assert family.name.endswith("_total") is (family.kind is Kind.COUNTER)
        assert not SCRAPERS_LABELS & set(family.labels)
        assert family.help.endswith(".")
