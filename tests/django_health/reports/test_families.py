"""A report as Prometheus metric families."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from prometheus_client.metrics_core import Metric

from django_health.reports.families import health_families
from django_health.result import CheckResult, Family, Kind, Reason, Status
from django_health.settings import HealthSettings, settings_from
from sample_checks import report_of, result_of

CONNECTIONS = Family("django_health_database_connections", "Connections now.", ("database",))
COMMITS = Family("django_health_database_commits_total", "Commits.", ("database",), Kind.COUNTER)

Labels = frozenset[tuple[str, str]]


def _families(*results: CheckResult) -> list[Metric]:
    return health_families(report_of(*results), HealthSettings())


def _values(families: Iterable[Metric], name: str) -> dict[str, float]:
    """The samples of a name: the label values, joined, and what they are set to."""
    return {
        "/".join(sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
        if sample.name == name
    }


def test_status_is_one_for_what_works_and_absent_for_what_was_skipped() -> None:
    """There is no 0 that means unknown."""
    families = _families(
        result_of("a"),
        result_of("b", status=Status.WARNING),
        result_of("c", status=Status.ERROR, critical=False),
        result_of("d", status=Status.SKIPPED),
    )
    assert _values(families, "django_health_check_status") == {"a": 1, "b": 1, "c": 0}


def test_state_has_a_series_for_each_state() -> None:
    """Exactly one of them is 1."""
    families = _families(result_of("a", status=Status.WARNING))
    assert _values(families, "django_health_check_state") == {
        "a/skipped": 0,
        "a/ok": 0,
        "a/warning": 1,
        "a/error": 0,
    }


def test_error_has_a_series_for_each_reason() -> None:
    """Every reason of a part is 1, so that an alert needs no absent()."""
    families = _families(
        result_of("a", "x", status=Status.ERROR, reason=Reason.REFUSED),
        result_of("a", "y", status=Status.ERROR, reason=Reason.AUTH),
        result_of("a", "z"),
    )
    values = _values(families, "django_health_check_error")
    assert set(values) == {f"a/{reason}" for reason in Reason}
    assert {key for key, value in values.items() if value} == {"a/refused", "a/auth"}


def test_times_of_a_component() -> None:
    """The slowest part, the oldest result, and the last moment at which all parts worked."""
    families = _families(
        result_of("a", "x", duration=0.5, age=30.0, last_success=1700.0),
        result_of("a", "y", duration=0.1, last_success=1800.0),
        result_of("b"),
    )
    prefix = "django_health_check"
    assert _values(families, f"{prefix}_duration_seconds") == {"a": 0.5, "b": 0.02}
    assert _values(families, f"{prefix}_age_seconds") == {"a": 30.0, "b": 0.0}
    assert _values(families, f"{prefix}_last_success_timestamp_seconds") == {"a": 1700.0}


@pytest.mark.parametrize("component", ["database", "cache"])
def test_targets_of_a_component(component: str) -> None:
    """Each alias has its own up, reasons and last success."""
    families = _families(
        result_of(component, "default", last_success=1700.0),
        result_of(component, "warm", status=Status.WARNING, reason=Reason.THRESHOLD),
        result_of(component, "down", status=Status.ERROR, reason=Reason.DNS, last_success=1600.0),
        result_of(component, "local", status=Status.SKIPPED),
    )
    prefix = f"django_health_{component}"
    assert _values(families, f"{prefix}_up") == {"default": 1, "warm": 1, "down": 0}
    assert _values(families, f"{prefix}_error") == {"warm/threshold": 1, "down/dns": 1}
    assert _values(families, f"{prefix}_last_success_timestamp_seconds") == {
        "default": 1700,
        "down": 1600,
    }


def test_servers_of_a_cache() -> None:
    """A cache is up when all its servers are, and each server has its own series."""
    families = _families(
        result_of("cache", "default", "a:1"),
        result_of("cache", "default", "b:2", status=Status.ERROR, reason=Reason.REFUSED),
        result_of("cache", "files"),
        result_of("cache", "local", "none", status=Status.SKIPPED),
    )
    assert _values(families, "django_health_cache_up") == {"default": 0, "files": 1}
    assert _values(families, "django_health_cache_server_up") == {
        "default/a:1": 1,
        "default/b:2": 0,
    }


def test_other_components_have_no_targets() -> None:
    """The host has aspects, not aliases."""
    names = {family.name for family in _families(result_of("system", "", "cpu"))}
    assert not any("_up" in name for name in names)


def test_measurements_of_all_parts_are_one_family() -> None:
    """Samples of one name stand together under one HELP and one TYPE."""
    families = _families(
        result_of("database", "a", measurements=(CONNECTIONS(5, "a"), COMMITS(7, "a"))),
        result_of("database", "b", measurements=(CONNECTIONS(6, "b"),)),
    )
    assert [family.name for family in families if "connections" in family.name] == [
        CONNECTIONS.name
    ]
    assert _values(families, CONNECTIONS.name) == {"a": 5, "b": 6}
    (commits,) = [family for family in families if "commits" in family.name]
    assert (commits.type, commits.documentation) == ("counter", "Commits.")
    assert [sample.name for sample in commits.samples] == ["django_health_database_commits_total"]


def test_families_are_fresh() -> None:
    """A collector's caller may change what it got."""
    result = result_of("database", "a", measurements=(CONNECTIONS(5, "a"),))
    for family in _families(result):
        family.samples.clear()
    assert _values(_families(result), CONNECTIONS.name) == {"a": 5}


def test_thresholds_stand_beside_the_host_that_they_are_for() -> None:
    """As configured, as ratios, and not told where the host was not asked."""
    document = {"thresholds": {"cpu": {"warning": 50, "critical": 60}}}
    settings = settings_from(document, "file")
    name = "django_health_threshold_ratio"
    families = health_families(report_of(result_of("system", "", "cpu")), settings)
    assert _values(families, name) == {
        "cpu/warning": 0.5,
        "cpu/critical": 0.6,
        "memory/warning": 0.8,
        "memory/critical": 0.95,
        "disk/warning": 0.85,
        "disk/critical": 0.95,
    }
    assert _values(health_families(report_of(result_of("database")), settings), name) == {}


def test_nothing_asked_is_nothing_told() -> None:
    """An empty report has no families."""
    assert _families() == []
