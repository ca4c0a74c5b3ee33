"""Collectors ask the checks on each scrape, and only then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from django.test import override_settings
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from django_health.engine import Engine, UnknownCheckError
from django_health.metrics import (
    CacheMetricsCollector,
    DatabaseMetricsCollector,
    HealthMetricsCollector,
    SystemMetricsCollector,
)
from sample_checks import Hangs, Sample, engine_of

CANARY = "canary-hunter2"


def _raise() -> NoReturn:
    raise RuntimeError(CANARY)


@pytest.fixture
def checks() -> list[Sample]:
    """A check per component."""
    return [Sample("database", "default"), Sample("cache", "default", "a:1"), Sample("system")]


@pytest.fixture
def engine(checks: list[Sample]) -> Iterator[Engine]:
    """An engine of the three components."""
    with engine_of(*checks) as made:
        yield made


def _scraped(collector: HealthMetricsCollector) -> dict[str, dict[str, float]]:
    """The page of a registry with this collector alone: name, label values, value."""
    registry = CollectorRegistry(auto_describe=True)
    registry.register(collector)
    page: dict[str, dict[str, float]] = {}
    for family in text_string_to_metric_families(generate_latest(registry).decode()):
        for sample in family.samples:
            page.setdefault(sample.name, {})["/".join(sample.labels.values())] = sample.value
    return page


def test_registering_and_describing_ask_nothing(engine: Engine, checks: list[Sample]) -> None:
    """A registry gets names to know the collector by, no samples, and no check is run."""
    collector = HealthMetricsCollector(engine)
    CollectorRegistry(auto_describe=True).register(collector)
    described = list(collector.describe())
    assert "django_health_check_status" in {family.name for family in described}
    assert [family.samples for family in described if family.samples] == []
    assert [check.runs for check in checks] == [0, 0, 0]


COMPONENTS = (DatabaseMetricsCollector, CacheMetricsCollector, SystemMetricsCollector)


def test_collectors_of_components_stand_in_one_registry(engine: Engine) -> None:
    """Together they tell each family once."""
    registry = CollectorRegistry()
    for collector in COMPONENTS:
        registry.register(collector(engine))
    told = re.findall(r"^# HELP (\S+)", generate_latest(registry).decode(), re.MULTILINE)
    assert {"django_health_database_up", "django_health_cache_up"} <= set(told)
    assert len(told) == len(set(told))


@pytest.mark.parametrize("collector", COMPONENTS)
def test_a_registry_refuses_to_be_told_twice(
    engine: Engine, collector: type[HealthMetricsCollector]
) -> None:
    """All components beside one of them would tell the same families twice."""
    registry = CollectorRegistry()
    registry.register(HealthMetricsCollector(engine))
    with pytest.raises(ValueError, match="Duplicated timeseries"):
        registry.register(collector(engine))


def test_each_scrape_asks_once(engine: Engine, checks: list[Sample]) -> None:
    """Nothing is asked between scrapes, and nothing is kept."""
    collector = HealthMetricsCollector(engine)
    for _ in range(3):
        _scraped(collector)
    assert [check.runs for check in checks] == [3, 3, 3]


@pytest.mark.parametrize(
    ("collector", "component", "told"),
    [
        (DatabaseMetricsCollector, "database", "django_health_database_up"),
        (CacheMetricsCollector, "cache", "django_health_cache_up"),
        (SystemMetricsCollector, "system", "django_health_threshold_ratio"),
    ],
)
def test_collector_of_a_component_asks_it_alone(
    collector: type[HealthMetricsCollector],
    component: str,
    told: str,
    engine: Engine,
    checks: list[Sample],
) -> None:
    """The other components are neither asked nor told of, nor is what all components share."""
    page = _scraped(collector(engine))
    assert told in page
    assert "django_health_check_status" not in page
    assert {name.split("_")[2] for name in page} <= {component, "threshold", "sample"}
    assert [check.name for check in checks if check.runs] == [component]


@pytest.mark.parametrize("collector", COMPONENTS)
def test_collector_of_a_component_that_is_not_there_tells_nothing(
    collector: type[HealthMetricsCollector],
) -> None:
    """A project without caches, or a component switched off, is no error of the scrape."""
    other = Sample("other")
    with engine_of(other) as engine:
        assert _scraped(collector(engine)) == {}
        assert other.runs == 0


def test_names_choose_the_components(engine: Engine, checks: list[Sample]) -> None:
    """What is named is asked; a wrong name is told when the collector is made."""
    page = _scraped(HealthMetricsCollector(engine, names=["cache", "system"]))
    assert set(page["django_health_check_status"]) == {"cache", "system"}
    assert checks[0].runs == 0
    with pytest.raises(UnknownCheckError, match="unknown check mail"):
        HealthMetricsCollector(engine, names=["mail"])


LIGHT = {"CHECKS": {"migrations": False, "celery": False, "configuration": False}}


def test_application_of_the_process_is_asked_without_an_engine(django_project: Path) -> None:
    """All of it or one component, with the thresholds of its settings; nothing at registration."""
    assert django_project.is_dir()
    registry = CollectorRegistry(auto_describe=True)
    with override_settings(HEALTH_CHECK=[]):
        registry.register(HealthMetricsCollector())
    own = {**LIGHT, "THRESHOLDS": {"cpu": {"warning": 33}}}
    with override_settings(HEALTH_CHECK=own):
        page = generate_latest(registry).decode()
        assert 'django_health_check_status{check="database"} 1.0\n' in page
        assert 'django_health_threshold_ratio{level="warning",resource="cpu"} 0.33\n' in page
        page = generate_latest(registry).decode()
        assert 'django_health_check_status{check="cache"} 1.0\n' in page
        assert set(_scraped(CacheMetricsCollector())["django_health_cache_up"]) == {"default"}


def test_settings_that_cannot_be_used_are_told_and_spoil_no_other_page(
    django_project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says why, once; a collector of one component has nothing to tell."""
    assert django_project.is_dir()
    collector = HealthMetricsCollector()
    with override_settings(HEALTH_CHECK={"THRESHOLD": {}}):
        for _ in range(2):
            page = _scraped(collector)
            assert page["django_health_check_status"] == {"configuration": 0}
            assert page["django_health_check_error"]["configuration/misconfigured"] == 1
            assert sum(page["django_health_check_error"].values()) == 1
            assert page["django_health_check_state"]["configuration/error"] == 1
        assert _scraped(DatabaseMetricsCollector()) == {}
    of_collector, of_component = caplog.messages
    assert of_collector == of_component
    assert "unknown key 'threshold', did you mean 'thresholds'?" in of_collector


def test_unknown_names_are_told_at_the_scrape(django_project: Path) -> None:
    """There is no engine to compare them with before."""
    assert django_project.is_dir()
    with override_settings(HEALTH_CHECK=LIGHT):
        page = _scraped(HealthMetricsCollector(names=["mail"]))
    assert page["django_health_check_status"] == {"configuration": 0}


def test_scrape_never_fails_for_what_a_check_does() -> None:
    """Raising and hanging checks are told, the healthy ones as usual, and no text leaks."""
    checks = [
        Sample("database", "bad", answer=_raise),
        Hangs("database", target="hung"),
        Sample("database", "good"),
    ]
    with engine_of(*checks) as engine:
        page = _scraped(HealthMetricsCollector(engine, deadline=0.2))
    assert page["django_health_database_up"] == {"bad": 0, "hung": 0, "good": 1}
    assert page["django_health_database_error"] == {"bad/internal": 1, "hung/timeout": 1}
    assert CANARY not in repr(page)
