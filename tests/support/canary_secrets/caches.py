"""The ways to give a cache's credentials in Django's settings."""

from __future__ import annotations

from typing import Any

from canary_secrets.canary import Canary
from canary_secrets.form import Form, Kind, Place
from canary_secrets.scene import Code, Scene

_REDIS = "django.core.cache.backends.redis.RedisCache"
_DJANGO_REDIS = "django_redis.cache.RedisCache"
_PYLIBMC = "django.core.cache.backends.memcached.PyLibMCCache"


def redis_url(place: Place, credentials: str = "", query: str = "") -> str:
    """A URL of Redis, encrypted where the place demands it."""
    scheme = "rediss" if place.tls else "redis"
    return f"{scheme}://{credentials}{place.address}/0{query}"


def acl_url(canary: Canary, place: Place) -> str:
    """A URL of Redis with a user of its ACL."""
    return redis_url(place, f"{canary.user}:{canary.encoded}@")


def _add(scene: Scene, canary: Canary, backend: str, location: object, **options: Any) -> None:
    entry = {"BACKEND": backend, "LOCATION": location, "OPTIONS": options}
    scene.setting("CACHES", canary.form, entry)


def _password(scene: Scene, canary: Canary, place: Place) -> None:
    _add(scene, canary, _REDIS, redis_url(place, f":{canary.encoded}@"))


def _acl(scene: Scene, canary: Canary, place: Place) -> None:
    _add(scene, canary, _REDIS, acl_url(canary, place))


def _query(scene: Scene, canary: Canary, place: Place) -> None:
    query = f"?username={canary.user}&password={canary.encoded}"
    _add(scene, canary, _REDIS, redis_url(place, query=query))


def _options(scene: Scene, canary: Canary, place: Place) -> None:
    login = {"username": canary.user, "password": canary.password}
    _add(scene, canary, _REDIS, [redis_url(place)], **login)


def _provider(scene: Scene, canary: Canary, place: Place) -> None:
    provider = Code(f"Provider({canary.user!r}, {canary.password!r})")
    _add(scene, canary, _REDIS, redis_url(place), credential_provider=provider)


def _key_password(scene: Scene, canary: Canary, place: Place) -> None:
    encrypted = place._replace(tls=True)
    key = scene.write(f"{canary.form}.key", canary.plain)
    options = {"ssl_password": canary.password, "ssl_certfile": key, "ssl_keyfile": key}
    _add(scene, canary, _REDIS, redis_url(encrypted), **options)


def _django_redis_url(scene: Scene, canary: Canary, place: Place) -> None:
    _add(scene, canary, _DJANGO_REDIS, acl_url(canary, place))


def _django_redis_option(scene: Scene, canary: Canary, place: Place) -> None:
    _add(scene, canary, _DJANGO_REDIS, redis_url(place), PASSWORD=canary.password)


def _django_redis_pool(scene: Scene, canary: Canary, place: Place) -> None:
    pool = {"username": canary.user, "password": canary.password}
    _add(scene, canary, _DJANGO_REDIS, redis_url(place), CONNECTION_POOL_KWARGS=pool)


def _through_django(scene: Scene, canary: Canary, place: Place) -> None:
    """A connection factory of one's own: asked through django-redis itself."""
    options = {"PASSWORD": canary.password, "CONNECTION_POOL_CLASS": "redis.BlockingConnectionPool"}
    factory = {"CONNECTION_FACTORY": "canary_project.parts.Factory"}
    _add(scene, canary, _DJANGO_REDIS, acl_url(canary, place), **options, **factory)


def _own_backend(scene: Scene, canary: Canary, place: Place) -> None:
    _add(scene, canary, "canary_project.cache.Cache", place.address, password=canary.plain)


def _sasl(scene: Scene, canary: Canary, place: Place) -> None:
    login = {"username": canary.user, "password": canary.password}
    _add(scene, canary, _PYLIBMC, place.address, **login)


def _form(name: str, write: Any, kind: Kind = Kind.REDIS, reason: str = "") -> Form:
    return Form(name, kind, write, "cache", reason)


FORMS = (
    _form("redis-password", _password),
    _form("redis-acl", _acl),
    _form("redis-query", _query),
    _form("redis-options", _options),
    _form("redis-provider", _provider),
    _form("redis-key", _key_password, reason="misconfigured"),
    _form("django-redis-url", _django_redis_url),
    _form("django-redis-option", _django_redis_option),
    _form("django-redis-pool", _django_redis_pool),
    _form("django-redis-factory", _through_django, reason="misconfigured"),
    _form("own-backend", _own_backend, Kind.NOBODY, "unavailable"),
    _form("memcached-sasl", _sasl, Kind.NOBODY, "misconfigured"),
)
"""Caches of Django's settings."""
