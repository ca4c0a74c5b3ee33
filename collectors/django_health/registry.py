"""The table of built-in checks, and how targets and settings become checks.

A new check is a file, its test and a line in one of the two tables here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from django_health.check import BaseHealthCheck
from django_health.settings import HealthSettings
from django_health.targets import Target

TARGET_CHECKS = {
    "postgresql": "django_health.databases.postgresql.check:PostgreSQLCheck",
    "mysql": "django_health.databases.mysql.check:MySQLCheck",
    "sqlite": "django_health.databases.sqlite.check:SQLiteCheck",
    "django-database": "django_health.databases.django.check:DjangoDatabaseCheck",
    "redis": "django_health.caches.redis.check:RedisCheck",
    "memcached": "django_health.caches.memcached.check:MemcachedCheck",
    "database-cache": "django_health.caches.table.check:DatabaseCacheCheck",
    "file-cache": "django_health.caches.folder.check:FileCacheCheck",
    "django-cache": "django_health.caches.django:DjangoCacheCheck",
    "skipped": "django_health.caches.skipped:SkippedCheck",
}
"""The check of each kind of target; its module, and with it the driver, loads when it is needed."""

SYSTEM_CHECKS = {
    "cpu": "django_health.host.cpu:CPUCheck",
    "memory": "django_health.host.memory:MemoryCheck",
    "disk": "django_health.host.filesystems:FilesystemsCheck",
    "network": "django_health.host.network:NetworkCheck",
    "uptime": "django_health.host.uptime:UptimeCheck",
    "container": "django_health.host.cgroup.check:ContainerCheck",
}
"""The checks of the component ``system``, by part."""


def build_checks(targets: Iterable[Target], settings: HealthSettings) -> list[BaseHealthCheck]:
    """Return a check per target, and those of the host, as far as their components are on.

    Nothing is asked and no connection is opened.
    """
    checks = [
        _target_check(target, settings) for target in targets if settings.is_on(target.component)
    ]
    if settings.is_on("system"):
        checks += [_loaded(path)(settings) for path in SYSTEM_CHECKS.values()]
    return checks


def _target_check(target: Target, settings: HealthSettings) -> BaseHealthCheck:
    timeout = getattr(settings.timeouts, target.component)
    return _loaded(TARGET_CHECKS[target.kind])(target, timeout)


def _loaded(path: str) -> Callable[..., BaseHealthCheck]:
    module, _, name = path.partition(":")
    found: Any = getattr(import_module(module), name)
    return found  # type: ignore[no-any-return]
