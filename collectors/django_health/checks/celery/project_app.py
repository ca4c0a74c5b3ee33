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
        CheckFailed: The module that should make it fails.
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
        module = _imported(name)  # of which there may be none
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
    urls = getattr(settings, "ROOT_URLCONF", None)  # the name of a module, one, or patterns
    places = (getattr(settings, "SETTINGS_MODULE", None), getattr(urls, "__name__", urls))
    roots = dict.fromkeys(place.partition(".")[0] for place in places if isinstance(place, str))
    for root in filter(_is_package, roots):
        for name in MODULES:
            yield f"{root}.{name}"


def _is_package(name: str) -> bool:
    try:
        found = find_spec(name)
    except ValueError:  # of a module that was not imported, like the program's own
        return False
    return found is not None and found.submodule_search_locations is not None


def _imported(name: str) -> Any | None:
    try:
        return import_module(name) if find_spec(name) is not None else None
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the project's code may raise anything
        raise CheckFailed(
            Reason.MISCONFIGURED, f"the module {name} cannot be imported: {explained(error)}"
        ) from None
