"""The library's views over checks of a test's own, asked without a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from django_health import views
from django_health.application import Application
from django_health.check import BaseHealthCheck
from django_health.settings import HealthSettings
from sample_checks import engine_of

View = Callable[..., HttpResponseBase]

OUTSIDE = "192.0.2.1"
"""The address of somebody who is not on this machine."""


@dataclass
class Person:
    """A user as the views look at one."""

    is_staff: bool = False
    is_active: bool = True
    is_authenticated: bool = True


@contextmanager
def served(*checks: BaseHealthCheck, **settings: Any) -> Iterator[Application]:
    """The application of the views while the block runs; by default every answer is a new one."""
    with engine_of(*checks) as engine, pytest.MonkeyPatch.context() as patch:
        served_one = Application(HealthSettings(**{"max_age": 0.0, **settings}), (), engine)
        patch.setattr(views, "application", lambda: served_one)
        yield served_one


def ask(
    view: View, method: str = "GET", *, user: object | None = None, **meta: str
) -> HttpResponse:
    """Ask a view from outside; ``meta`` is more of the request, like ``HTTP_ACCEPT``."""
    environ: dict[str, Any] = {"REMOTE_ADDR": OUTSIDE, **meta}
    request = RequestFactory().generic(method, "/health/", **environ)
    if user is not None:
        request.user = user  # type: ignore[assignment]
    response = view(request)
    assert isinstance(response, HttpResponse)
    return response
