"""A URL taken apart with care: what it holds may be a password, so no error repeats any of it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from django_health.sources.section import is_utf8, port_of
from django_health.targets import TargetError

ENCODE = (
    "percent-encode special characters in the password "
    "(@ is %40, : is %3A, / is %2F, ? is %3F, # is %23, % is %25, a comma is %2C)"
)

# RFC 3986, appendix B. Python's urlsplit() drops tabs and line ends in silence, lowers the case of
# socket paths, and raises errors that repeat the part with the password.
_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://"
    r"(?P<authority>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?P<fragment>#.*)?",
    re.DOTALL,
)
_HOST = re.compile(r"[\w.-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Host(NamedTuple):
    """A host of a URL.

    Attributes:
        name: Name or address without brackets; a path, if it began with a percent-encoded slash.
        port: Port, or ``None`` where the URL gives none.
    """

    name: str
    port: int | None


@dataclass(frozen=True)
class Address:
    """The parts of a URL, percent-decoded except for the path.

    Attributes:
        scheme: In lower case.
        user: User name, or empty.
        password: Password, or empty.
        hosts: At least one, which may be empty.
        path: With its leading slash, still percent-encoded.
        query: The first value of each key.
    """

    scheme: str
    user: str = field(repr=False)
    password: str = field(repr=False)
    hosts: tuple[Host, ...]
    path: str = field(repr=False)
    query: Mapping[str, str] = field(repr=False)

    @property
    def name(self) -> str:
        """The path without its first slash, decoded: the name of a database."""
        return unquote(self.path.removeprefix("/"))


class Parts(NamedTuple):
    """The parts of a URL as they are written."""

    scheme: str
    authority: str
    path: str
    query: str


def split(url: str, place: str) -> Parts:
    """Return the parts of a URL as they are written, the scheme in lower case.

    Raises:
        TargetError: It is no URL; the text names the place and the remedy and repeats nothing.
    """
    found = _URL.fullmatch(url)
    if found is None:
        raise TargetError(f"{place} is not a URL like scheme://user:password@host:port/name")
    if not is_utf8(url):
        raise TargetError(f"{place} is not UTF-8: {ENCODE}")
    if _CONTROL.search(url):
        raise TargetError(f"{place} holds a control character like a line end: take it out")
    if found["fragment"] is not None or _has_login_after_authority(found):
        raise TargetError(f"{place} cannot be taken apart: {ENCODE}")
    return Parts(found["scheme"].lower(), found["authority"], found["path"], found["query"] or "")


def _has_login_after_authority(found: re.Match[str]) -> bool:
    """Whether there is the end of a password where none belongs: of one with a slash or a ?."""
    query = found["query"] or ""
    if found["authority"]:
        return "@" in found["path"] + query
    return ":" in found["path"] and "@" in query  # a slash too much before the user


def parse(url: str, place: str) -> Address:
    """Return a URL's parts, decoded and validated.

    Args:
        url: ``scheme://user:password@host:port,host:port/path?key=value``.
        place: Where it was found, like ``DATABASE_URL``, for errors.

    Raises:
        TargetError: It cannot be understood; the text names the place and repeats nothing.
    """
    parts = split(url, place)
    credentials, _, hosts = parts.authority.rpartition("@")
    user, _, password = credentials.partition(":")
    return Address(
        scheme=parts.scheme,
        user=_decoded(user, place),
        password=_decoded(password, place),
        hosts=tuple(_host(host, place) for host in hosts.split(",")),
        path=parts.path,
        query=_query(parts.query),
    )


def _query(text: str) -> dict[str, str]:
    query: dict[str, str] = {}
    for key, value in parse_qsl(text):
        query.setdefault(key, value)
    return query


def _decoded(text: str, place: str) -> str:
    decoded = unquote(text)
    if "\ufffd" in decoded:  # what unquote() puts for bytes that are no UTF-8
        raise TargetError(f"{place} holds a percent-encoding that is not UTF-8: {ENCODE}")
    return decoded


def _host(text: str, place: str) -> Host:
    if text.startswith("["):
        name, _, rest = text[1:].partition("]")
        name = _decoded(name, place)
        valid = _is_ipv6(name) and (not rest or rest.startswith(":"))
        port = rest[1:]
    else:
        name, _, port = text.partition(":")
        name = _decoded(name, place)
        valid = name.startswith("/") or _HOST.fullmatch(name) is not None
    if not valid:
        raise TargetError(f"{place} has a host that cannot be one: correct it, or {ENCODE}")
    return Host(name if name.startswith("/") else name.lower(), _port(port, place))


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text.partition("%")[0])
    except ValueError:
        return False
    return True


def _port(text: str, place: str) -> int | None:
    try:
        return port_of(text, place)
    except TargetError:
        raise TargetError(
            f"{place} has a port that is no number from 1 to 65535: correct it, or {ENCODE}"
        ) from None
