"""The JSON pages over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from django_health.result import Outcome, Status
from django_health_exporter.web.config import WebConfig
from running_web import FakeCheck, HangingCheck, RaisingCheck, RunningWeb, running_web

PATHS = ["/health/", "/health/detailed/", "/health/system/"]


class HostCheck(FakeCheck):
    """A part of the host."""

    def __init__(self, status: Status = Status.OK) -> None:
        super().__init__("system", "", status)
        self.part = "cpu"

    def check(self) -> Outcome:
        """Answer."""
        super().check()
        return Outcome(self.status, details={"usage": 12.5, "cores": 2})


@pytest.fixture(scope="module")
def web() -> Iterator[RunningWeb]:
    """A server on which all is well."""
    with running_web([FakeCheck("database"), FakeCheck("cache"), HostCheck()]) as running:
        yield running


@pytest.mark.parametrize("path", PATHS)
def test_with_and_without_the_last_slash(web: RunningWeb, path: str) -> None:
    """Both are the page itself, no redirect."""
    for form in (path, path.rstrip("/")):
        answer = web.get(form)
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store"
        assert int(answer.headers["Content-Length"]) == len(answer.body)
        assert datetime.fromisoformat(answer.document["timestamp"]).tzinfo


@pytest.mark.parametrize("path", PATHS)
def test_head_has_the_headers_alone(web: RunningWeb, path: str) -> None:
    """HEAD is answered like GET."""
    answer = web.get(path, "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


def test_the_short_document(web: RunningWeb) -> None:
    """One word, when, and how long it took."""
    document = web.get("/health/").document
    assert set(document) == {"status", "timestamp", "response_time"}
    assert document["status"] == "healthy"


def test_the_detailed_document(web: RunningWeb) -> None:
    """Each component is there."""
    document = web.get("/health/detailed/").document
    assert set(document["checks"]) == {"database", "cache", "system"}


def test_the_document_of_the_host_asks_the_host_alone() -> None:
    """Databases and caches are left in peace."""
    database, host = FakeCheck("database"), HostCheck()
    with running_web([database, host]) as web:
        assert web.get("/health/system/").document["system"]["cpu"] == {"usage": 12.5, "cores": 2}
    assert (database.runs, host.runs) == (0, 1)


def test_no_document_of_a_host_that_is_not_watched() -> None:
    """Where the component is switched off there is nothing, and one line says why."""
    with running_web([FakeCheck("database")]) as web:
        answer = web.get("/health/system/")
    assert (answer.status, answer.text) == (404, "the check 'system' is switched off\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("status", "code", "overall", "host"),
    [
        (Status.SKIPPED, 200, "healthy", "skipped"),
        (Status.OK, 200, "healthy", "ok"),
        (Status.WARNING, 200, "warning", "warning"),
        (Status.ERROR, 503, "unhealthy", "error"),
    ],
)
def test_the_status_code_follows_the_status(
    status: Status, code: int, overall: str, host: str
) -> None:
    """A warning still works; an error takes the instance out of a balancer."""
    with running_web([HostCheck(status)]) as web:
        for path, word in zip(PATHS, (overall, overall, host), strict=True):
            for method in ("GET", "HEAD"):
                assert web.get(path, method).status == code
            assert web.get(path).document["status"] == word


def test_a_failure_tells_no_secret() -> None:
    """The text of an exception stays inside."""
    with running_web([RaisingCheck("database")]) as web:
        answer = web.get("/health/detailed/")
    assert answer.status == 503
    assert "canary-password" not in answer.text


def test_answers_inside_the_configured_limit() -> None:
    """A hanging check is told as timed out, the others as they are."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), scrape_timeout=0.4, timeout_offset=0.1)
    with running_web([FakeCheck("database"), HangingCheck("cache")], config) as web:
        answer = web.get("/health/detailed/")
    assert answer.status == 503
    checks = answer.document["checks"]
    assert checks["database"]["status"] == "ok"
    assert (checks["cache"]["status"], checks["cache"]["reason"]) == ("error", "timeout")


@pytest.mark.parametrize("path", PATHS)
def test_the_document_of_the_draft(web: RunningWeb, path: str) -> None:
    """Who asks for ``application/health+json`` gets that, with the same status code."""
    answer = web.get(path, Accept="application/health+json")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/health+json"
    assert answer.headers["Vary"] == "Accept"
    assert answer.document["status"] == "pass"


def test_the_document_of_the_draft_fails_alike() -> None:
    """An error is 503 in both forms."""
    with running_web([FakeCheck("database", status=Status.ERROR)]) as web:
        answer = web.get("/health/", Accept="application/health+json")
    assert (answer.status, answer.document) == (503, {"status": "fail"})
