"""The checks of the component ``configuration``, one per aspect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.conf import settings as django_settings

from django_health.check import BaseHealthCheck
from django_health.checks.configuration.cache_table import CacheTableCheck
from django_health.checks.configuration.clock import STATEMENTS
from django_health.checks.configuration.database_time import DatabaseTimeCheck
from django_health.checks.configuration.environment import EnvironmentCheck
from django_health.checks.configuration.production import ProductionCheck
from django_health.checks.configuration.system_checks import SystemChecksCheck
from django_health.databases.lending import Lender
from django_health.settings import HealthSettings
from django_health.sources.backends import Backend, backend_of
from django_health.sources.cache_router import database_of_table
from django_health.sources.caches import targets_of_cache
from django_health.sources.section import Section, entries
from django_health.targets import DatabaseCacheTarget


def configuration_checks(
    settings: HealthSettings, lenders: Mapping[str, Lender]
) -> list[BaseHealthCheck]:
    """Return the checks of a Django project's configuration.

    Nothing is asked of a database here. Only an environment variable that is required and missing
    makes the whole unhealthy; the other parts warn.

    Args:
        settings: The required variables and the timeouts.
        lenders: The checks of the databases, by their aliases.

    Raises:
        TargetError: A database cache of ``CACHES`` cannot be used.
    """
    timeout = settings.timeouts.database
    checks: list[BaseHealthCheck] = [
        SystemChecksCheck(settings.timeouts.external),
        ProductionCheck(),
    ]
    if settings.required_env:
        checks.append(EnvironmentCheck(settings.required_env))
    checks += [
        DatabaseTimeCheck(lender, timeout)
        for lender in lenders.values()
        if lender.vendor in STATEMENTS
    ]
    checks += [
        CacheTableCheck(cache.alias, cache.table, lenders[cache.database], timeout)
        for cache in _database_caches()
        if cache.database in lenders
    ]
    return checks


def _database_caches() -> Iterator[DatabaseCacheTarget]:
    """The caches that are kept in a table, each with the database that the routers choose."""
    for alias, values, place in entries(django_settings.CACHES, "CACHES"):
        path = Section(values, place).text("BACKEND")
        if path and backend_of(path, f"{place}['BACKEND']") is Backend.DATABASE:
            for target in targets_of_cache(alias, values, place, database_of=database_of_table):
                if isinstance(target, DatabaseCacheTarget):
                    yield target
