"""A page that asks nothing of anybody, and the project's health beside it."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def front_page(_: HttpRequest) -> HttpResponse:
    """Tell that this process answers: what a container's own health check may ask."""
    return HttpResponse("The shop is open.\n", content_type="text/plain")


urlpatterns = [path("", front_page), path("health/", include("django_health.urls"))]
