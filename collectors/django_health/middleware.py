"""Answers probes before any other middleware: no host check, no redirect, no session, no login."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from django_health.assembly import settings_in_django
from django_health.errors import HealthCheckError
from django_health.settings import HealthSettings, with_environment
from django_health.settings.paths import bare, metrics_path
from django_health.views import DetailedHealthView, HealthCheckView, MetricsView, SystemHealthView

Answer = HttpResponseBase | Awaitable[HttpResponseBase]
View = Callable[..., HttpResponseBase]


class HealthCheckMiddleware:
    """Answers at ``PATH``, ``DETAILED_PATH``, ``SYSTEM_PATH`` and at ``metrics`` below the first.

    It has to be the first in ``MIDDLEWARE``. Of the rules only those of addresses can be fulfilled
    there: with ``REQUIRE_AUTH`` or ``REQUIRE_STAFF`` it refuses all. Any other path costs it one
    look into a dictionary.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self._get_response = get_response
        self._is_async = iscoroutinefunction(get_response)
        self._views = _views_of(_settings())
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        """Answer a probe; pass on any other request."""
        view = self._views.get(request.path_info)
        if view is None:
            passed_on: Answer = self._get_response(request)
            return passed_on
        # Django's ASGI handler has a thread for each request that waits in synchronous code.
        return sync_to_async(view)(request) if self._is_async else view(request)


def _views_of(settings: HealthSettings) -> dict[str, View]:
    paths: dict[str, View] = {
        settings.path: HealthCheckView.as_view(include_detailed=False),
        settings.detailed_path: DetailedHealthView.as_view(),
        settings.system_path: SystemHealthView.as_view(),
        metrics_path(settings.path): MetricsView.as_view(),
    }
    return {form: view for path, view in paths.items() for form in _forms(path)}


def _forms(path: str) -> set[str]:
    """A path as it stands, without its last slash, and with it; no two paths share one."""
    return {path, bare(path), f"{bare(path)}/"}


def _settings() -> HealthSettings:
    """The settings; the defaults where they cannot be used, which the view tells then."""
    try:
        return with_environment(settings_in_django(), os.environ)
    except HealthCheckError:
        return HealthSettings()
