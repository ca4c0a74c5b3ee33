"""What all answers have in common, above all the wrong ones."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest

from django_health.result import Measurement
from running_web import FakeCheck, RunningWeb, running_web

PAGES = [
    *("/", "/metrics", "/health/", "/health/detailed/", "/health/system/"),
    *("/-/healthy", "/-/ready"),
]


@pytest.fixture(scope="module")
def web() -> Iterator[RunningWeb]:
    """A server."""
    with running_web([FakeCheck("database"), FakeCheck("system", "")]) as running:
        yield running


@pytest.mark.parametrize("path", [*PAGES, "/nothing"])
def test_no_answer_names_its_software(web: RunningWeb, path: str) -> None:
    """No server header tells which holes to try, and no ETag is computed for nothing."""
    headers = web.get(path).headers
    assert "Server" not in headers
    assert "Etag" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])
def test_other_methods_are_refused(web: RunningWeb, path: str, method: str) -> None:
    """The pages are read only, and the answer says which methods there are."""
    answer = web.get(path, method)
    assert (answer.status, answer.text) == (405, "405 Method Not Allowed\n")
    assert answer.headers["Allow"] == "GET, HEAD"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("method", ["GET", "POST", "BREW"])
@pytest.mark.parametrize("path", ["/nothing", "/metrics/", "/health/x", "//", "/-/", "/%2e%2e"])
def test_unknown_paths(web: RunningWeb, path: str, method: str) -> None:
    """There is nothing, whatever the method."""
    answer = web.get(path, method)
    assert (answer.status, answer.text) == (404, "404 Not Found\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_head_of_nothing(web: RunningWeb) -> None:
    """Errors have no body for HEAD either."""
    answer = web.get("/nothing", "HEAD")
    assert (answer.status, answer.body) == (404, b"")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /metrics HTTP/1.1\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET /metrics HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ],
)
def test_malformed_requests(web: RunningWeb, request_bytes: bytes) -> None:
    """What is no request is refused with 400 and nothing more, and the connection ends."""
    assert web.raw(request_bytes) == b"HTTP/1.1 400 Bad Request\r\n\r\n"


def test_headers_without_end_are_cut(web: RunningWeb) -> None:
    """More than 64 KiB of headers end the connection without an answer."""
    answer = b""
    with suppress(ConnectionError):  # what was not read resets the connection
        answer = web.raw(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 200_000)
    assert answer == b""
    assert web.get("/-/healthy").status == 200


def test_a_body_is_read_over(web: RunningWeb) -> None:
    """A form that is sent along cannot choose checks, nor break anything."""
    body = b"collect[]=nope"
    request = (
        b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s"
    )
    assert web.raw(request % (len(body), body)).startswith(b"HTTP/1.1 200 OK\r\n")


def test_pipelined_requests_are_answered_in_order(web: RunningWeb) -> None:
    """Three requests at once get three answers."""
    paths = ("/-/healthy", "/nothing", "/-/ready")
    requests = [f"GET {path} HTTP/1.1\r\nHost: x\r\n".encode() for path in paths]
    answers = web.raw(b"\r\n".join(requests) + b"Connection: close\r\n\r\n")
    assert [line for line in answers.splitlines() if line in (b"ok", b"404 Not Found", b"ready")]
    assert answers.count(b"HTTP/1.1 ") == 3
    assert answers.index(b"ok\n") < answers.index(b"404 Not Found\n") < answers.index(b"ready\n")


def test_our_own_faults_are_told_without_a_word_too_much(caplog: pytest.LogCaptureFixture) -> None:
    """The client learns that it is not its fault, the log the type and the place."""

    def broken() -> Sequence[Measurement]:
        raise RuntimeError("canary-password")

    with caplog.at_level(logging.DEBUG), running_web([FakeCheck()], tellers=[broken]) as web:
        answer = web.get("/metrics")
        assert web.get("/-/healthy").status == 200
    assert (answer.status, answer.text) == (500, "internal error\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert record.getMessage().startswith("MetricsHandler failed: RuntimeError at test_base.py:")
    assert "canary-password" not in caplog.text
    assert "Traceback" not in caplog.text


def test_the_clients_faults_do_not_fill_the_log(
    web: RunningWeb, caplog: pytest.LogCaptureFixture
) -> None:
    """Errors that clients make are debug lines, without the query."""
    with caplog.at_level(logging.DEBUG, "django_health_exporter"):
        web.get("/nothing?canary-password")
        web.get("/metrics?collect[]=canary-password")
        web.raw(b"nonsense\r\n\r\n")
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []
    assert "404 GET '/nothing'" in caplog.text
    assert "canary-password" not in caplog.text
