"""Checks that are registered late."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from django_health.custom.registration import (
    clear_health_checks,
    register_health_check,
    unregister_health_check,
)
from django_health.settings import HealthSettings
from django_health_exporter.reloading.attempt import THREAD
from django_health_exporter.reloading.late_checks import LateChecks
from sample_checks import Sample, engine_of


@pytest.fixture(autouse=True)
def _nothing_registered() -> Iterator[None]:
    yield
    clear_health_checks()


def test_they_are_taken_up_whenever_they_are_registered() -> None:
    """Before the daemon listens, which is after the configuration was read, and while it runs."""
    known = Sample("known")
    for check in (known, Sample("between"), Sample("off")):
        register_health_check(check)
    health = HealthSettings(checks={"off": False}, critical={"late": False})
    with engine_of(known) as engine:
        late = LateChecks(engine, health)
        assert list(engine.names) == ["known", "between"]
        register_health_check(Sample("late"))
        assert list(engine.names) == ["known", "between", "late"]
        assert not engine.run(["late"], deadline=20.0).results[0].critical
        late.end()
        register_health_check(Sample("later"))
        assert "later" not in engine.names


def test_another_engine_takes_over() -> None:
    """It gets those that came before, as far as they are on now, and those that come."""
    with engine_of() as old, engine_of() as new:
        late = LateChecks(old, HealthSettings(checks={"off": False}))
        register_health_check(Sample("first"))
        register_health_check(Sample("off"))
        late.follow(new, HealthSettings())
        register_health_check(Sample("second"))
        assert (list(old.names), list(new.names)) == (["first"], ["first", "off", "second"])
        late.end()


def test_held() -> None:
    """What comes meanwhile is taken up in the end, if it is still registered then."""
    with engine_of() as engine:
        late = LateChecks(engine, HealthSettings())
        with late.held():
            register_health_check(Sample("stays"))
            register_health_check(Sample("goes"))
            assert list(engine.names) == []
            unregister_health_check("goes")
        assert list(engine.names) == ["stays"]
        late.end()


def test_registered_by_a_configuration() -> None:
    """What reading one registers is asked once one is in force, not when that one is refused."""

    def read(name: str) -> None:
        reading = threading.Thread(
            target=register_health_check, args=(Sample(name),), name=THREAD, daemon=True
        )
        reading.start()
        reading.join(20.0)

    with engine_of() as engine, engine_of() as new:
        late = LateChecks(engine, HealthSettings())
        with late.held():
            read("refused")
        read("abandoned")
        register_health_check(Sample("other"))
        assert list(engine.names) == ["other"]
        late.follow(new, HealthSettings())
        assert list(new.names) == ["refused", "abandoned", "other"]
        late.end()
