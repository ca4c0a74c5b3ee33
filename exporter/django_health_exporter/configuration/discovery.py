"""Finds what to watch: in Django's settings, in the configuration file, in the environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django_health.settings.validation import step
from django_health.sources.caches import cache_targets
from django_health.sources.databases import database_targets
from django_health.sources.django_settings import targets_from_django
from django_health.sources.environment import targets_from_environment
from django_health.targets import Target
from django_health_exporter.configuration.file_targets import cache_settings, database_settings
from django_health_exporter.configuration.schema import ConfigurationFile
from django_health_exporter.web.effective.document import Origin

WORDS: Mapping[Origin, str] = {
    "django": "Django's settings",
    "file": "the configuration file",
    "environment": "the environment",
}
"""What the sources are called, from the weakest to the strongest where there is no Django."""

Place = tuple[str, str]
"""A component and an alias."""


class Found(NamedTuple):
    """What there is to watch.

    Attributes:
        targets: All of it.
        origin: Where it was found, in words.
        sources: Where each alias of a component was found.
    """

    targets: tuple[Target, ...]
    origin: str
    sources: Mapping[Place, Origin]


def discover(
    file: ConfigurationFile, environ: Mapping[str, str], *, in_django: bool, name: str = ""
) -> Found:
    """Return what to watch, and where it was found.

    Of two sources that know the same alias the stronger one wins: the environment over the file,
    the file over Django's settings. With Django's settings, the URLs in the environment are left to
    them, because that is where such settings take their databases from.

    Args:
        file: The configuration file's content.
        environ: The environment.
        in_django: Whether Django's settings are in use.
        name: The configuration file's name, for errors.

    Raises:
        InvalidDocument, TargetError: A description cannot be used.
    """
    sources: dict[Origin, list[Target]] = {
        "django": targets_from_django() if in_django else [],
        "file": _targets_of_file(file, f"{name}: " if name else ""),
        "environment": [] if in_django else targets_from_environment(environ),
    }
    origin = " and ".join(WORDS[source] for source, targets in sources.items() if targets)
    places = {
        (target.component, target.alias): source
        for source, targets in sources.items()
        for target in targets
    }
    return Found(_strongest(sources.values()), origin or "nowhere", places)


def _targets_of_file(file: ConfigurationFile, prefix: str) -> list[Target]:
    databases = {
        alias: database_settings(section, f"{prefix}databases.{step(alias)}")
        for alias, section in file.databases.items()
    }
    caches = {
        alias: cache_settings(section, f"{prefix}caches.{step(alias)}")
        for alias, section in file.caches.items()
    }
    return [
        *database_targets(databases, place=f"{prefix}databases"),
        *cache_targets(caches, place=f"{prefix}caches"),
    ]


def _strongest(sources: Iterable[list[Target]]) -> tuple[Target, ...]:
    """The targets of all sources; of an alias those of the last source that knows it."""
    aliases: dict[tuple[str, str], list[Target]] = {}
    for targets in sources:
        known: dict[tuple[str, str], list[Target]] = {}
        for target in targets:
            known.setdefault((target.component, target.alias), []).append(target)
        aliases |= known
    return tuple(target for targets in aliases.values() for target in targets)
