"""What Django made of its settings, to be made anew: connections, caches, storages and the rest.

It is what Django's test runner does when a test overrides a setting (``django/test/signals.py``),
for the parts that this process has loaded. Two things are different here, as other threads run:

- what can be replaced is replaced in one step instead of being emptied first;
- connections and cache clients that threads have open are left to these: each thread has its own,
  the threads of the engine that goes end soon, and those of the next one begin with nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any


def renew_dependents() -> None:
    """Have what depends on the settings made of those that are in force now; never raises.

    What cannot be made of them raises when it is used, as it does at a start.
    """
    for name, renew in _RENEWALS.items():
        if (module := sys.modules.get(name)) is not None:
            with suppress(Exception):
                renew(module)


_aliases_of_before: set[str] = set()


def aliases_of_before() -> frozenset[str]:
    """Return the aliases of databases that there were before: threads may have some open still."""
    return frozenset(_aliases_of_before)


def _connections(module: Any) -> None:
    _aliases_of_before.update(vars(module.connections).get("settings", ()))
    _configure(module.connections)
    vars(module.router).pop("routers", None)
    module.router._routers = None  # noqa: SLF001 - so Django's own receivers do


def _caches(module: Any) -> None:
    _configure(module.caches)


def _configure(handler: Any) -> None:
    try:
        configured = handler.configure_settings(None)
    except Exception:  # noqa: BLE001 - told when it is used
        handler._settings = None  # noqa: SLF001
        vars(handler).pop("settings", None)
    else:
        handler._settings = handler.settings = configured  # noqa: SLF001


def _storages(module: Any) -> None:
    from django.utils.functional import empty  # noqa: PLC0415 - it is loaded by now

    handler = module.storages
    handler._backends = None  # noqa: SLF001
    vars(handler).pop("backends", None)
    handler._storages = {}  # noqa: SLF001
    module.default_storage._wrapped = empty  # noqa: SLF001


def _static_storage(module: Any) -> None:
    from django.utils.functional import empty  # noqa: PLC0415 - it is loaded by now

    module.staticfiles_storage._wrapped = empty  # noqa: SLF001


def _engines(module: Any) -> None:
    vars(module.engines).pop("templates", None)
    module.engines._templates = None  # noqa: SLF001
    module.engines._engines = {}  # noqa: SLF001


def _translations(module: Any) -> None:
    module._default = None  # noqa: SLF001
    module._translations = {}  # noqa: SLF001


def _celery(module: Any) -> None:
    """Have each application read its configuration again, from where it said that it is."""
    for app in tuple(module._get_active_apps()):  # noqa: SLF001 - there is no other way
        if (source := app._config_source) is not None:  # noqa: SLF001
            app.config_from_object(source, namespace=app.namespace)
            vars(app.amqp).pop("queues", None)


def _clearing(*names: str) -> Callable[[Any], None]:
    """What clears functions that remember what they returned."""

    def clear(module: Any) -> None:
        for name in names:
            getattr(module, name).cache_clear()

    return clear


_RENEWALS: Mapping[str, Callable[[Any], None]] = {
    "django.db": _connections,
    "django.core.cache": _caches,
    "django.core.files.storage": _storages,
    "django.contrib.staticfiles.storage": _static_storage,
    "django.contrib.staticfiles.finders": _clearing("get_finder"),
    "django.utils.timezone": _clearing("get_default_timezone"),
    "django.utils.translation.trans_real": _translations,
    "django.utils.formats": lambda module: module.reset_format_cache(),
    "django.template": _engines,
    "django.template.engine": lambda module: module.Engine.get_default.cache_clear(),
    "django.forms.renderers": _clearing("get_default_renderer"),
    "django.urls": lambda module: module.clear_url_caches(),
    "django.contrib.auth.password_validation": _clearing("get_default_password_validators"),
    "django.contrib.auth.hashers": _clearing("get_hashers", "get_hashers_by_algorithm"),
    "celery._state": _celery,
}
"""By the module that holds what was made, which is not imported for this."""
