"""Django's system checks of the library's settings: what would fail at run time, told at start."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.apps import AppConfig
from django.core.checks import ERROR, WARNING, CheckMessage

from django_health.assembly import settings_in_django
from django_health.custom.django_settings import custom_check_paths
from django_health.custom.loading import load_custom_checks
from django_health.custom.selection import known_names
from django_health.errors import HealthCheckError
from django_health.registry import build_checks
from django_health.settings import HealthSettings, require_known, with_environment
from django_health.sources.django_settings import targets_from_django

TAG = "django_health"
"""The tag by which ``manage.py check --tag`` runs them alone."""


class Kind(NamedTuple):
    """A kind of message.

    Attributes:
        number: What the id ends with.
        level: Django's level.
        meaning: What is wrong, in one sentence; the documentation has the same.
        hint: What to do.
    """

    number: str
    level: int
    meaning: str
    hint: str

    @property
    def id(self) -> str:
        """Like ``django_health.E001``."""
        return f"{TAG}.{self.number}"

    def message(self, error: HealthCheckError) -> CheckMessage:
        """Return Django's message of an error."""
        return CheckMessage(self.level, str(error), hint=self.hint, id=self.id)


SETTING = Kind(
    "E001",
    ERROR,
    "`HEALTH_CHECK` is no dictionary, or a key or a value in it cannot be.",
    "Correct the key that is named in HEALTH_CHECK.",
)
VARIABLE = Kind(
    "E002",
    ERROR,
    "A `HEALTH_*` variable of the environment cannot be understood.",
    "Correct the variable, or unset it.",
)
TARGETS = Kind(
    "W003",
    WARNING,
    "`DATABASES` or `CACHES` hold something that cannot be asked.",
    "Until it is corrected, the health views answer 503.",
)
CUSTOM = Kind(
    "E004",
    ERROR,
    "A check in `CUSTOM_CHECKS` cannot be imported, or is not made as it has to be.",
    "Correct the path or the check; a path is like 'shop.health.PaymentsCheck'.",
)
NAME = Kind(
    "E005",
    ERROR,
    "`CHECKS` or `CRITICAL` name a check that there is not.",
    "Name a component, a custom check, or in CRITICAL a label like 'cache/default'.",
)
DECLARED = Kind(
    "E006",
    ERROR,
    "Something that is declared (`HTTP`, `SMTP`, `STORAGE`, `TCP`, `DNS`, `SQL`) cannot be checked,"
    " or a driver is missing.",
    "Correct the entry that is named in HEALTH_CHECK, or install the package that is named.",
)
KINDS = (SETTING, VARIABLE, TARGETS, CUSTOM, NAME, DECLARED)
"""All of them; documented in ``docs/system-checks.md``."""


def check_settings(
    app_configs: Sequence[AppConfig] | None = None,  # noqa: ARG001 - Django gives it
    **_options: Any,
) -> list[CheckMessage]:
    """Return what is wrong with the settings of the library; no dependency is asked."""
    try:
        settings = settings_in_django()
    except HealthCheckError as error:
        return [SETTING.message(error)]
    try:
        settings = with_environment(settings, os.environ)
    except HealthCheckError as error:
        return [VARIABLE.message(error)]
    return list(_check_parts(settings))


def _check_parts(settings: HealthSettings) -> Iterator[CheckMessage]:
    """Check what the settings name; the names only where all that has names is there."""
    failures = []
    try:
        custom = load_custom_checks(custom_check_paths(settings))
    except HealthCheckError as error:
        failures.append(CUSTOM.message(error))
    try:
        targets = targets_from_django(in_process=True)
    except HealthCheckError as error:
        yield from (*failures, TARGETS.message(error))
        return
    try:
        built_in = build_checks(targets, settings, in_django=True)
    except HealthCheckError as error:
        failures.append(DECLARED.message(error))
    if failures:
        yield from failures
        return
    try:
        require_known(settings, known_names(targets, [*built_in, *custom]))
    except HealthCheckError as error:
        yield NAME.message(error)
