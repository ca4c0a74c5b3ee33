"""Which applications a database is for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, router

from django_health.checks.migrations.disk import Disk, Key
from django_health.failure import CheckFailed
from django_health.project import explained
from django_health.result import Reason

_DJANGOS_OWN = "django.contrib."


class Scope(NamedTuple):
    """What the project's database routers say about a database.

    Attributes:
        apps: Labels of the applications that may migrate there, as ``manage.py migrate`` asks.
        is_chosen: Whether a router says so of a model, instead of merely not objecting.
    """

    apps: frozenset[str]
    is_chosen: bool


def routers() -> list[object]:
    """The routers of the project, in their order; the same objects while its settings are the same.

    Raises:
        CheckFailed: They cannot be imported.
    """
    with _explained():
        return list(router.routers)


def scope_of(alias: str, vendor: str, labels: Collection[str]) -> Scope:
    """Ask the routers about the models of the applications, and about those without models.

    Raises:
        CheckFailed: A router raises an exception.
    """
    with _explained():
        configs = [config for config in apps.get_app_configs() if config.label in labels]
        opinions = {config.label: list(_opinions(config, alias, vendor)) for config in configs}
        is_chosen = any(True in said for said in opinions.values())
        allowed = {
            label
            for label, said in opinions.items()
            if any(opinion is not False for opinion in said or [_opinion(alias, label)])
        }
    return Scope(frozenset(allowed), is_chosen)


def is_migrated(alias: str, scope: Scope, disk: Disk, rows: Iterable[Key]) -> bool:
    """Whether ``manage.py migrate`` is meant to be run on a database.

    That is the default one, one that a router chooses for a model, and one on which it was run:
    which holds a migration of an application that is the project's own. The database of another
    Django project holds those of ``django.contrib`` as well.
    """
    if alias == DEFAULT_DB_ALIAS or scope.is_chosen:
        return True
    own = {
        config.label
        for config in apps.get_app_configs()
        if not config.name.startswith(_DJANGOS_OWN)
    }
    return any(key[0] in own and key in disk.known for key in rows)


def _opinions(config: AppConfig, alias: str, vendor: str) -> Iterator[bool | None]:
    """What is said of each model that a migration makes a table for."""
    for model in config.get_models():
        meta = model._meta  # noqa: SLF001 - Django's documented API of models
        is_of_vendor = meta.required_db_vendor in {None, vendor}
        if meta.managed and not meta.proxy and not meta.swapped and is_of_vendor:
            yield _opinion(alias, meta.app_label, model_name=meta.model_name, model=model)


def _opinion(alias: str, label: str, **hints: object) -> bool | None:
    """The answer of the first router that has one; Django takes ``None`` for a yes."""
    for each in routers():
        allow = getattr(each, "allow_migrate", None)
        answer = allow(alias, label, **hints) if allow is not None else None
        if answer is not None:
            return bool(answer)
    return None


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except CheckFailed:
        raise
    except Exception as error:  # noqa: BLE001 - a router is the project's own code
        raise CheckFailed(
            Reason.MISCONFIGURED, f"DATABASE_ROUTERS fail: {explained(error)}"
        ) from None
