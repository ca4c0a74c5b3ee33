"""Everything that reads a text in which a password may stand: a new reader is a line in the table.

Each returns what it made of the text, or raises an error of the library's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django_health.checks.celery.broker import broker_of
from django_health.checks.celery.project_app import NothingToAskError
from django_health.errors import HealthCheckError
from django_health.failure import CheckFailed
from django_health.registry import build_checks
from django_health.settings import HealthSettings, settings_from, with_environment
from django_health.settings.variables import ENVIRONMENT
from django_health.sources.caches import targets_of_cache
from django_health.sources.databases import database_target
from django_health.sources.environment import targets_from_environment
from django_health.targets import Target, TargetError
from django_health_exporter.configuration.config import Flags, load
from django_health_exporter.web.listening.sockets import ListenError
from live_celery import app_of, closing

REFUSALS = (HealthCheckError, CheckFailed, NothingToAskError, ListenError)
"""What a reader may raise."""

Read = Callable[[str], Iterable[object]]

_SETTINGS = HealthSettings(checks={"system": False})


def _made(targets: Iterable[Target | None]) -> Iterator[object]:
    """Targets, and the checks of them."""
    found = [target for target in targets if target is not None]
    for target in found:
        yield target
        yield getattr(target, "server", "")  # the value of a label
        yield from _checks([target], _SETTINGS)


def _checks(targets: list[Target], settings: HealthSettings) -> Iterator[object]:
    for check in build_checks(targets, settings):
        yield from (check, check.label, check.target, check.part, check.description)


def _variable(name: str) -> Read:
    def read(text: str) -> Iterable[object]:
        return _made(targets_from_environment({name: text}))

    return read


def _file(name: str) -> Read:
    def read(text: str) -> Iterable[object]:
        with TemporaryDirectory() as folder:
            path = Path(folder, "secret")
            path.write_text(text, encoding="utf-8", newline="")
            return list(_made(targets_from_environment({f"{name}_FILE": str(path)})))

    return read


def _database(engine: str, key: str) -> Read:
    def read(text: str) -> Iterable[object]:
        entry = {"ENGINE": engine, "NAME": "shop", key: text}
        return _made([database_target("default", entry, "DATABASES['default']")])

    return read


def _cache(backend: str, key: str = "LOCATION") -> Read:
    def read(text: str) -> Iterable[object]:
        entry: dict[str, Any] = {"BACKEND": backend, "LOCATION": "redis://h", key: text}
        targets = targets_of_cache("default", entry, "CACHES['default']")
        return _made(targets)

    return read


def _declared(section: str, key: str, **others: object) -> Read:
    def read(text: str) -> Iterable[object]:
        document = {"CHECKS": {"system": False}, section: {"x": {**others, key: text}}}
        settings = settings_from(document, "HEALTH_CHECK")
        return [settings, *_checks([], settings)]

    return read


def _broker(text: str) -> Iterable[object]:
    # For Celery a ; is the end of one URL and the beginning of the next.
    with closing(app_of(text.replace(";", ""))) as app:
        broker = broker_of(app, 1.0)
    return [broker, vars(broker)]


def _setting(name: str) -> Read:
    def read(text: str) -> Iterable[object]:
        with_environment(HealthSettings(), {name: text.replace("\0", "")})
        return []

    return read


def _document(name: str, before: str, after: str = "") -> Read:
    def read(text: str) -> Iterable[object]:
        with TemporaryDirectory() as folder:
            path = Path(folder, name)
            path.write_text(f"{before}{text}{after}", encoding="utf-8")
            try:
                return [load(Flags(config_file=path, collectors={"system": False}), {})]
            except (HealthCheckError, ListenError) as error:
                raise TargetError(str(error).replace(folder, "")) from error

    return read


_REPEATED = ("HEALTH_CUSTOM_CHECKS", "HEALTH_PATH", "HEALTH_DETAILED_PATH", "HEALTH_SYSTEM_PATH")
"""Variables whose values are paths that people have to find again."""

_POSTGRESQL = "django.db.backends.postgresql"
_MYSQL = "django.db.backends.mysql"
_SQLITE = "django.db.backends.sqlite3"
_CACHES = "django.core.cache.backends"

READERS: Mapping[str, Read] = {
    **{name: _variable(name) for name in ("DATABASE_URL", "CACHE_URL", "REDIS_URL")},
    **{f"{name}_FILE": _file(name) for name in ("DATABASE_URL_X", "CACHE_URL", "REDIS_URL")},
    **{
        f"{engine} {key}": _database(engine, key)
        for engine in (_POSTGRESQL, _MYSQL, _SQLITE)
        for key in ("ENGINE", "NAME", "HOST", "PORT", "USER", "PASSWORD", "OPTIONS")
    },
    "Redis": _cache(f"{_CACHES}.redis.RedisCache"),
    "django-redis": _cache("django_redis.cache.RedisCache"),
    "Memcached": _cache(f"{_CACHES}.memcached.PyMemcacheCache"),
    "pylibmc": _cache(f"{_CACHES}.memcached.PyLibMCCache"),
    "table": _cache(f"{_CACHES}.db.DatabaseCache"),
    "files": _cache(f"{_CACHES}.filebased.FileBasedCache"),
    **{
        f"cache {key}": _cache(f"{_CACHES}.redis.RedisCache", key)
        for key in ("BACKEND", "OPTIONS", "KEY_FUNCTION", "VERSION")
    },
    "HTTP": _declared("HTTP", "URL"),
    "HTTP header": _declared("HTTP", "HEADERS", URL="http://h"),
    "HTTP status": _declared("HTTP", "EXPECTED_STATUS", URL="http://h"),
    "SMTP host": _declared("SMTP", "HOST"),
    "SMTP user": _declared("SMTP", "USER", HOST="h", PASSWORD="x"),
    "SMTP password file": _declared("SMTP", "PASSWORD_FILE", HOST="h", USER="u"),
    "TCP": _declared("TCP", "HOST", PORT=1),
    "TCP port": _declared("TCP", "PORT", HOST="h"),
    "DNS": _declared("DNS", "NAME"),
    "DNS server": _declared("DNS", "NAMESERVER", NAME="h"),
    "timeout": _declared("TIMEOUTS", "database"),
    "broker": _broker,
    **{name: _setting(name) for name in ENVIRONMENT if name not in _REPEATED},
    "YAML": _document("a.yaml", "databases: {x: {engine: mysql, password: ", "}}"),
    "YAML in quotes": _document("a.yaml", 'databases: {x: {engine: "', '"}}'),
    "YAML url": _document("a.yaml", "databases:\n  x:\n    url: "),
    "YAML without a space": _document("a.yaml", "databases:\n  x:\n    url:"),
    "YAML header": _document("a.yaml", "http: {x: {url: http://h, headers: {a: ", "}}}"),
    "YAML itself": _document("a.yaml", ""),
    "TOML": _document("a.toml", "[databases.x]\npassword = "),
    "TOML in quotes": _document("a.toml", '[caches.x]\nurl = "', '"'),
    "TOML itself": _document("a.toml", ""),
}
"""By name."""
