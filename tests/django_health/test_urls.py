"""The paths of the views."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import resolve, reverse

from django_health import urls
from django_health.views import (
    DetailedHealthView,
    HealthCheckView,
    MetricsView,
    StatusPageView,
    SystemHealthView,
)

pytestmark = pytest.mark.usefixtures("django_project")

SITE = override_settings(ROOT_URLCONF="django_site.urls")


@SITE
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("health", "/health/"),
        ("detailed", "/health/detailed/"),
        ("system", "/health/system/"),
        ("metrics", "/health/metrics"),
        ("page", "/health/page/"),
    ],
)
def test_names(name: str, path: str) -> None:
    """Each path has a name in the space of the application."""
    assert reverse(f"{urls.app_name}:{name}") == path


@SITE
@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("/health/", HealthCheckView),
        ("/health/detailed/", DetailedHealthView),
        ("/health/detailed", DetailedHealthView),
        ("/health/system/", SystemHealthView),
        ("/health/system", SystemHealthView),
        ("/health/metrics", MetricsView),
        ("/health/metrics/", MetricsView),
        ("/health/page/", StatusPageView),
        ("/health/page", StatusPageView),
    ],
)
def test_with_and_without_the_last_slash(path: str, view: type) -> None:
    """Both are the view itself, no redirect."""
    assert vars(resolve(path).func)["view_class"] is view


def test_the_short_form_is_short_for_everybody() -> None:
    """What balancers ask looks at no user."""
    (front, *_) = urls.urlpatterns
    assert vars(front.callback)["view_initkwargs"] == {"include_detailed": False}
