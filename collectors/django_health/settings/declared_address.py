"""What is wrong with an address that somebody declared; no error repeats any of it.

A URL may hold a token anywhere, and people put secrets in the place of addresses.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, urlsplit

_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0]")
_HOST = re.compile(r"[\w.-]+")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_IN_HEADER = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_OUR_HEADERS = {"content-length", "transfer-encoding"}
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class HttpUrl:
    """A URL taken apart; it prints as its kind alone.

    Attributes:
        is_encrypted: Whether it is ``https``.
        host: Name or address, without brackets.
        port: The one that is given, or that of the scheme.
        is_default_port: Whether the port is that of the scheme.
        target: Path and query, percent-encoded or not.
        user: User name, percent-encoded; ``None`` where there is none.
        password: Password, percent-encoded.
    """

    is_encrypted: bool
    host: str = field(repr=False)
    port: int = field(repr=False)
    is_default_port: bool = field(repr=False)
    target: str = field(repr=False)
    user: str | None = field(repr=False)
    password: str = field(repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """Take a URL apart.

        Raises:
            ValueError: It cannot be asked by HTTP; the text says why.
        """
        if _UNPRINTABLE.search(url):
            raise ValueError("url holds a space or a control character: percent-encode it")
        parts, port = _split(url)
        if parts.scheme not in _DEFAULT_PORTS:
            raise ValueError("url does not begin with http:// or https://")
        if not parts.hostname:
            raise ValueError("url names no host")
        expect_host("the host of url", parts.hostname)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        default = _DEFAULT_PORTS[parts.scheme]
        return cls(
            parts.scheme == "https",
            parts.hostname,
            port or default,
            port in {None, default},
            target,
            parts.username,
            parts.password or "",
        )


def _split(url: str) -> tuple[SplitResult, int | None]:
    """Split it; the errors of the standard library would repeat what may be a password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = None, 0
    if parts is None or port == 0:
        raise ValueError(
            "url has no valid host and port: percent-encode the special characters of a password "
            "in it (@ is %40, : is %3A, / is %2F, ? is %3F, # is %23)"
        )
    return parts, port


def expect_host(key: str, host: str) -> None:
    """Make sure that a text is a host's name or address.

    Args:
        key: What the text is called in the error.
        host: The text.

    Raises:
        ValueError: It is neither.
    """
    if _is_address(host, (4, 6)):
        return
    if not _HOST.fullmatch(host) or not _is_encodable(host):
        raise ValueError(
            f"{key} is no host name and no address: give it without scheme, brackets and port"
        )


def expect_header(name: str, value: str) -> None:
    """Make sure that a header can be sent as it is.

    Raises:
        ValueError: It would break the request, or it is one that the check sends itself.
    """
    if not _HEADER_NAME.fullmatch(name):
        raise ValueError("headers: a name is empty or holds what no name of a header may hold")
    if name.lower() in _OUR_HEADERS:
        raise ValueError(f"headers: {name.title()} cannot be set, for no body is sent")
    if not _IN_HEADER.fullmatch(value):
        raise ValueError(
            f"headers: the value of {name} holds a line end, a control character or one outside "
            "of Latin-1"
        )


def expect_dns_name(name: str) -> None:
    """Make sure that a name can be asked for.

    Raises:
        ValueError: It is none.
    """
    labels = name.removesuffix(".").split(".")
    if _UNPRINTABLE.search(name) or not all(labels) or not _is_encodable(name):
        raise ValueError(
            "name is no DNS name: parts of 1 to 63 characters with dots between them, 253 in all"
        )


def expect_addresses(key: str, texts: Iterable[str], versions: tuple[int, ...]) -> None:
    """Make sure that texts are IP addresses of the given versions.

    Raises:
        ValueError: One of them is not.
    """
    for text in texts:
        if not _is_address(text, versions):
            kinds = " or ".join(f"IPv{version}" for version in versions)
            raise ValueError(f"{key}: {kinds} address expected")


def _is_address(text: str, versions: tuple[int, ...]) -> bool:
    try:
        return ipaddress.ip_address(text).version in versions
    except ValueError:
        return False


def _is_encodable(name: str) -> bool:
    """Whether it fits into DNS: in ASCII, parts of at most 63 characters, 253 in all."""
    try:
        plain = name.encode("idna").removesuffix(b".")
    except UnicodeError:
        return False
    return len(plain) <= 253
