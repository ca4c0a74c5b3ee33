"""The answers of the views, as Django sends them."""

from __future__ import annotations

import os
import time
from contextlib import suppress

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from django_health.application import Application
from django_health.reports.negotiation import accepts_gzip
from django_health.reports.pages import SHORT, HealthPage
from django_health.result import CheckResult, Outcome, Reason, Report, Status
from django_health.settings import HealthSettings
from django_health.web.access import Access

PLAIN = "text/plain; charset=utf-8"

PAGES = {
    "Metrics": "metrics",
    "Health, in one word": "health",
    "Health, in detail": "detailed",
    "Host": "system",
}
"""What the status page calls the others, and their names in ``django_health.urls``."""

MEMORY = "The past is what this one process ({}) saw; others of this application saw theirs."
"""Whose memory the strips are, and what is said of when a check last worked."""

CHALLENGE = 'Session realm="health"'
"""What a 401 has to say: that a session of the application is wanted; no browser asks for that."""


def page_response(request: HttpRequest, page: HealthPage, report: Report) -> HttpResponse:
    """Return a page in the form that the request accepts."""
    body, content_type, status = page.answer(report, _header(request, "HTTP_ACCEPT"))
    response = HttpResponse(body, content_type=content_type, status=status)
    response["Vary"] = "Accept"
    return response


def metrics_response(
    request: HttpRequest, settings: HealthSettings, report: Report
) -> HttpResponse:
    """Return a report as the text that Prometheus reads, in gzip where it is accepted."""
    # Only who asks for metrics pays for the package that writes them.
    from django_health.reports.exposition import encoder_for, page_of  # noqa: PLC0415
    from django_health.reports.families import health_batches  # noqa: PLC0415

    encoder, content_type = encoder_for(_header(request, "HTTP_ACCEPT"))
    page = page_of(
        health_batches(report, settings),
        encoder,
        content_type,
        compress=accepts_gzip(_header(request, "HTTP_ACCEPT_ENCODING")),
    )
    response = HttpResponse(page.body, content_type=page.content_type)
    response["Vary"] = "Accept, Accept-Encoding"
    if page.compressed:
        response["Content-Encoding"] = "gzip"
    return response


def status_page_response(
    application: Application, report: Report, *, has_details: bool
) -> HttpResponse:
    """Return the page for people, with status code 200 whatever it says."""
    # Only who looks at the page pays for the template engine.
    from django_health.page import About, PageLinks, here, status_page  # noqa: PLC0415

    settings = application.settings
    links = PageLinks.beside(_pages(), settings.links) if has_details else PageLinks()
    page = status_page(
        report,
        history=application.history,
        links=links,
        settings=settings,
        has_details=has_details,
        about=About(here(_project()), MEMORY.format(os.getpid())),
    )
    return HttpResponse(page.body, headers=dict(page.headers))


def _project() -> str:
    """The module of the project's settings; empty where they are of none."""
    return str(getattr(django_settings, "SETTINGS_MODULE", None) or "")


def _pages() -> dict[str, str]:
    """Where this library's other pages are, as far as they are among the project's."""
    found = {}
    for text, name in PAGES.items():
        with suppress(NoReverseMatch):
            found[text] = reverse(f"django_health:{name}")
    return found


def unusable_response(request: HttpRequest) -> HttpResponse:
    """Return the short form of an application whose settings cannot be used, and not why."""
    outcome = Outcome(Status.ERROR, Reason.MISCONFIGURED)
    result = CheckResult("configuration", "", "", outcome, duration=0.0, finished=0.0)
    return page_response(request, SHORT, Report((result,), time.time(), now=0.0, duration=0.0))


def switched_off_response(component: str) -> HttpResponse:
    """Return the answer where a page is about a component that nobody asks."""
    text = f"the check {component!r} is switched off\n"
    return HttpResponse(text, status=404, content_type=PLAIN)


def empty_response(status: int) -> HttpResponse:
    """Return a status code and nothing else."""
    return HttpResponse(status=status, content_type=PLAIN)


def refusal(access: Access, hint: str = "") -> HttpResponse:
    """Return the answer for who may not see: 401 where logging in helps, else 403.

    Args:
        access: What they may see.
        hint: What people are told whom logging in helps, for a browser shows no status code.
    """
    if access is not Access.LOG_IN:
        return empty_response(403)
    response = HttpResponse(hint, status=401, content_type=PLAIN)
    response["WWW-Authenticate"] = CHALLENGE
    return response


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return a response with what all of them have: no caching, no guessing, no body for HEAD."""
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":  # not every server leaves the body out by itself
        response.content = b""
    if response.status_code == 503:
        # Django would log each probe of an outage as an error, and mail it to the ADMINS; the
        # engine has logged the change already.
        response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def _header(request: HttpRequest, key: str) -> str:
    return str(request.META.get(key, ""))
