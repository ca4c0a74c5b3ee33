"""Which tables the checks that are on want to read or write."""

from __future__ import annotations

from django_health.grants.needs import BEAT_TABLES, CACHE, READ, Needs, needs_of
from django_health.settings import HealthSettings, settings_from
from django_health.targets import DatabaseCacheTarget
from sample_checks import Sample

TABLE = DatabaseCacheTarget("sessions", "db", table="cached", database="default", key="k")


def test_nothing_without_a_project() -> None:
    """A server that is known by its URL alone is asked for its own figures."""
    assert needs_of("default", [], [], HealthSettings()) == Needs()


def test_migrations_of_each_database() -> None:
    """Each alias has a check of its own."""
    checks = [Sample("migrations", "default"), Sample("migrations", "other")]
    assert needs_of("other", checks, [], HealthSettings()).tables == {"django_migrations": READ}
    assert needs_of("third", checks, [], HealthSettings()).tables == {}


def test_tables_of_beat() -> None:
    """They are read where its check runs."""
    checks = [Sample("celery", "", "beat")]
    assert set(needs_of("default", checks, [], HealthSettings()).tables) == set(BEAT_TABLES)


def test_a_cache_in_a_table_is_written() -> None:
    """Unless caches are switched off."""
    assert needs_of("default", [], [TABLE], HealthSettings()).tables == {"cached": CACHE}
    assert needs_of("other", [], [TABLE], HealthSettings()).tables == {}
    off = settings_from({"checks": {"cache": False}}, "here")
    assert needs_of("default", [], [TABLE], off).tables == {}


def test_queries_of_the_project_are_named() -> None:
    """What they read only their owner knows."""
    sql = {"orders": {"query": "SELECT 1 AS a"}, "b": {"query": "SELECT 1", "database": "other"}}
    assert needs_of("default", [], [], settings_from({"sql": sql}, "here")).queries == ("orders",)
