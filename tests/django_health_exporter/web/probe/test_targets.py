"""The names under which things can be probed."""

from __future__ import annotations

from django_health.caches.skipped import SkippedCheck
from django_health.check import BaseHealthCheck
from django_health.engine import Engine
from django_health.targets import SkippedTarget
from django_health_exporter.web.probe.targets import KnownTargets, ProbeTarget, probe_targets
from running_web import FakeCheck


class _Server(FakeCheck):
    """A check of one of several servers, or of one of several aspects."""

    def __init__(self, name: str, target: str, part: str) -> None:
        super().__init__(name, target)
        self.part = part


def test_the_component_is_in_the_name() -> None:
    """A database and a cache of one alias are two targets; what has no alias is its component."""
    checks = [FakeCheck("database"), FakeCheck("cache"), FakeCheck("celery", "")]
    assert list(probe_targets(checks)) == ["database/default", "cache/default", "celery"]


def test_migrations_are_those_of_their_database() -> None:
    """They are a kind of check of the database, wherever they stand and also without its own."""
    checks = [
        FakeCheck("database", "a"),
        FakeCheck("migrations", "b"),
        FakeCheck("cache", "a"),
        FakeCheck("migrations", "a"),
    ]
    assert probe_targets(checks) == {
        "database/a": ProbeTarget("database", "a", ("database", "migrations")),
        "database/b": ProbeTarget("database", "b", ("migrations",)),
        "cache/a": ProbeTarget("cache", "a", ("cache",)),
    }


def test_parts_are_one_target() -> None:
    """The servers of a cache, and the aspects of the host, are probed together."""
    checks: list[BaseHealthCheck] = [
        _Server("cache", "default", "a:6379"),
        _Server("cache", "default", "b:6379"),
        _Server("system", "", "cpu"),
        _Server("system", "", "disk"),
    ]
    assert list(probe_targets(checks)) == ["cache/default", "system"]


def test_what_cannot_be_asked_is_no_target() -> None:
    """A cache in the application's own memory can never be up."""
    skipped = SkippedCheck(SkippedTarget("local", "locmem", "it is in memory"), 1)
    assert list(probe_targets([skipped, FakeCheck("cache")])) == ["cache/default"]


def test_they_are_looked_for_once() -> None:
    """A probe among thousands does not look at all of them; a check that is added is seen."""
    engine = Engine([FakeCheck("database")])
    known = KnownTargets(engine)
    first = known.now()
    assert known.now() is first
    engine.add(FakeCheck("cache"))
    assert list(known.now()) == ["database/default", "cache/default"]
