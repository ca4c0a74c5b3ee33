"""All targets of the Django project whose settings are configured."""

from __future__ import annotations

from collections.abc import Mapping

from django_health.sources.backends import Backend, backend_of
from django_health.sources.caches import cache_targets
from django_health.sources.databases import database_targets
from django_health.sources.section import Section
from django_health.targets import Target


def targets_from_django() -> list[Target]:
    """Return a target per database and per server of each cache that Django's settings name.

    The settings must be there (``DJANGO_SETTINGS_MODULE``); applications need not be loaded.

    Raises:
        TargetError: The settings hold something that cannot be used; the text names the place.
        ImportError: The settings module cannot be imported.
        django.core.exceptions.ImproperlyConfigured: The settings are not there or refuse to load.
    """
    from django.conf import settings  # noqa: PLC0415 - Django is optional

    from django_health.sources.cache_router import database_of_table  # noqa: PLC0415

    caches = _with_global_factory(settings.CACHES, settings)
    return [
        *database_targets(settings.DATABASES),
        *cache_targets(caches, database_of=database_of_table),
    ]


def _with_global_factory(
    caches: Mapping[str, Mapping[str, object]], settings: object
) -> Mapping[str, Mapping[str, object]]:
    """The caches with the connection factory that django-redis reads from a setting of its own."""
    factory = getattr(settings, "DJANGO_REDIS_CONNECTION_FACTORY", None)
    if factory is None:
        return caches
    return {alias: _with_factory(alias, values, factory) for alias, values in caches.items()}


def _with_factory(
    alias: str, values: Mapping[str, object], factory: object
) -> Mapping[str, object]:
    section = Section(values, f"CACHES[{alias!r}]")
    place = f"{section.place}['BACKEND']"
    if backend_of(section.text("BACKEND"), place) is not Backend.DJANGO_REDIS:
        return values
    options = section.section("OPTIONS").values
    return {**values, "OPTIONS": {"CONNECTION_FACTORY": factory, **options}}
