"""Clients that leave while their password is looked at."""

from __future__ import annotations

import logging
import socket

import pytest

from django_health_exporter.web.policy.policy import Policy
from reloads import eventually
from running_web import FakeCheck, GivenPolicy, running_web
from watched_bcrypt import WatchedBcrypt, basic, hashed

PAGES = (
    *("/", "/metrics", "/health/", "/sd", "/config", "/openapi.json", "/nowhere"),
    "/probe?target=database/default&debug=true",
)


@pytest.mark.parametrize("page", PAGES)
def test_who_has_left_is_no_error(
    page: str, watched: WatchedBcrypt, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever was asked: nobody is there to be told of it, and the log holds no fault of ours."""
    policies = GivenPolicy(Policy(users={"alice": hashed("sesame")}))
    request = f"GET {page} HTTP/1.1\r\nHost: localhost\r\n"
    watched.released.clear()
    with caplog.at_level(logging.DEBUG), running_web([FakeCheck()], policies=policies) as web:
        with socket.create_connection((web.host, web.port), timeout=30) as client:
            client.sendall(f"{request}Authorization: {basic('alice', 'sesame')}\r\n\r\n".encode())
            assert watched.entered.wait(30)
        eventually(lambda: web.server.counts.open == 0)
        watched.released.set()
        path = page.partition("?")[0]
        eventually(lambda: any(f"GET '{path}'" in told for told in caplog.messages))
    assert [record.getMessage() for record in caplog.records if record.levelno >= 30] == []
