"""The servers of a Redis backend to targets: Django's own backend and django-redis."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from django_health.sources.address import Address, parse
from django_health.sources.cache_settings import CacheSettings
from django_health.sources.keys import probe_key
from django_health.sources.redis_options import connection_options, is_tls, path_of
from django_health.sources.section import Section
from django_health.targets import DjangoCacheTarget, RedisTarget, Secret, Target, TargetError
from django_health.whole_numbers import whole_number

PORT = 6379

_POOLS = frozenset(
    {
        "redis.BlockingConnectionPool",
        "redis.ConnectionPool",
        "redis.connection.BlockingConnectionPool",
        "redis.connection.ConnectionPool",
    }
)
_CLIENTS = frozenset(
    {"redis.Redis", "redis.StrictRedis", "redis.client.Redis", "redis.client.StrictRedis"}
)
_DJANGO_REDIS_CLIENTS: Mapping[str, bool] = {
    "django_redis.client.DefaultClient": True,
    "django_redis.client.HerdClient": True,
    "django_redis.client.ShardClient": False,
    "django_redis.client.default.DefaultClient": True,
    "django_redis.client.herd.HerdClient": True,
    "django_redis.client.sharded.ShardClient": False,
}
"""Clients of django-redis that use the locations, and whether all but the first are replicas."""


class _Defaults(NamedTuple):
    """What holds for each server unless its URL says otherwise."""

    connection: Section
    user: str
    password: str


def redis_targets(cache: CacheSettings) -> list[Target]:
    """Return a target per server of Django's own backend: the first is written, the others read.

    Raises:
        TargetError: A location is no Redis URL, or an option is ill-typed.
    """
    options = cache.options
    if path_of(options.values.get("pool_class"), "redis.ConnectionPool") not in _POOLS:
        return [_through_django(cache)]
    defaults = _Defaults(options, options.text("username"), options.text("password"))
    return _targets(cache, cache.locations(";,"), defaults, has_replicas=True)


def django_redis_targets(cache: CacheSettings) -> list[Target]:
    """Return a target per server of django-redis.

    What finds its servers elsewhere (Sentinel, a connection factory, a cluster client) is asked
    through Django.

    Raises:
        TargetError: A location is no Redis URL, or an option is ill-typed.
    """
    options = cache.options
    client = path_of(options.values.get("CLIENT_CLASS"), "django_redis.client.DefaultClient")
    if client not in _DJANGO_REDIS_CLIENTS or not _is_plain(options):
        return [_through_django(cache)]
    pool = options.section("CONNECTION_POOL_KWARGS")
    defaults = _Defaults(
        connection=pool,
        user=pool.text("username") or options.text("USERNAME"),
        password=pool.text("password") or options.text("PASSWORD"),
    )
    locations = cache.locations(",")
    return _targets(cache, locations, defaults, has_replicas=_DJANGO_REDIS_CLIENTS[client])


def _is_plain(options: Section) -> bool:
    values = options.values
    factory = "django_redis.pool.ConnectionFactory"
    return (
        path_of(values.get("CONNECTION_FACTORY"), factory) == factory
        and path_of(values.get("CONNECTION_POOL_CLASS"), "redis.ConnectionPool") in _POOLS
        and path_of(values.get("REDIS_CLIENT_CLASS"), "redis.Redis") in _CLIENTS
    )


def _through_django(cache: CacheSettings) -> Target:
    return DjangoCacheTarget(cache.alias, cache.backend, probe_key())


def _targets(
    cache: CacheSettings, locations: list[object], defaults: _Defaults, *, has_replicas: bool
) -> list[Target]:
    """The targets; two URLs are one where nobody could tell the servers' answers apart."""
    targets: dict[tuple[object, ...], RedisTarget] = {}
    place = f"{cache.section.place}['LOCATION']"
    for location in locations:
        if not isinstance(location, str):
            raise TargetError(f"{place} must hold URLs like redis://host:6379/0")
        is_replica = has_replicas and bool(targets)
        target = _target(cache, parse(location, place), defaults, place, is_replica)
        key = (target.server, target.database, target.user, target.password)
        targets.setdefault(key, target)
    return _labelled(targets.values())


def _labelled(targets: Iterable[RedisTarget]) -> list[Target]:
    """The targets with a label of its own each: the server, and what else it takes.

    Of several on one server the first is ``host:6379``, one of another database is
    ``host:6379/1``, and one that differs in its login alone, which nothing may show, is counted:
    ``host:6379/1#2``.
    """
    labels: set[str] = set()
    labelled: list[Target] = []
    for target in targets:
        label = target.server
        if label in labels:
            label = numbered = f"{target.server}/{target.database}"
            for number in itertools.count(2):
                if label not in labels:
                    break
                label = f"{numbered}#{number}"
        labels.add(label)
        labelled.append(replace(target, server=label))
    return labelled


def _target(
    cache: CacheSettings, address: Address, defaults: _Defaults, place: str, is_replica: bool
) -> RedisTarget:
    socket = _socket(address, place)
    host, port = ("", PORT) if socket else _host(address, defaults.connection, place)
    return RedisTarget(
        alias=cache.alias,
        backend=cache.backend,
        server=socket or (f"[{host}]:{port}" if ":" in host else f"{host}:{port}"),
        host=host,
        port=port,
        unix_socket=socket,
        database=_database(address, defaults.connection, place),
        user=address.user or address.query.get("username", "") or defaults.user,
        password=Secret(address.password or address.query.get("password", "") or defaults.password),
        tls=address.scheme == "rediss" or is_tls(defaults.connection.values),
        options=connection_options(defaults.connection.values, address.query, place),
        key=cache.key(),
        read_only=is_replica,
    )


def _socket(address: Address, place: str) -> str:
    if address.scheme == "unix":
        if not address.name:
            raise TargetError(f"{place} names no socket: write unix:///path/to/redis.sock")
        if "@" in address.path:  # what stands there is told as the server's name
            raise TargetError(
                f"{place} has an @ in the path of its socket: write it as %40, or user name and "
                "password right after the two slashes"
            )
        return "/" + address.name
    if address.scheme not in ("redis", "rediss"):
        raise TargetError(f"{place} must begin with redis://, rediss:// or unix://")
    return ""


def _host(address: Address, defaults: Section, place: str) -> tuple[str, int]:
    if len(address.hosts) > 1:
        raise TargetError(f"{place} names several hosts in one URL: write a URL for each")
    name, port = address.hosts[0]
    return (
        name or defaults.text("host") or "localhost",
        port or defaults.port("port") or PORT,
    )


def _database(address: Address, defaults: Section, place: str) -> int:
    number = address.query.get("db", "")
    if not number and address.scheme != "unix":
        number = address.name.replace("/", "")
        if not number.isdecimal():
            number = ""  # redis-py passes over it in silence as well
    if not number:
        return defaults.number("db")
    database = whole_number(number)
    if database is None:
        raise TargetError(f"{place} has a db that is no number: correct it")
    return database
