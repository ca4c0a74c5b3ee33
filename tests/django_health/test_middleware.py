"""Probes that are answered before anything else is asked."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import ThreadSensitiveContext, iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from django_health import views
from django_health.middleware import HealthCheckMiddleware
from sample_checks import Sample
from served_checks import OUTSIDE, Person, served

pytestmark = pytest.mark.usefixtures("django_project")

HERE = "127.0.0.1"
PATHS = {"PATH": "/up/", "DETAILED_PATH": "/up/all", "SYSTEM_PATH": "/host/"}


@pytest.fixture
def database() -> Iterator[Sample]:
    """The one check of the views."""
    check = Sample("database", "default")
    with served(check, Sample("system", part="cpu")):
        yield check


def _rest(_request: HttpRequest) -> HttpResponse:
    """What stands behind the middleware."""
    return HttpResponse("the rest")


async def _async_rest(request: HttpRequest) -> HttpResponse:
    return _rest(request)


def _get(path: str, method: str = "GET", **meta: str) -> HttpRequest:
    environ: dict[str, Any] = {"REMOTE_ADDR": HERE, **meta}
    return RequestFactory().generic(method, path, **environ)


def _ask(path: str, method: str = "GET", **meta: str) -> HttpResponse:
    response: Any = HealthCheckMiddleware(_rest)(_get(path, method, **meta))
    assert isinstance(response, HttpResponse)
    return response


def _status(response: HttpResponse) -> object:
    return json.loads(response.content)["status"]


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        ("/health/", b'"response_time"'),
        ("/health", b'"response_time"'),
        ("/health/detailed/", b'"checks"'),
        ("/health/detailed", b'"checks"'),
        ("/health/system/", b'"system"'),
        ("/health/metrics", b"django_health_check_status"),
        ("/health/metrics/", b"django_health_check_status"),
    ],
)
@pytest.mark.usefixtures("database")
def test_its_paths(path: str, holds: bytes) -> None:
    """The same answers as the views', with and without the last slash."""
    response = _ask(path)
    assert response.status_code == 200
    assert holds in response.content
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    ["/", "/healthz", "/health/x", "/health//", "/x/health/", "/health/metrics/x", "/HEALTH/"],
)
def test_all_other_paths_are_passed_on(path: str, database: Sample) -> None:
    """Nothing is asked for them."""
    assert _ask(path).content == b"the rest"
    assert database.runs == 0


@override_settings(HEALTH_CHECK=PATHS)
@pytest.mark.usefixtures("database")
def test_paths_of_the_settings() -> None:
    """They take the place of the usual ones, as does the path of the metrics below the first."""
    for path in ("/up/", "/up", "/up/all", "/up/all/", "/host/", "/host", "/up/metrics"):
        assert b"the rest" not in _ask(path).content
    for path in ("/health/", "/health/metrics"):
        assert _ask(path).content == b"the rest"


@override_settings(HEALTH_CHECK={"PATH": "/", "DETAILED_PATH": "/all/"})
@pytest.mark.usefixtures("database")
def test_the_root_as_a_path() -> None:
    """It is a path like any other."""
    assert _status(_ask("/")) == "healthy"
    assert b"django_health_check_status" in _ask("/metrics").content
    assert _ask("/x").content == b"the rest"


@override_settings(HEALTH_CHECK={"PATH": "/up//", "DETAILED_PATH": "/up/all//"})
@pytest.mark.usefixtures("database")
def test_paths_as_they_stand() -> None:
    """However many slashes are at the end."""
    for path in ("/up//", "/up/", "/up"):
        assert set(json.loads(_ask(path).content)) == {"status", "timestamp", "response_time"}
    for path in ("/up/all//", "/up/all"):
        assert "checks" in json.loads(_ask(path).content)


@pytest.mark.usefixtures("database")
def test_the_short_form_is_short_for_everybody() -> None:
    """Also for who is shown details elsewhere."""
    for path in ("/health/", "/health"):
        document = json.loads(_ask(path, REMOTE_ADDR=HERE).content)
        assert set(document) == {"status", "timestamp", "response_time"}


@pytest.mark.parametrize("path", ["/health/detailed/", "/health/system/", "/health/metrics"])
@pytest.mark.usefixtures("database")
def test_details_by_the_name_of_a_page(path: str) -> None:
    """A browser on this machine that is told to ask here by another name is refused."""
    response = _ask(path, HTTP_HOST="attacker.example:8000")
    assert (response.status_code, response.content) == (403, b"")
    assert _ask(path, HTTP_HOST="127.0.0.1:8000").status_code == 200


@pytest.mark.usefixtures("database")
def test_no_host_is_asked_for() -> None:
    """A balancer that asks by address is answered, whatever ``ALLOWED_HOSTS`` says."""
    assert _ask("/health/", HTTP_HOST="10.1.2.3:8000").status_code == 200
    assert _ask("/health/", HTTP_HOST="...").status_code == 200


@pytest.mark.usefixtures("database")
def test_methods() -> None:
    """As the views have them."""
    assert _ask("/health/", "POST").status_code == 405
    assert (_ask("/health/", "HEAD").status_code, _ask("/health/", "HEAD").content) == (200, b"")


@pytest.mark.usefixtures("database")
def test_addresses_alone_decide() -> None:
    """From outside there is the short form, and details are refused."""
    assert _ask("/health/", REMOTE_ADDR=OUTSIDE).status_code == 200
    assert _ask("/health/detailed/", REMOTE_ADDR=OUTSIDE).status_code == 403
    assert _ask("/health/detailed/", HTTP_X_FORWARDED_FOR=HERE).status_code == 403


@pytest.mark.parametrize("rule", ["require_auth", "require_staff"])
@pytest.mark.parametrize("path", ["/health/", "/health/detailed/", "/health/metrics"])
def test_no_user_can_be_known_there(rule: str, path: str) -> None:
    """There is no session yet, so who has to be logged in is refused."""
    with served(Sample("database"), **{rule: True}):
        assert _ask(path).status_code == 401


def test_switched_off() -> None:
    """Its paths are nothing then, behind it too."""
    with served(Sample("database"), enabled=False):
        assert _ask("/health/").status_code == 404


@override_settings(HEALTH_CHECK={"PTH": "/up/"})
def test_unusable_settings(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The usual paths tell that it is unhealthy; the application behind works."""
    monkeypatch.setattr(views, "_told", set())
    response = _ask("/health/")
    assert (response.status_code, _status(response)) == (503, "unhealthy")
    assert "unknown key 'pth'" in caplog.text
    assert _ask("/").content == b"the rest"


async def _asked(path: str) -> HttpResponse:
    middleware: Any = HealthCheckMiddleware(_async_rest)
    assert iscoroutinefunction(middleware)
    response = await middleware(_get(path))
    assert isinstance(response, HttpResponse)
    return response


def test_asynchronous(database: Sample) -> None:
    """In an ASGI server it is awaited, and passes on what it does not answer."""
    assert asyncio.run(_asked("/x")).content == b"the rest"
    assert database.runs == 0
    assert _status(asyncio.run(_asked("/health/"))) == "healthy"


def test_waiting_holds_up_no_other_request() -> None:
    """Each request waits in a thread of its own, as many as they are."""
    together = threading.Barrier(40, timeout=60)

    def meet(_request: HttpRequest) -> HttpResponse:
        together.wait()
        return HttpResponse("met")

    async def request(middleware: HealthCheckMiddleware) -> bytes:
        async with ThreadSensitiveContext():  # as Django's ASGI handler does for each request
            answer: Any = middleware(_get("/health/"))
            response: HttpResponse = await answer
        return response.content

    async def all_of_them() -> list[bytes]:
        middleware = HealthCheckMiddleware(_async_rest)
        middleware._views["/health/"] = meet
        return await asyncio.gather(*(request(middleware) for _ in range(together.parties)))

    assert asyncio.run(all_of_them()) == [b"met"] * together.parties


@pytest.mark.usefixtures("database")
def test_a_user_that_something_before_it_found_counts() -> None:
    """Where it is not the first, the user may be known."""
    request = _get("/health/detailed/", REMOTE_ADDR=OUTSIDE)
    request.user = Person(is_staff=True)  # type: ignore[assignment]
    response: Any = HealthCheckMiddleware(_rest)(request)
    assert response.status_code == 200
