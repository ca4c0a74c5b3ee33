"""Cache URLs, in the forms that Django users know, to dictionaries as in ``CACHES``."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlencode

from django_health.masking import bare
from django_health.sources.address import ENCODE, Parts, parse, split
from django_health.targets import TargetError
from django_health.whole_numbers import whole_number

_PACKAGE = "django.core.cache.backends"
_MEMCACHED = {
    "memcache": f"{_PACKAGE}.memcached.PyMemcacheCache",
    "memcached": f"{_PACKAGE}.memcached.PyMemcacheCache",
    "pylibmc": f"{_PACKAGE}.memcached.PyLibMCCache",
    "pymemcache": f"{_PACKAGE}.memcached.PyMemcacheCache",
}
_REDIS = {
    "redis": "redis",
    "redis+socket": "unix",
    "rediscache": "redis",
    "rediss": "rediss",
    "unix": "unix",
}
"""Schemes of Redis URLs, and which of redis-py's they mean."""

_PLAIN = {
    "db": f"{_PACKAGE}.db.DatabaseCache",
    "dbcache": f"{_PACKAGE}.db.DatabaseCache",
    "dummy": f"{_PACKAGE}.dummy.DummyCache",
    "dummycache": f"{_PACKAGE}.dummy.DummyCache",
    "file": f"{_PACKAGE}.filebased.FileBasedCache",
    "filecache": f"{_PACKAGE}.filebased.FileBasedCache",
    "locmem": f"{_PACKAGE}.locmem.LocMemCache",
    "locmemcache": f"{_PACKAGE}.locmem.LocMemCache",
}
"""Schemes whose URL holds a name or a path after the two slashes, and no credentials."""

_SETTINGS = {
    "key_function": "KEY_FUNCTION",
    "key_prefix": "KEY_PREFIX",
    "prefix": "KEY_PREFIX",
    "timeout": "TIMEOUT",
    "version": "VERSION",
}
"""Query keys that are settings of the cache and not of its connection."""


def cache_from_url(url: str, place: str) -> dict[str, object]:
    """Return what ``CACHES`` would hold for a URL: BACKEND, LOCATION, KEY_PREFIX and so on.

    Args:
        url: Like ``redis://:password@host:6379/1?key_prefix=shop``, ``memcached://one,two:11212``,
            ``memcached:///run/memcached.sock``, ``filecache:///var/cache/app`` or ``locmem://``.
        place: Where the URL was found, like ``CACHE_URL``, for errors.

    Raises:
        TargetError: It cannot be understood; the text names the place and repeats nothing.
    """
    parts = split(url, place)
    settings, query = _settings(parts.query, place)
    if scheme := _REDIS.get(parts.scheme):
        location = _redis(parts._replace(scheme=scheme), query, place)
        return {"BACKEND": f"{_PACKAGE}.redis.RedisCache", "LOCATION": location, **settings}
    if backend := _MEMCACHED.get(parts.scheme):
        return {"BACKEND": backend, "LOCATION": _memcached(parts, place), **settings}
    if backend := _PLAIN.get(parts.scheme):
        _expect_no_login(parts, place)
        if ":" in parts.authority:
            raise TargetError(f"{place} has a host or a port, which this scheme does not take")
        location_of_plain = unquote(parts.authority + parts.path)
        return {"BACKEND": backend, "LOCATION": location_of_plain, **settings}
    known = ", ".join(sorted({*_REDIS, *_MEMCACHED, *_PLAIN}))
    raise TargetError(f"{place} begins with an unknown scheme: use one of {known}")


def _settings(text: str, place: str) -> tuple[dict[str, object], dict[str, str]]:
    """The cache's own settings and the rest of a query."""
    settings: dict[str, object] = {}
    rest: dict[str, str] = {}
    for key, value in parse_qsl(text):
        if name := _SETTINGS.get(key.lower()):
            settings.setdefault(name, value)
        else:
            rest.setdefault(key, value)
    version = settings.get("VERSION")
    if isinstance(version, str):
        number = whole_number(version)
        if number is None:
            raise TargetError(f"{place} has a version that is no whole number: correct ?version=")
        settings["VERSION"] = number
    return settings, rest


def _redis(parts: Parts, query: dict[str, str], place: str) -> list[str]:
    """A URL for redis-py per server; they share user name and password."""
    credentials, at, hosts = parts.authority.rpartition("@")
    if "," in credentials:  # else a piece of a password could be taken for a host, and be told
        raise TargetError(f"{place} has a comma before its first host: {ENCODE}")
    scheme = _with_sockets(parts)
    if scheme == "unix" and "virtual_host" in query:
        query = {**query, "db": query["virtual_host"].strip("/")}
        del query["virtual_host"]
    tail = f"{parts.path}?{urlencode(query)}" if query else parts.path
    locations = [f"{scheme}://{credentials}{at}{host}{tail}" for host in hosts.split(",")]
    for location in locations:
        parse(location, place)
    return locations


def _with_sockets(parts: Parts) -> str:
    """The scheme, which is ``unix`` where ``redis://`` names a path and no host."""
    host = parts.authority.rpartition("@")[2]
    is_path = not parts.path.strip("/").isdigit() and parts.path.strip("/") != ""
    return "unix" if parts.scheme == "redis" and not host and is_path else parts.scheme


def _memcached(parts: Parts, place: str) -> list[str]:
    _expect_no_login(parts, place)
    path = unquote(parts.path)
    if not parts.authority and path.strip("/"):
        return [f"unix:{path}"]
    if path.strip("/"):
        raise TargetError(f"{place} has a path after its hosts: give a prefix as ?key_prefix=")
    hosts = parse(f"memcached://{parts.authority}", place).hosts
    return [_server(host.name, host.port) for host in hosts]


def _expect_no_login(parts: Parts, place: str) -> None:
    """Refuse what would be told as a part of a server's name or of a path."""
    if "@" in parts.authority:
        raise TargetError(f"{place} has a user name or password, which this scheme does not take")
    if bare(parts.path) != parts.path:
        raise TargetError(f"{place} has a path like a user name and a password: write @ as %40")


def _server(name: str, port: int | None) -> str:
    if name.startswith("/"):
        return f"unix:{name}"
    host = name or "127.0.0.1"
    return f"[{host}]:{port or 11211}" if ":" in host else f"{host}:{port or 11211}"
