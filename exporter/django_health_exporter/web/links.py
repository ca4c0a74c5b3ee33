"""Where the pages are: inside the daemon, and as those outside find them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

URL_FORM = "write a URL like https://monitoring.example/health"
PREFIX_FORM = "write a path like /health, or / for none"

SECRETIVE = "@?#"
"""With one of these a text may hold a password or token, and no error repeats it."""

_PATH = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:/-]|%[0-9A-Fa-f]{2})*")
"""What a path may be made of (RFC 3986), but for ``@``."""


class Links:
    """Paths and URLs of pages, by the rules of Prometheus.

    A proxy in front may pass the path on as it came, which is what the defaults are for, or strip
    what it knows of it: then the route prefix is ``/``, and links still bear the external path.

    Args:
        external_url: Where users find the daemon; empty if that is not known.
        route_prefix: What stands before all paths of the daemon; empty for the path of
            ``external_url``, ``/`` for nothing.

    Attributes:
        base: Scheme and host of the external URL, as ``https://monitoring.example``; empty if that
            is not known.
        name: Host and path of the external URL, as ``monitoring.example/health``; empty if that is
            not known.
        prefix: What stands before all paths of the daemon, as ``/health``; empty for nothing.

    Raises:
        ValueError: One of both cannot be; the text repeats no value that may hold a password.
    """

    def __init__(self, external_url: str = "", route_prefix: str = "") -> None:
        self.base, outside = _taken_apart(external_url) if external_url else ("", "")
        self.prefix = _prefix(route_prefix) if route_prefix else outside
        self._outside = outside if external_url else self.prefix
        self.name = self.base.partition("://")[2] + self._outside if self.base else ""

    def route(self, path: str) -> str:
        """Return a page's path inside the daemon, as requests bear it that reach it."""
        return self.prefix + path

    def path(self, path: str) -> str:
        """Return a page's path as those outside see it: for links from page to page."""
        return self._outside + path


def is_path(text: str) -> bool:
    """Whether a text is a path that a request can bear."""
    plain = text.isascii() and text.isprintable() and not any(char in text for char in " ?#")
    return plain and text.startswith("/")


def _taken_apart(url: str) -> tuple[str, str]:
    """Scheme with host, and the path without the last slash."""
    if any(char in url for char in SECRETIVE):
        raise ValueError(f"external URL: no user, password, query or fragment, {URL_FORM}")
    try:
        parts = urlsplit(url)
        valid = (
            parts.scheme in ("http", "https")
            and parts.hostname
            and parts.port != 0
            and not parts.netloc.endswith(":")
        )
    except ValueError:  # a port that is none, a bracket too many
        valid = False
    if not valid or not _PATH.fullmatch(url.replace("[", "").replace("]", "")):
        raise ValueError(f"external URL {url!a}: {URL_FORM}")
    return f"{parts.scheme}://{parts.netloc}", _with_one_slash(parts.path, "external URL")


def _prefix(text: str) -> str:
    if not _PATH.fullmatch(text):
        value = "" if any(char in text for char in SECRETIVE) else f" {text!a}"
        raise ValueError(f"route prefix{value}: {PREFIX_FORM}")
    return _with_one_slash(text, "route prefix")


def _with_one_slash(path: str, what: str) -> str:
    """Return a path with one slash before it and none behind; an empty one is left empty."""
    trimmed = path.strip("/")
    if not trimmed:
        return ""
    if any(part in ("", ".", "..") for part in trimmed.split("/")):
        raise ValueError(f"{what} {path!a}: no part of the path can be empty, '.' or '..'")
    return f"/{trimmed}"
