"""The daemon's own metrics; its life is told in tests/end_to_end/test_life.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from django_health.check import BaseHealthCheck
from django_health.custom.registration import (
    clear_health_checks,
    register_health_check,
    registered_checks,
)
from django_health.settings import HealthSettings
from django_health.version import __version__
from django_health_exporter.configuration.config import Config
from django_health_exporter.daemon import _take_up_later, self_registry
from django_health_exporter.web.config import WebConfig
from sample_checks import Sample, engine_of


@pytest.fixture
def _nothing_registered() -> Iterator[None]:
    yield
    clear_health_checks()


def _config(**health: dict[str, bool]) -> Config:
    settings = HealthSettings(**health)  # type: ignore[arg-type]
    return Config(settings, WebConfig(), "info", "logfmt", (), (), "nowhere")


def test_self_registry() -> None:
    """The build's version and the figures of the process and of its Python are there."""
    registry = self_registry()
    names = {family.name for family in registry.collect()}
    own = {"django_health_exporter_build", "process_resident_memory_bytes", "python_info"}
    assert {*own, "python_gc_collections"} <= names
    (build,) = [f for f in registry.collect() if f.name == "django_health_exporter_build"]
    assert build.samples[0].labels["version"] == __version__


@pytest.mark.usefixtures("_nothing_registered")
def test_checks_are_taken_up_whenever_they_are_registered() -> None:
    """Before the daemon listens, which is after the configuration was read, and while it runs."""
    known = Sample("known")
    for check in (known, Sample("between"), Sample("off")):
        register_health_check(check)
    config = _config(checks={"off": False}, critical={"late": False})
    with engine_of(known) as engine:
        end = _take_up_later(engine, config)
        assert list(engine.names) == ["known", "between"]
        register_health_check(Sample("late"))
        assert list(engine.names) == ["known", "between", "late"]
        assert not engine.run(["late"], deadline=20.0).results[0].critical
        end()
        register_health_check(Sample("later"))
        assert "later" not in engine.names


@pytest.mark.usefixtures("_nothing_registered")
def test_check_that_comes_both_ways_is_taken_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is registered while the daemon begins to listen."""
    late = Sample("late")

    def registered() -> tuple[BaseHealthCheck, ...]:
        register_health_check(late)
        return registered_checks()

    monkeypatch.setattr("django_health_exporter.daemon.registered_checks", registered)
    with engine_of() as engine:
        end = _take_up_later(engine, _config())
        assert [result.name for result in engine.run(deadline=20.0).results] == ["late"]
        end()
