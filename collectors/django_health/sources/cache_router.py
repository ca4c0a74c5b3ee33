"""In which database Django keeps a cache table; importing this module imports Django."""

from __future__ import annotations

from django.conf import settings
from django.core.cache.backends.db import BaseDatabaseCache
from django.core.exceptions import AppRegistryNotReady
from django.db import router

from django_health.failure import CheckFailed
from django_health.project import load_applications
from django_health.settings.validation import is_name
from django_health.targets import TargetError


def database_of_table(table: str) -> str:
    """Return the alias that the project's routers choose for writing to a cache table.

    Raises:
        TargetError: They cannot be imported, fail, or choose something that is no alias.
    """
    of_table = f"the cache table {table!r}" if is_name(table) else "a cache table"
    if "default" not in settings.DATABASES:
        raise TargetError(
            f"DATABASES has no 'default', without which Django opens no database, not even that "
            f"of {of_table}: add it, if need be as an empty dictionary"
        )
    try:
        alias = _routed(table)
    except TargetError:
        raise
    except Exception as error:  # noqa: BLE001 - a router is the application's own code
        raise TargetError(
            f"DATABASE_ROUTERS fail with {type(error).__name__} when asked for the database of "
            f"{of_table}"
        ) from None
    if alias not in settings.DATABASES:
        raise TargetError(f"DATABASE_ROUTERS choose no alias of DATABASES for {of_table}")
    return alias


def _routed(table: str) -> str:
    """The routers' choice; those that import models get the applications loaded first."""
    model = BaseDatabaseCache(table, {}).cache_model_class
    try:
        return router.db_for_write(model)
    except AppRegistryNotReady:
        _load_for_routers()
        return router.db_for_write(model)


def _load_for_routers() -> None:
    try:
        load_applications()
    except CheckFailed as failure:
        raise TargetError(
            f"INSTALLED_APPS are needed by a router of DATABASE_ROUTERS: {failure}"
        ) from None
