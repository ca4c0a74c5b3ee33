"""Checks of URLs on loopback."""

from __future__ import annotations

from typing import Any

from django_health.checks.http.check import HttpCheck
from django_health.settings.declarations import HttpEndpoint

HEAD = b"HTTP/1.1 200 OK\r\n"
"""How an answer begins."""


def http_check(port: int, path: str = "/", *, timeout: float = 5.0, **more: Any) -> HttpCheck:
    """A check of a URL on loopback."""
    url = f"http://127.0.0.1:{port}{path}"
    return HttpCheck("name", HttpEndpoint(url=url, **more), timeout)
