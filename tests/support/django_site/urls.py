"""The library's views, and views of the project's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from django_health.views import HealthCheckView


class ShopHealthView(HealthCheckView):
    """The health of a shop."""

    def get_custom_checks(self) -> dict[str, dict[str, object]]:
        """How its payments are."""
        return {"payments": {"status": "warning", "message": "slow", "queue": 7}}


def plain(_request: HttpRequest) -> HttpResponse:
    """A page like any other."""
    return HttpResponse("plain")


urlpatterns = [
    path("plain/", plain, name="plain"),
    path("health/", include("django_health.urls")),
    path("everything/", HealthCheckView.as_view()),
    path("members/", HealthCheckView.as_view(auth_required=True)),
    path("shop/", ShopHealthView.as_view()),
]
