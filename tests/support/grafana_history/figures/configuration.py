"""What is told of migrations and of the settings."""

from __future__ import annotations

from collections.abc import Iterator

from grafana_history.ground import Ground, Series
from grafana_history.shapes import either, steady

_APPS = {"auth": 12, "contenttypes": 2, "orders": 31, "shop": 17}


def figures(ground: Ground) -> Iterator[Series]:
    """Return their series."""
    yield from _migrations(ground)
    yield from _settings(ground)


def _migrations(ground: Ground) -> Iterator[Series]:
    waiting = ground.when("migrations", "default", "threshold")
    newer = ground.when("migrations", "default", "rolled_back")
    torn = ground.when("migrations", "default", "conflict")
    prefix = "django_health_migrations_"
    for app, applied in _APPS.items():
        labels = {"database": "default", "app": app}
        left = {"orders": 3, "shop": 1}.get(app, 0)
        yield Series(
            f"{prefix}applied", labels, either(steady(applied), steady(applied - left), waiting)
        )
        yield Series(f"{prefix}unapplied", labels, either(steady(0), steady(left), waiting))
        unknown = either(steady(0), steady(1 if left else 0), newer)
        yield Series(f"{prefix}unknown", labels, unknown)
    for name in ("conflicts", "inconsistent"):
        found = either(steady(0), steady(1), torn)
        yield Series(prefix + name, {"database": "default"}, found)


def _settings(ground: Ground) -> Iterator[Series]:
    prefix = "django_health_configuration_"
    careless = ground.when("configuration", "settings", "misconfigured")
    wrong = ground.of("configuration", "system_checks")
    for level in ("debug", "info", "warning", "error", "critical"):
        issues = either(steady(0), steady(5 if level == "warning" else 0), careless)
        found = either(issues, steady(2 if level == "error" else 0), wrong)
        yield Series(f"{prefix}issues", {"level": level}, found)
    silenced = ground.when("configuration", "settings", "silenced")
    yield Series(f"{prefix}silenced_issues", {}, either(steady(2), steady(6), silenced))
    weak = ("debug", "weak_secret_key")
    for finding in (*weak, "weak_secret_key_fallbacks", "no_allowed_hosts", "any_allowed_host"):
        found = either(steady(0), steady(float(finding in weak)), careless)
        yield Series(f"{prefix}finding", {"finding": finding}, found)
    missing = either(steady(0), steady(2), ground.of("configuration", "environment"))
    yield Series(f"{prefix}missing_variables", {}, missing)
    table = either(steady(0), steady(1), ground.of("configuration", "cache/table"))
    yield Series(f"{prefix}cache_table_missing", {"cache": "table"}, table)
