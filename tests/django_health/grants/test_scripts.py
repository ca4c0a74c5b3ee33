"""A script for each target, by what answers there."""

from __future__ import annotations

from django_health.grants.script import Account
from django_health.grants.scripts import Product, products_of, scripts, target_label
from django_health.settings import HealthSettings
from django_health.targets import MySQLTarget, PostgreSQLTarget, RedisTarget, SkippedTarget
from sample_checks import report_of, result_of

TARGETS = (
    PostgreSQLTarget("default", "pg", name="shop", options={"assume_role": "reader"}),
    MySQLTarget("old", "mysql", name="old"),
    MySQLTarget("maria", "mysql", name="maria"),
    RedisTarget("default", "redis", server="h:6379", key="k:1:django-health-exporter"),
    SkippedTarget("local", "locmem", "why"),
)
PRODUCTS = {
    "database/maria": Product("mariadb", "10.11.6"),
    "cache/default/h:6379": Product("valkey", "8.0"),
}


def test_one_for_each_that_has_privileges() -> None:
    """In the words of what answers, and for the newest where nothing does."""
    found = list(scripts(TARGETS, [], HealthSettings(), PRODUCTS, Account()))
    assert [script.server for script in found] == [
        "PostgreSQL",
        "MySQL",
        "MariaDB 10.11.6",
        "Valkey 8.0",
    ]
    assert 'TO "reader"' in str(found[0].statements)


def test_only_what_somebody_asks_for() -> None:
    """By the label."""
    found = scripts(
        TARGETS, [], HealthSettings(), {}, Account(), wanted=lambda label: label == "database/old"
    )
    assert [script.target for script in found] == ["database/old"]


def test_labels_are_those_of_the_checks() -> None:
    """A server of a cache has its own."""
    assert [target_label(target) for target in TARGETS[-2:]] == [
        "cache/default/h:6379",
        "cache/local",
    ]


def test_products() -> None:
    """What answered, where it told its version."""
    report = report_of(
        result_of("database", "a", details={"engine": "postgresql", "version": "15.4"}),
        result_of("cache", "b", "h:1", details={"backend": "redis", "version": "7.0"}),
        result_of("cache", "c"),
        result_of("system", "", "cpu", details={"version": 5}),
    )
    assert products_of(report) == {
        "database/a": Product("postgresql", "15.4"),
        "cache/b/h:1": Product("redis", "7.0"),
    }
