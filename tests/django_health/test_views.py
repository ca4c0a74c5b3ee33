"""The views, asked without a server, over checks of our own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from django_health import views
from django_health.errors import HealthCheckError
from django_health.page import here
from django_health.reports.documents import detailed_document, health_document, system_document
from django_health.result import Outcome, Status
from django_health.settings.linked_pages import LinkedPages
from django_health.views import (
    DetailedHealthView,
    HealthCheckView,
    HealthView,
    MetricsView,
    StatusPageView,
    SystemHealthView,
)
from sample_checks import Sample
from served_checks import Person, View, ask, served

pytestmark = pytest.mark.usefixtures("django_project", "site")

SHORT = HealthCheckView.as_view(include_detailed=False)
FITTING = HealthCheckView.as_view()
DETAILED = DetailedHealthView.as_view()
SYSTEM = SystemHealthView.as_view()
METRICS = MetricsView.as_view()
PAGE = StatusPageView.as_view()
HINT = StatusPageView.hint.encode()
VIEWS = {
    "short": SHORT,
    "fitting": FITTING,
    "detailed": DETAILED,
    "system": SYSTEM,
    "metrics": METRICS,
    "page": PAGE,
}

STAFF = Person(is_staff=True)
HERE = "127.0.0.1"
EVERY = pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)


@pytest.fixture
def site() -> Iterator[None]:
    """The paths of a project, which any request has: the page links to those of the library."""
    with override_settings(ROOT_URLCONF="django_site.urls"):
        yield


def _document(content: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(content)
    return document


def _well() -> list[Sample]:
    return [Sample("database", "default"), Sample("system", part="cpu")]


def test_the_documents_of_the_daemon() -> None:
    """Each has the keys that the daemon's has."""
    with served(*_well()) as application:
        report = application.report()
        documents = {SHORT: health_document, DETAILED: detailed_document, SYSTEM: system_document}
        for view, document in documents.items():
            response = ask(view, REMOTE_ADDR=HERE)
            assert response.status_code == 200
            assert response["Content-Type"] == "application/json; charset=utf-8"
            assert _document(response.content).keys() == document(report).keys()
        assert (
            b'django_health_check_status{check="database"} 1.0' in ask(METRICS, user=STAFF).content
        )


@pytest.mark.parametrize(
    ("status", "code"),
    [(Status.SKIPPED, 200), (Status.OK, 200), (Status.WARNING, 200), (Status.ERROR, 503)],
)
def test_the_codes_of_the_daemon(status: Status, code: int) -> None:
    """Only an error is 503; the metrics and the page are 200: what they say is read anyway."""
    with served(Sample("system", part="cpu", answer=lambda: Outcome(status))):
        for name, view in VIEWS.items():
            expected = 200 if name in ("metrics", "page") else code
            assert ask(view, REMOTE_ADDR=HERE).status_code == expected


def test_the_view_of_the_host_asks_the_host_alone() -> None:
    """Databases are left in peace; where the host is switched off, there is nothing."""
    database, host = _well()
    with served(database, host):
        ask(SYSTEM, user=STAFF)
        assert (database.runs, host.runs) == (0, 1)
    with served(database):
        assert ask(SYSTEM, user=STAFF).status_code == 404


@EVERY
def test_every_answer_is_for_now_alone(view: View) -> None:
    """No cache keeps it and no browser guesses, also where it is a refusal."""
    with served(*_well()):
        for response in (ask(view, user=STAFF), ask(view), ask(view, "POST"), ask(view, "OPTIONS")):
            assert response["Cache-Control"] == "no-store"
            assert response["X-Content-Type-Options"] == "nosniff"


@EVERY
def test_head_has_the_headers_alone(view: View) -> None:
    """With the length that GET has, near enough: times differ in their digits."""
    with served(*_well()):
        get, head = (ask(view, method, user=STAFF) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert int(head["Content-Length"]) == pytest.approx(len(get.content), abs=200)
    assert head["Content-Type"] == get["Content-Type"]
    assert head.get("Vary") == get.get("Vary")


@EVERY
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_no_other_method(view: View, method: str) -> None:
    """They are told which there are."""
    with served(*_well()):
        response = ask(view, method, user=STAFF)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


@EVERY
def test_options(view: View) -> None:
    """It says the methods and asks nothing."""
    database, host = _well()
    with served(database, host):
        response = ask(view, "OPTIONS")
    assert (response.status_code, response["Allow"]) == (200, "GET, HEAD, OPTIONS")
    assert (response.content, database.runs, host.runs) == (b"", 0, 0)


@EVERY
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_switched_off(view: View, method: str) -> None:
    """There is nothing, whatever is asked, and nobody is asked."""
    database, host = _well()
    with served(database, host, enabled=False):
        response = ask(view, method, user=STAFF)
    assert (response.status_code, response.content) == (404, b"")
    assert (database.runs, host.runs) == (0, 0)


def test_details_for_the_allowed_the_short_form_for_the_others() -> None:
    """The one view for both; the others have nothing but details."""
    with served(*_well()):
        assert "checks" in _document(ask(FITTING, user=STAFF).content)
        assert "checks" in _document(ask(FITTING, REMOTE_ADDR=HERE).content)
        assert "checks" not in _document(ask(FITTING).content)
        assert "checks" not in _document(ask(SHORT, user=STAFF).content)
        assert ask(SHORT).status_code == 200
        for view in (DETAILED, SYSTEM, METRICS):
            response = ask(view)
            assert (response.status_code, response.content) == (403, b"")


def test_the_page_shows_what_may_be_seen() -> None:
    """The aliases to those who may see details, a word to the others; 200 whatever it says."""
    failing = Outcome(Status.ERROR)
    links = LinkedPages(grafana_url="https://grafana.intern.example")
    with served(Sample("database", "reports", answer=lambda: failing), links=links):
        whole, word = ask(PAGE, user=STAFF), ask(PAGE)
        assert ask(FITTING, user=STAFF).status_code == 503
    for response in (whole, word):
        assert response.status_code == 200
        assert response["Content-Type"] == "text/html; charset=utf-8"
        assert response["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert b"Unhealthy" in response.content
    assert b"reports" in whole.content
    assert b"reports" not in word.content
    assert b"this one process (%d)" % os.getpid() in whole.content
    assert here().encode() in whole.content
    assert b"process" not in word.content.partition(b"<main")[2]
    grafana = b"https://grafana.intern.example"
    assert (grafana in whole.content, grafana in word.content) == (True, False)


@EVERY
@pytest.mark.parametrize(
    ("settings", "user", "code"),
    [
        ({"require_auth": True}, None, 401),
        ({"require_auth": True}, Person(), 200),
        ({"require_staff": True}, None, 401),
        ({"require_staff": True}, Person(), 403),
        ({"require_staff": True}, STAFF, 200),
        ({"allowed_ips": ["198.51.100.0/24"]}, STAFF, 403),
        ({"allowed_ips": ["192.0.2.1"]}, None, 200),
    ],
)
def test_the_rules_hold_for_every_view(
    view: View, settings: dict[str, Any], user: Person | None, code: int
) -> None:
    """Who may not see is told nothing, and no check is asked for them."""
    database, host = _well()
    with served(database, host, **settings):
        response = ask(view, user=user)
    assert response.status_code == code
    if code != 200:
        assert response.content == (HINT if view is PAGE and code == 401 else b"")
    assert (host.runs == 0) == (code != 200)


@pytest.mark.parametrize(
    "kind",
    [HealthCheckView, DetailedHealthView, SystemHealthView, MetricsView, StatusPageView],
)
def test_a_view_may_require_a_user_of_its_own(kind: type[HealthView]) -> None:
    """``auth_required`` refuses also who is on this machine."""
    view = kind.as_view(auth_required=True)
    with served(*_well()):
        for address in (HERE, "192.0.2.1"):
            response = ask(view, REMOTE_ADDR=address)
            assert (response.status_code, response.content) == (401, kind.hint.encode())
            assert response["WWW-Authenticate"]
        assert ask(view, user=Person()).status_code == 200


@EVERY
def test_unusable_settings(
    view: View, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Every probe is told that it is unhealthy, and the log is told once why."""

    def unusable() -> None:
        raise HealthCheckError("HEALTH_CHECK: unknown key 'pth', did you mean 'path'?")

    monkeypatch.setattr(views, "application", unusable)
    monkeypatch.setattr(views, "_told", set())
    for _ in range(3):
        response = ask(view)
        assert response.status_code == 503
        assert _document(response.content)["status"] == "unhealthy"
        assert b"pth" not in response.content
    (record,) = caplog.records
    assert record.getMessage().endswith("HEALTH_CHECK: unknown key 'pth', did you mean 'path'?")
    assert record.exc_info is None


def _failing() -> Outcome:
    raise RuntimeError("postgres://shop:canary-password@db/shop")


@EVERY
@pytest.mark.parametrize("accept", ["", "application/health+json", "application/openmetrics-text"])
def test_no_view_tells_a_password(
    view: View, accept: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither body nor header nor log, whoever asks."""
    with served(Sample("database", "default", answer=_failing), Sample("system", part="cpu")):
        for more in ({"REMOTE_ADDR": HERE}, {}):
            response = ask(view, HTTP_ACCEPT=accept, **more)
            assert "canary" not in response.content.decode() + str(response.headers)
    assert "canary" not in caplog.text


@EVERY
def test_no_transaction_around_it(view: View) -> None:
    """Django asks by alias, so every alias there can be is said to be without."""
    aliases = vars(view)["_non_atomic_requests"]
    assert all(alias in aliases for alias in ("default", "replica", "one that is added later"))
    wrapped = transaction.non_atomic_requests(using="default")(view)
    assert "replica" in vars(wrapped)["_non_atomic_requests"]


@EVERY
def test_no_login_and_no_token_before_it(view: View) -> None:
    """The rules of ``HEALTH_CHECK`` stand instead."""
    assert vars(view)["login_required"] is False
    assert vars(view)["csrf_exempt"] is True


def test_what_is_young_is_given_again() -> None:
    """However many probes come, a check runs once within ``MAX_AGE``."""
    database = Sample("database", "default")
    with served(database, max_age=3600.0):
        for view in (SHORT, DETAILED, FITTING) * 10:
            ask(view, user=STAFF)
    assert database.runs == 1
