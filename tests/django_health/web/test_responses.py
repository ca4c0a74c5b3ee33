"""The answers of the views: headers, refusals, and what stands in for an answer."""

from __future__ import annotations

import gzip
import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from django_health.reports.pages import DETAILED, SHORT
from django_health.result import Family, Status
from django_health.settings import HealthSettings
from django_health.web.access import Access
from django_health.web.responses import (
    empty_response,
    finished,
    metrics_response,
    page_response,
    refusal,
    switched_off_response,
    unusable_response,
)
from sample_checks import report_of, result_of

pytestmark = pytest.mark.usefixtures("django_project")

REPORT = report_of(result_of("database", "default"))
MANY = Family("many", "Many.", ("n",))


@pytest.mark.parametrize(
    ("accept", "content_type", "word"),
    [
        ("", "application/json; charset=utf-8", "healthy"),
        ("text/html", "application/json; charset=utf-8", "healthy"),
        ("application/health+json", "application/health+json", "pass"),
    ],
)
def test_a_page_in_the_form_that_is_accepted(accept: str, content_type: str, word: str) -> None:
    """The choice is told to caches."""
    response = page_response(RequestFactory().get("/", HTTP_ACCEPT=accept), SHORT, REPORT)
    assert response["Content-Type"] == content_type
    assert response["Vary"] == "Accept"
    assert json.loads(response.content)["status"] == word


def test_the_code_of_a_page() -> None:
    """What is unhealthy is 503."""
    report = report_of(result_of("database", status=Status.ERROR))
    assert page_response(RequestFactory().get("/"), DETAILED, report).status_code == 503


def test_metrics_in_the_format_that_is_accepted() -> None:
    """Old text for everybody, OpenMetrics for those who ask for it."""
    request = RequestFactory().get("/")
    response = metrics_response(request, HealthSettings(), REPORT)
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert b'django_health_check_status{check="database"} 1.0\n' in response.content
    accept = "application/openmetrics-text;version=1.0.0"
    request = RequestFactory().get("/", HTTP_ACCEPT=accept)
    response = metrics_response(request, HealthSettings(), REPORT)
    assert response["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
    assert response.content.endswith(b"# EOF\n")


def test_metrics_in_gzip_where_it_is_accepted() -> None:
    """The same text is inside."""
    samples = tuple(MANY(n, str(n)) for n in range(200))
    report = report_of(result_of("database", measurements=samples))
    plain = metrics_response(RequestFactory().get("/"), HealthSettings(), report)
    request = RequestFactory().get("/", HTTP_ACCEPT_ENCODING="gzip")
    packed = metrics_response(request, HealthSettings(), report)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert plain["Vary"] == packed["Vary"] == "Accept, Accept-Encoding"


def test_unusable_settings_look_like_any_other_illness() -> None:
    """The short form with 503, and nothing of the reason."""
    response = unusable_response(RequestFactory().get("/"))
    document = json.loads(response.content)
    assert response.status_code == 503
    assert set(document) == {"status", "timestamp", "response_time"}
    assert document["status"] == "unhealthy"


def test_a_component_that_is_off() -> None:
    """As the daemon says it."""
    response = switched_off_response("system")
    assert (response.status_code, response.content) == (
        404,
        b"the check 'system' is switched off\n",
    )


@pytest.mark.parametrize(
    ("access", "code"), [(Access.LOG_IN, 401), (Access.NOTHING, 403), (Access.SHORT, 403)]
)
def test_a_refusal_has_nothing_in_it(access: Access, code: int) -> None:
    """A 401 says what is wanted, as it has to, in a way that no browser asks a password for."""
    response = refusal(access)
    assert (response.status_code, response.content) == (code, b"")
    assert response.get("WWW-Authenticate") == ('Session realm="health"' if code == 401 else None)


def test_a_hint_is_for_those_whom_logging_in_helps() -> None:
    """A browser shows no status code; a probe is told nothing."""
    assert refusal(Access.LOG_IN, "log in").content == b"log in"
    assert refusal(Access.NOTHING, "log in").content == b""


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_all_answers_have(method: str) -> None:
    """No cache keeps them, no browser guesses, and HEAD has the headers of GET alone."""
    request = RequestFactory().generic(method, "/")
    response = finished(request, HttpResponse(b"12345"))
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Length"] == "5"
    assert response.content == (b"12345" if method == "GET" else b"")


@pytest.mark.parametrize(("code", "silent"), [(503, True), (403, False), (401, False)])
def test_django_logs_no_error_for_each_probe_of_an_outage(code: int, silent: bool) -> None:
    """Nor does it mail them to the administrators; refusals it logs as ever."""
    response = finished(RequestFactory().get("/"), empty_response(code))
    assert getattr(response, "_has_been_logged", False) is silent
