"""The dotted paths of custom checks, from wherever in Django's settings they stand."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from django_health.custom.paths import CheckPath
from django_health.errors import InvalidCheckError
from django_health.settings import HealthSettings

OLDER_NAMES = ("HEALTH_CUSTOM_CHECKS", "health_custom_checks")
"""The setting's older name, and how it has to be written for Django to take it over."""


def custom_check_paths(settings: HealthSettings) -> list[CheckPath]:
    """Return the dotted paths of the project's checks, each once, in their order.

    They stand in ``HEALTH_CHECK["CUSTOM_CHECKS"]``, and in ``health_custom_checks`` at the top
    level of the settings module. Django takes over names in capitals alone, so the latter is read
    from the module itself; ``HEALTH_CUSTOM_CHECKS`` means the same. Where Django is not there or
    has no settings, the first is all.

    Raises:
        InvalidCheckError: A setting is no list of texts.
    """
    found = [CheckPath(path) for path in settings.custom_checks]
    for name, value in _older():
        if not isinstance(value, list | tuple) or not all(isinstance(path, str) for path in value):
            raise InvalidCheckError(f"{name}: a list of dotted paths like shop.health.payments")
        found += [CheckPath(path, name) for path in value]
    first: dict[str, CheckPath] = {}
    for wanted in found:
        first.setdefault(wanted.path, wanted)
    return list(first.values())


def _older() -> Iterator[tuple[str, object]]:
    """The values under the older names; a name that is not there has none."""
    conf = sys.modules.get("django.conf")
    if conf is None or not conf.settings.configured:
        return
    module = sys.modules.get(getattr(conf.settings, "SETTINGS_MODULE", None) or "")
    for name in OLDER_NAMES:
        value = getattr(conf.settings, name, None)
        if value is None:
            value = getattr(module, name, None)
        if value is not None:
            yield name, value
