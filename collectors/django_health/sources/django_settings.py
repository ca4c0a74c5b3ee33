"""All targets of the Django project whose settings are configured."""

from __future__ import annotations

from collections.abc import Mapping

from django_health.sources.backends import Backend, backend_of
from django_health.sources.caches import cache_targets
from django_health.sources.databases import database_targets
from django_health.sources.section import Section, entries
from django_health.targets import DjangoDatabaseTarget, Target, TargetError


def targets_from_django(*, in_process: bool = False) -> list[Target]:
    """Return a target per database and per server of each cache that Django's settings name.

    The settings must be there (``DJANGO_SETTINGS_MODULE``); applications need not be loaded.

    Args:
        in_process: Whether this is a process of the application: caches in its memory are asked
            through Django then, and skipped else.

    Raises:
        TargetError: The settings hold something that cannot be used; the text names the place.
        ImportError: The settings module cannot be imported.
        django.core.exceptions.ImproperlyConfigured: The settings are not there or refuse to load.
    """
    from django.conf import settings  # noqa: PLC0415 - Django is optional

    from django_health.sources.cache_router import database_of_table  # noqa: PLC0415

    databases = database_targets(settings.DATABASES)
    _require_default(databases, settings.DATABASES)
    caches = _with_global_factory(settings.CACHES, settings)
    return [
        *databases,
        *cache_targets(caches, database_of=database_of_table, in_process=in_process),
    ]


def _require_default(found: list[Target], databases: Mapping[str, object]) -> None:
    """Native checks do without Django; one that goes through it shares Django's requirement."""
    for target in found:
        if isinstance(target, DjangoDatabaseTarget) and "default" not in databases:
            raise TargetError(
                f"DATABASES has no 'default', without which Django opens none of them, "
                f"not even {target.alias!r}: add it, if need be as an empty dictionary"
            )


def _with_global_factory(
    caches: Mapping[str, Mapping[str, object]], settings: object
) -> Mapping[str, Mapping[str, object]]:
    """The caches with the connection factory that django-redis reads from a setting of its own."""
    factory = getattr(settings, "DJANGO_REDIS_CONNECTION_FACTORY", None)
    if factory is None:
        return caches
    return {
        entry.alias: _with_factory(Section(entry.values, entry.place), factory)
        for entry in entries(caches, "CACHES")
    }


def _with_factory(section: Section, factory: object) -> Mapping[str, object]:
    place = f"{section.place}['BACKEND']"
    if backend_of(section.text("BACKEND"), place) is not Backend.DJANGO_REDIS:
        return section.values
    options = section.section("OPTIONS").values
    return {**section.values, "OPTIONS": {"CONNECTION_FACTORY": factory, **options}}
