"""The servers of a Memcached backend to targets."""

from __future__ import annotations

import re

from django_health.masking import bare
from django_health.sources.cache_settings import CacheSettings
from django_health.sources.keys import probe_key
from django_health.sources.section import is_utf8, port_of
from django_health.targets import DjangoCacheTarget, MemcachedTarget, Target, TargetError

PORT = 11211
MAX_KEY_LENGTH = 250

_HOST = re.compile(r"[\w.:-]+")


def memcached_targets(cache: CacheSettings) -> list[Target]:
    """Return a target per server that Django's PyMemcache and PyLibMC backends would use.

    Raises:
        TargetError: A server is none, or a key could not be valid.
    """
    key = _valid_key(cache)
    targets: dict[str, Target] = {}
    for location in cache.locations(";,"):
        address = _address(location, f"{cache.section.place}['LOCATION']")
        server = address if isinstance(address, str) else _label(*address)
        targets.setdefault(
            server,
            MemcachedTarget(
                alias=cache.alias,
                backend=cache.backend,
                server=server,
                address=address,
                tls_context=cache.options.values.get("tls_context"),
                key=key,
            ),
        )
    return list(targets.values())


def pylibmc_targets(cache: CacheSettings) -> list[Target]:
    """Return a target per server, or Django's own cache where a user name is needed (SASL)."""
    if cache.options.values.get("username"):
        return [DjangoCacheTarget(cache.alias, cache.backend, probe_key())]
    return memcached_targets(cache)


def _valid_key(cache: CacheSettings) -> str:
    key = cache.key()
    if any(ord(character) < 33 or ord(character) == 127 for character in key):
        raise cache.section.error("KEY_PREFIX", "has a space or a control character: take it out")
    if len(key.encode()) > MAX_KEY_LENGTH:
        raise cache.section.error("KEY_PREFIX", "is too long: Memcached's keys have 250 bytes")
    return key


def _address(location: object, place: str) -> tuple[str, int] | str:
    match location:
        case str() if not is_utf8(location):
            raise TargetError(f"{place} holds a server whose name is not UTF-8")
        case str() if location.startswith(("unix:", "/")):
            return _socket(location.removeprefix("unix:"), place)
        case str() if ":" not in location or location.endswith("]"):
            host, port = location, PORT
        case str():
            host, _, text = location.rpartition(":")
            port = port_of(text, place) or PORT
        case (str(host), given):
            port = port_of(given, place) or PORT
        case _:
            raise TargetError(f"{place} must hold servers like '127.0.0.1:11211' or 'unix:/path'")
    host = host.removeprefix("[").removesuffix("]")
    if not _HOST.fullmatch(host):
        raise TargetError(f"{place} has a host that cannot be one: give host:port or unix:/path")
    return host, port


def _socket(path: str, place: str) -> str:
    """The path of a socket, which is told as the server's name."""
    if bare(path) != path:
        raise TargetError(f"{place} holds a socket whose path is like a URL: give unix:/path")
    return path


def _label(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
