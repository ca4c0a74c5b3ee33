"""The page of the endpoints has every path that is answered."""

from __future__ import annotations

import re
import socket
from types import SimpleNamespace
from typing import Any

import pytest

from django_health_exporter.web.application import _pages
from django_health_exporter.web.base import ReportHandler
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.openapi.document import COMMON, LOCKED, WAITING
from django_health_exporter.web.openapi.operation import Answer, Operation
from reference import endpoints
from reference.endpoints import DAEMON, PAGE, who_may
from reference.meaning import Undocumented
from running_web import FakeCheck, running_web

TEXT = PAGE.text()


def _operation(path: str) -> Operation:
    return next(one for one in DAEMON if one.path == path)


def test_each_route_of_the_daemon() -> None:
    """As the table of routes has them."""
    service: Any = SimpleNamespace(config=WebConfig())
    for pattern, *_ in _pages(service):
        assert any(re.fullmatch(pattern, one.path) for one in DAEMON), pattern
    for one in DAEMON:
        assert f"\n## `{one.method.upper()} {one.path}`\n" in TEXT


def test_each_status_and_parameter() -> None:
    """Below the heading of its request."""
    for one in DAEMON:
        section = TEXT.partition(f"\n## `{one.method.upper()} {one.path}`\n")[2].partition("\n## ")[
            0
        ]
        codes = re.findall(r"^\| `(\d+)` ", section, re.MULTILINE)
        assert codes == [str(number) for number in sorted(one.answers)]
        assert all(f"| `{parameter.name}` |" in section for parameter in one.parameters)
    assert all(f"| `{number}` " in TEXT for number in COMMON | LOCKED | WAITING)


def test_what_any_may_answer() -> None:
    """Who waits for checks is who has a page made of their answers; no other path is there."""
    service: Any = SimpleNamespace(config=WebConfig())
    waiting = [pattern for pattern, kind, _ in _pages(service) if issubclass(kind, ReportHandler)]
    for one in DAEMON:
        assert one.waits == any(re.fullmatch(pattern, one.path) for pattern in waiting), one.path
    with running_web([FakeCheck("database")]) as web:
        assert web.get("/health").status == 200
        assert web.get("/health/page").status == 404
        assert web.get("/metrics", "POST").status == 405
        for request, status in [
            (b"no HTTP\r\n\r\n", b"400"),
            (b"POST /-/reload HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", b"413"),
            (b"GET /%b HTTP/1.1\r\n\r\n" % (b"a" * 20_000), b"431"),
        ]:
            with socket.create_connection(("127.0.0.1", web.port), 10) as client:
                client.sendall(request)
                assert client.recv(1000).split(b" ")[1] == status


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/-/healthy", "everybody, without a password too"),
        ("/config", "users, or the same machine"),
        ("/probe", "users, once there are some; with `debug` users, or the same machine"),
        ("/metrics", "users, once there are some"),
        ("/-/reload", "users, once there are some"),
    ],
)
def test_who_may(path: str, words: str) -> None:
    """What details tell is for fewer, probes of a platform for everybody."""
    assert who_may(_operation(path)) == words


@pytest.mark.parametrize(
    "silent",
    [
        Operation("/new", "get", "", {200: Answer("It.")}),
        Operation("/new", "get", "Something new", {200: Answer("")}),
    ],
)
def test_what_has_no_meaning_cannot_be_written(
    silent: Operation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a request nor an answer."""
    monkeypatch.setattr(endpoints, "DAEMON", [silent])
    with pytest.raises(Undocumented):
        PAGE.text()
