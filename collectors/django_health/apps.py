"""The library as an application of a Django project."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks

from django_health.system_checks import TAG, check_settings


class DjangoHealthConfig(AppConfig):
    """Has Django look at the library's settings whenever it looks at the project."""

    name = "django_health"
    label = "django_health"
    verbose_name = "Health"

    def ready(self) -> None:
        """Register the system checks; nothing is asked and no health check is made."""
        checks.register(check_settings, TAG)
