"""The request of a declared URL, made once."""

from __future__ import annotations

import base64
import string
from collections.abc import Mapping
from urllib.parse import quote, unquote

from django_health.settings.declarations import HttpEndpoint
from django_health.settings.declared_address import HttpUrl
from django_health.targets import Secret
from django_health.version import __version__

USER_AGENT = f"django-health-exporter/{__version__}"


class HttpRequest:
    """Where a URL is asked, and what is said there; it prints as its type alone.

    Args:
        endpoint: What was declared.
    """

    def __init__(self, endpoint: HttpEndpoint) -> None:
        url = HttpUrl.parse(endpoint.url)
        self.is_encrypted = url.is_encrypted
        self.address = url.host, url.port
        self.method = endpoint.method
        self._text = Secret(request_head(endpoint.method, url, endpoint.headers))

    def encoded(self) -> bytes:
        """Return it as it is sent."""
        return self._text.reveal().encode("latin-1")


def request_head(method: str, url: HttpUrl, headers: Mapping[str, str]) -> str:
    """Return all of a request but its body.

    Args:
        method: How is asked.
        url: Where; a user and a password in it are sent as such.
        headers: Sent beside what is said of itself; one of the same name takes its place.
    """
    # Everything outside of ASCII is percent-encoded; what is encoded already stays as it is.
    target = quote(url.target, safe=string.punctuation)
    said = {name.lower(): (name, value) for name, value in _own_headers(method, url).items()}
    said |= {name.lower(): (name, value) for name, value in headers.items()}
    lines = [f"{name}: {value}\r\n" for name, value in said.values()]
    return f"{method} {target} HTTP/1.1\r\n{''.join(lines)}\r\n"


def _own_headers(method: str, url: HttpUrl) -> dict[str, str]:
    headers = {
        "Host": _host(url),
        "User-Agent": USER_AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    if method == "POST":
        headers["Content-Length"] = "0"
    if url.user is not None:
        headers["Authorization"] = basic(unquote(url.user), unquote(url.password))
    return headers


def basic(user: str, password: str) -> str:
    """Return what the header ``Authorization`` says for a user and a password."""
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def _host(url: HttpUrl) -> str:
    host = f"[{url.host}]" if ":" in url.host else url.host.encode("idna").decode()
    return host if url.is_default_port else f"{host}:{url.port}"
