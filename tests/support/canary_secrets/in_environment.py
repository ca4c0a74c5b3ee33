"""The ways to give credentials in the environment, without Django and without a file."""

from __future__ import annotations

from collections.abc import Callable

from canary_secrets.caches import acl_url, redis_url
from canary_secrets.canary import Canary
from canary_secrets.form import Form, Kind, Place, Write
from canary_secrets.in_file import database_url
from canary_secrets.scene import Scene

_Url = Callable[[Canary, Place], str]


def _postgresql(canary: Canary, place: Place) -> str:
    return database_url("postgres", canary, place)


def _in_query(canary: Canary, place: Place) -> str:
    tls = "&sslmode=require" if place.tls else ""
    query = f"user={canary.user}&password={canary.encoded}{tls}"
    return f"postgres://{place.address}/postgres?{query}"


def _without_password(canary: Canary, place: Place) -> str:
    tls = "?sslmode=require" if place.tls else ""
    return f"postgres://{canary.user}@{place.address}/postgres{tls}"


def _mysql(canary: Canary, place: Place) -> str:
    return database_url("mysql", canary, place, f"init_command=SET+%40token='{canary.plain}'")


def _redis(canary: Canary, place: Place) -> str:
    return redis_url(place, f":{canary.encoded}@")


def _redis_query(canary: Canary, place: Place) -> str:
    return redis_url(place, query=f"?username={canary.user}&password={canary.encoded}")


def _variable(name: str, url: _Url) -> Write:
    def write(scene: Scene, canary: Canary, place: Place) -> None:
        scene.environ[name] = url(canary, place)

    return write


def _file(name: str, url: _Url) -> Write:
    def write(scene: Scene, canary: Canary, place: Place) -> None:
        scene.environ[f"{name}_FILE"] = scene.write(canary.form, f"{url(canary, place)}\n")

    return write


def _pgpassword(scene: Scene, canary: Canary, place: Place) -> None:
    scene.environ["PGPASSWORD"] = canary.password
    scene.environ["DATABASE_URL_LIBPQ"] = _without_password(canary, place)


def _database(name: str, kind: Kind, write: Write, alias: str) -> Form:
    return Form(name, kind, write, "database", alias=alias)


def _cache(name: str, write: Write, alias: str) -> Form:
    return Form(name, Kind.REDIS, write, "cache", alias=alias)


FORMS = (
    _database("env-url", Kind.POSTGRESQL, _variable("DATABASE_URL", _postgresql), "default"),
    _database("env-file", Kind.POSTGRESQL, _file("DATABASE_URL_FILED", _postgresql), "filed"),
    _database("env-query", Kind.POSTGRESQL, _variable("DATABASE_URL_Q", _in_query), "q"),
    _database("env-mysql", Kind.MYSQL, _variable("DATABASE_URL_MY", _mysql), "my"),
    _database("env-libpq", Kind.POSTGRESQL, _pgpassword, "libpq"),
    _cache("env-redis-url", _variable("REDIS_URL", _redis), "default"),
    _cache("env-cache-url", _variable("CACHE_URL_ACL", acl_url), "acl"),
    _cache("env-cache-query", _variable("CACHE_URL_QUERY", _redis_query), "query"),
    _cache("env-cache-file", _file("CACHE_URL_FILED", acl_url), "filed"),
)
"""What the environment holds."""
