"""The project's own Celery application, found without a setting."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from django_health.failure import CheckFailed
from django_health.project import explained
from django_health.result import Reason

MODULES = ("celery", "celery_app")
"""Where in the project's package the application is made, by custom."""

ATTRIBUTES = ("app", "celery_app", "celery")
"""What it is called there, by custom."""


class NothingToAskError(Exception):
    """There is nothing that could be asked; the text says why, in words of our own."""


def project_app() -> Any:
    """Return the Celery application of the project, whose applications are loaded.

    Loading them imports the project's package and the modules with its tasks, and with these its
    Celery application, if it is made as Celery's documentation says. The order: the only one that
    was made; the one in ``celery.py`` or ``celery_app.py`` of the package that holds the settings
    or the URLs; the one that was made the default by ``set_default()``.

    Raises:
        NothingToAskError: Celery is not installed or the project has no application of it.
        CheckFailed: The module that should make it cannot be imported.
    """
    if find_spec("celery") is None:
        raise NothingToAskError("Celery is not installed")
    known = _made_apps()
    if len(known) == 1:
        return known[0]
    return _conventional_app() or _default_of(_made_apps())


def _made_apps() -> list[Any]:
    """Every application that was made, but for the one that Celery makes where there is none."""
    from celery import _state  # noqa: PLC0415 - Celery is optional

    made = list(_state._get_active_apps())  # noqa: SLF001 - it is told in no other way
    return [app for app in made if not _is_fallback(app)]


def _is_fallback(app: Any) -> bool:
    return app.main == "default" and not app.set_as_current


def _conventional_app() -> Any | None:
    from celery import Celery  # noqa: PLC0415 - Celery is optional

    for name in _modules():
        module = _imported(name)
        for attribute in ATTRIBUTES:
            if isinstance(app := getattr(module, attribute, None), Celery):
                return app
    return None


def _default_of(apps: list[Any]) -> Any:
    from celery import _state  # noqa: PLC0415 - Celery is optional

    if not apps:
        raise NothingToAskError("the project has no Celery application")
    default = _state.default_app
    return default if default in apps else min(apps, key=lambda app: str(app.main))


def _modules() -> Iterator[str]:
    places = (getattr(settings, "SETTINGS_MODULE", None), getattr(settings, "ROOT_URLCONF", None))
    packages = dict.fromkeys(place.partition(".")[0] for place in places if place)
    for package in packages:
        for name in MODULES:
            if _is_there(package, name):
                yield f"{package}.{name}"


def _is_there(package: str, name: str) -> bool:
    found = find_spec(package)
    if found is None or found.submodule_search_locations is None:
        return False
    return find_spec(f"{package}.{name}") is not None


def _imported(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise CheckFailed(
            Reason.MISCONFIGURED, f"the module {name} cannot be imported: {explained(error)}"
        ) from None
