"""In which database Django keeps a cache table; importing this module imports Django."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.core.cache.backends.db import BaseDatabaseCache
from django.core.exceptions import AppRegistryNotReady
from django.db import router

from django_health.targets import TargetError


def database_of_table(table: str) -> str:
    """Return the alias that the project's routers choose for writing to a cache table.

    Raises:
        TargetError: They choose something that is no alias.
    """
    try:
        return _routed(table)
    except AppRegistryNotReady:
        # A router that imports models. django.setup() would replace the logging as well.
        apps.populate(settings.INSTALLED_APPS)
        return _routed(table)


def _routed(table: str) -> str:
    cache = BaseDatabaseCache(table, {})
    alias = router.db_for_write(cache.cache_model_class)
    if alias not in settings.DATABASES:
        raise TargetError(
            f"DATABASE_ROUTERS choose no alias of DATABASES for the cache table {table!r}"
        )
    return alias
