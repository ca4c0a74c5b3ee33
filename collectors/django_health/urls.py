"""``path("health/", include("django_health.urls"))``; each path with and without a last slash."""

from __future__ import annotations

from django.urls import path

from django_health.views import (
    DetailedHealthView,
    HealthCheckView,
    MetricsView,
    StatusPageView,
    SystemHealthView,
)

app_name = "django_health"

_detailed = DetailedHealthView.as_view()
_system = SystemHealthView.as_view()
_page = StatusPageView.as_view()
_metrics = MetricsView.as_view()

urlpatterns = [
    path("", HealthCheckView.as_view(include_detailed=False), name="health"),
    path("detailed/", _detailed, name="detailed"),
    path("detailed", _detailed),
    path("system/", _system, name="system"),
    path("system", _system),
    path("page/", _page, name="page"),
    path("page", _page),
    path("metrics", _metrics, name="metrics"),
    path("metrics/", _metrics),
]
