"""``POST /-/reload`` on the web server; with the real daemon in tests/end_to_end/test_reload.py."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import pytest

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.service import Reloaded
from running_web import FakeCheck, RunningWeb, running_web

ADDRESS = ("127.0.0.1:0",)


@contextmanager
def _web(
    *, is_enabled: bool = True, came: Reloaded | None = None, prefix: str = ""
) -> Iterator[tuple[RunningWeb, list[str]]]:
    """A server whose reload comes to an end at once, and what it was asked."""
    asked: list[str] = []

    def reload() -> Future[Reloaded]:
        asked.append("reload")
        future: Future[Reloaded] = Future()
        future.set_result(came or Reloaded(True, "reloaded: 3 targets"))
        return future

    config = WebConfig(listen_addresses=ADDRESS, enable_lifecycle=is_enabled, external_url=prefix)
    with running_web([FakeCheck()], config) as web:
        web.server._service.reload = reload
        yield web, asked


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_success(method: str) -> None:
    """200 with the line."""
    with _web() as (web, asked):
        answer = web.get("/-/reload", method)
        assert (answer.status, answer.text) == (200, "reloaded: 3 targets\n")
        assert asked == ["reload"]


def test_failure() -> None:
    """500 with the reason."""
    with _web(came=Reloaded(False, "health.yaml: unknown key")) as (web, _):
        answer = web.get("/-/reload", "POST")
        assert (answer.status, answer.text) == (500, "health.yaml: unknown key\n")


def test_disabled() -> None:
    """403 with a line that names the flag, and nothing is done."""
    with _web(is_enabled=False) as (web, asked):
        answer = web.get("/-/reload", "POST")
        assert answer.status == 403
        assert "--web.enable-lifecycle" in answer.text
        assert asked == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "OPTIONS"])
def test_other_methods(method: str) -> None:
    """405, whether it is enabled or not: a link or a preview must never reload."""
    for is_enabled in (True, False):
        with _web(is_enabled=is_enabled) as (web, asked):
            answer = web.get("/-/reload", method)
            assert (answer.status, answer.headers["Allow"]) == (405, "POST, PUT")
            assert asked == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Host": "evil.example", "Origin": "http://evil.example", "Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Mode": "navigate"},
    ],
)
def test_browsers(headers: dict[str, str]) -> None:
    """403, under whatever name: a page of somebody else's may have sent them."""
    with _web() as (web, asked):
        assert web.get("/-/reload", "POST", **headers).status == 403
        assert asked == []


def test_nobody_there() -> None:
    """Where nothing can reload, that is told."""
    config = WebConfig(listen_addresses=ADDRESS, enable_lifecycle=True)
    with running_web([FakeCheck()], config) as web:
        assert web.get("/-/reload", "POST").status == 503
