"""URLs that answer well, badly or not at all, asked of real servers."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from django_health.checks.http.check import HttpCheck
from django_health.result import Reason, Status
from django_health.settings.declarations import HttpEndpoint
from endpoint_listeners import (
    CANARY,
    TalkListener,
    failed,
    figures,
    leaving_nothing_open,
    saying,
    succeeded,
)
from http_checks import HEAD, http_check
from live_servers import free_port

HELLO = HEAD + b"Content-Length: 5\r\n\r\nhello"


class ShopServer(ThreadingHTTPServer):
    """A plain web server of one page, which remembers the requests."""

    def __init__(self) -> None:
        self.requests: list[BaseHTTPRequestHandler] = []
        super().__init__(("127.0.0.1", 0), ShopPage)


class ShopPage(BaseHTTPRequestHandler):
    """Answers with the status in the path."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        assert isinstance(self.server, ShopServer)
        self.server.requests.append(self)
        body = b"" if self.command == "HEAD" else "Grüße".encode()
        self.send_response(int(self.path.rpartition("/")[2].partition("?")[0] or 200))
        self.send_header("Location", f"http://127.0.0.1:{free_port()}/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_POST = do_OPTIONS = do_GET  # noqa: N815 - names of the standard library

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def shop() -> Iterator[ShopServer]:
    """A running web server."""
    with ShopServer() as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        serving.start()
        yield server
        server.shutdown()
        serving.join()


@contextmanager
def answering(answer: bytes, **more: Any) -> Iterator[HttpCheck]:
    """A check of a server that says something after a request, and closes."""
    with TalkListener(saying(answer)) as listener:
        yield http_check(listener.port, **more)


def test_a_good_answer_is_well(shop: ShopServer) -> None:
    """Status and times are told, and nothing of what was sent or came."""
    outcome = succeeded(http_check(shop.server_port))
    assert outcome.status is Status.OK
    assert outcome.details.keys() == {"connect_seconds", "status_code", "response_seconds"}
    assert figures(outcome)["django_health_http_status_code"] == 200
    assert figures(outcome).keys() == {
        "django_health_http_status_code",
        "django_health_http_connect_seconds",
        "django_health_http_response_seconds",
    }


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (301, Reason.WRONG_ANSWER),
        (401, Reason.AUTH),
        (403, Reason.PERMISSION),
        (404, Reason.WRONG_ANSWER),
        (429, Reason.UNAVAILABLE),
        (503, Reason.UNAVAILABLE),
    ],
)
def test_another_status_is_a_failure(shop: ShopServer, status: int, reason: Reason) -> None:
    """A redirect is one as well; the status is told as a figure all the same."""
    failure = failed(http_check(shop.server_port, f"/{status}"))
    assert failure.reason is reason
    assert str(failure) == f"it answered with the status {status}, expected 200"
    assert figures(failure)["django_health_http_status_code"] == status
    assert len(shop.requests) == 1


def test_several_statuses_can_be_expected(shop: ShopServer) -> None:
    """Each is good, and an error names all."""
    good = http_check(shop.server_port, "/301", expected_status=[301, 204])
    assert succeeded(good).status is Status.OK
    failure = failed(http_check(shop.server_port, "/200", expected_status=[301, 204]))
    assert str(failure) == "it answered with the status 200, expected 204 or 301"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_every_method_is_sent(shop: ShopServer, method: str) -> None:
    """The answer to HEAD has no body, and none is waited for."""
    succeeded(http_check(shop.server_port, method=method))
    assert [request.command for request in shop.requests] == [method]


def test_secrets_are_sent_and_never_shown(shop: ShopServer) -> None:
    """Wherever they stand in the declaration."""
    url = f"http://user:{CANARY}%40@127.0.0.1:{shop.server_port}/404?token={CANARY}"
    endpoint = HttpEndpoint(url=url, headers={"X-Token": CANARY}, body_contains=CANARY)
    failed(HttpCheck("name", endpoint, 5.0))
    (request,) = shop.requests
    assert request.path == f"/404?token={CANARY}"
    assert request.headers["X-Token"] == CANARY
    expected = base64.b64encode(f"user:{CANARY}@".encode()).decode()
    assert request.headers["Authorization"] == f"Basic {expected}"


def test_the_text_that_is_expected(shop: ShopServer) -> None:
    """It is in the answer, or that is a wrong answer."""
    succeeded(http_check(shop.server_port, body_contains="rüß"))
    failure = failed(http_check(shop.server_port, body_contains=CANARY))
    assert failure.reason is Reason.WRONG_ANSWER
    assert str(failure) == "the expected text is not in the answer"


def test_proxies_of_the_environment_are_not_used(
    shop: ShopServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What answers is the declared host, whatever the process was started with."""
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    succeeded(http_check(shop.server_port))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", Reason.UNAVAILABLE),
        (b"SSH-2.0-OpenSSH_9.2\r\n", Reason.WRONG_ANSWER),
        (b"\x15\x03\x01\x00\x02\x02\x16", Reason.WRONG_ANSWER),
        (b"HTTP/1.1 abc\r\n\r\n", Reason.WRONG_ANSWER),
        (HEAD + b"A: b\r\n" * 200 + b"\r\n", Reason.WRONG_ANSWER),
        (HEAD + b"A: " + b"b" * 100_000 + b"\r\n\r\n", Reason.WRONG_ANSWER),
        (HEAD + b"Content-Length: 9\r\n\r\nhello", Reason.UNAVAILABLE),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n", Reason.WRONG_ANSWER),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", Reason.WRONG_ANSWER),
    ],
)
def test_garbage_is_no_answer(answer: bytes, reason: Reason) -> None:
    """Nor is an answer that ends before its end."""
    with answering(answer) as check:
        assert failed(check).reason is reason


@pytest.mark.parametrize(
    "answer",
    [
        HELLO,
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + HELLO,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        HEAD + b"\r\nhello",
        b"HTTP/1.0 200\r\n\r\nhello",
    ],
)
def test_every_way_of_answering_is_understood(answer: bytes) -> None:
    """With hints before, in chunks, or until the connection ends."""
    with answering(answer, body_contains="hello") as check:
        succeeded(check)


def test_a_host_that_refuses_or_does_not_exist() -> None:
    """They have their reasons."""
    assert failed(http_check(free_port())).reason is Reason.REFUSED
    unknown = HttpEndpoint(url=f"http://no-such-host.invalid/?token={CANARY}")
    assert failed(HttpCheck("name", unknown, 5.0)).reason is Reason.DNS


def test_nothing_stays_open(shop: ShopServer) -> None:
    """After good runs and after bad ones."""
    with leaving_nothing_open():
        for _ in range(50):
            with answering(HELLO) as check:
                succeeded(check)
            with answering(b"nonsense\r\n") as check:
                failed(check)
        refused = http_check(free_port())
        for _ in range(50):
            failed(refused)
    assert shop.requests == []


def test_the_request_says_who_asks(shop: ShopServer) -> None:
    """And that the connection is not to be kept."""
    succeeded(http_check(shop.server_port))
    headers = shop.requests[0].headers
    assert headers["User-Agent"].startswith("django-health-exporter/")
    assert headers["Connection"] == "close"
    assert headers["Host"] == f"127.0.0.1:{shop.server_port}"
