"""The views: ``/health/`` and what is under it, from the checks of this process.

They are plain synchronous views: under ASGI, Django runs such a view in a thread of the request's
own, so that one that waits holds up nobody; under WSGI an ``async`` view would cost an event loop
for each request.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import classonlymethod
from django.views import View

from django_health.application import application
from django_health.errors import HealthCheckError
from django_health.reports.pages import DETAILED, SHORT, SYSTEM
from django_health.result import Report
from django_health.web.access import Access, access_of
from django_health.web.given_checks import GivenChecks, with_given_checks
from django_health.web.responses import (
    empty_response,
    finished,
    metrics_response,
    page_response,
    refusal,
    status_page_response,
    switched_off_response,
    unusable_response,
)

logger = logging.getLogger(__name__)


class _EveryAlias(set[str]):
    """The aliases of the databases in whose transactions a view is not run: all, also new ones."""

    def __contains__(self, alias: object) -> bool:
        return True


class HealthView(View):
    """What all views here have in common: who may see, and the headers.

    They run in no transaction (``ATOMIC_REQUESTS``) and behind no login or CSRF middleware: these
    would need the very database that may be down, and the rules of ``HEALTH_CHECK`` stand instead.

    Attributes:
        auth_required: Whether a user has to be logged in, as with ``REQUIRE_AUTH``.
        hint: What is said to those who have not logged in where they have to.
    """

    http_method_names = ["get", "head", "options"]  # noqa: RUF012 - as Django has it
    auth_required: bool = False
    hint = ""

    @classonlymethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:  # noqa: N805
        """Return the view; keyword arguments set attributes of the class."""
        view: Callable[..., HttpResponseBase] = super().as_view(**initkwargs)
        vars(view).update(
            _non_atomic_requests=_EveryAlias(), csrf_exempt=True, login_required=False
        )
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, whatever the method; 404 where the views are switched off."""
        try:
            self.application = application()
        except HealthCheckError as error:
            _tell(str(error))
            return finished(request, unusable_response(request))
        if not self.application.settings.enabled:
            return finished(request, empty_response(404))
        response = super().dispatch(request, *args, **kwargs)
        return finished(request, response) if isinstance(response, HttpResponse) else response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Answer those who may see."""
        access = access_of(
            request,
            self.application.settings,
            auth_required=self.auth_required,
            wants_details=self.wants_details,
        )
        return self.shown(access) if self.allows(access) else refusal(access, self.hint)

    @property
    def wants_details(self) -> bool:
        """Whether it shows more than the short form to those who may see it."""
        return True

    def allows(self, access: Access) -> bool:
        """Whether there is something to see for a request."""
        return access is Access.ALL

    def shown(self, access: Access) -> HttpResponse:
        """Return the answer for a request that is allowed."""
        raise NotImplementedError


class HealthCheckView(HealthView):
    """The health of the whole: details for those who may see them, the short form for the others.

    Attributes:
        include_detailed: Whether anybody is shown details.
    """

    include_detailed: bool = True

    def get_custom_checks(self) -> GivenChecks:
        """Return more checks, by name: mappings with ``status`` and any further keys.

        It is called for each request, in the request's own thread; nothing bounds its time. What
        may be slow is better a check of its own (:class:`django_health.BaseHealthCheck`). What it
        raises is told as an error, but for the exceptions by which a server ends that thread.
        """
        return {}

    @property
    def wants_details(self) -> bool:
        """Whether it shows more than the short form to those who may see it."""
        return self.include_detailed

    def allows(self, access: Access) -> bool:
        """Whether there is something to see for a request."""
        return access in (Access.ALL, Access.SHORT)

    def shown(self, access: Access) -> HttpResponse:
        """Return the document that fits who asks."""
        page = DETAILED if self.include_detailed and access is Access.ALL else SHORT
        return page_response(self.request, page, self.report())

    def report(self) -> Report:
        """Return what the checks say, those of this view among them."""
        report = self.application.report()
        if type(self).get_custom_checks is HealthCheckView.get_custom_checks:
            return report
        report = with_given_checks(report, self.get_custom_checks)
        self.application.history.note(report)
        return report


class DetailedHealthView(HealthCheckView):
    """The health with all details, for those alone who may see them."""

    def allows(self, access: Access) -> bool:
        """Whether there is something to see for a request."""
        return access is Access.ALL


class StatusPageView(HealthCheckView):
    """The health as a page for people: all of it for those who may see it, else in one word.

    A page for a pattern of your own: ``path("status/", StatusPageView.as_view())``; it links to the
    pages of ``django_health.urls`` where these are among the project's.
    """

    hint = "Log in to the application, and load this page again.\n"

    def shown(self, access: Access) -> HttpResponse:
        """Return the page, with as much as who asks may see."""
        has_details = self.include_detailed and access is Access.ALL
        return status_page_response(self.application, self.report(), has_details=has_details)


class SystemHealthView(HealthView):
    """The host alone."""

    def shown(self, access: Access) -> HttpResponse:  # noqa: ARG002 - it is the same for all
        """Return the document of the host."""
        component = "system"
        if component not in self.application.engine.names:
            return switched_off_response(component)
        return page_response(self.request, SYSTEM, self.application.report(SYSTEM.names))


class MetricsView(HealthView):
    """All of it as Prometheus reads it, from this one process."""

    def shown(self, access: Access) -> HttpResponse:  # noqa: ARG002 - it is the same for all
        """Return the metrics."""
        report = self.application.report()
        return metrics_response(self.request, self.application.settings, report)


_told: set[str] = set()


def _tell(error: str) -> None:
    """Log an error once and not with each probe; such texts hold no secret."""
    if error not in _told:
        _told.add(error)
        logger.error("the health cannot be told: %s", error)
