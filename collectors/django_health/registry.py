"""The table of built-in checks, and how targets and settings become checks.

A new check is a file, its test and a line in one of the tables here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

from django_health.check import BaseHealthCheck
from django_health.databases.borrower import Borrower
from django_health.databases.lending import Lender
from django_health.made import Made, is_critical
from django_health.settings import HealthSettings
from django_health.settings.validation import nearest
from django_health.targets import DatabaseTarget, Target, TargetError

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

PROJECT_CHECKS = {
    "migrations": "django_health.checks.migrations.check:migrations_checks",
    "celery": "django_health.checks.celery.check:celery_checks",
    "configuration": "django_health.checks.configuration.check:configuration_checks",
}
"""The checks of a Django project: functions of the settings and the databases' checks."""

DECLARED_CHECKS = {
    "http": "django_health.checks.http.check:HttpCheck",
    "smtp": "django_health.checks.smtp.check:SmtpCheck",
    "storage": "django_health.checks.storage:StorageCheck",
    "tcp": "django_health.checks.tcp:TcpCheck",
    "dns": "django_health.checks.dns.check:DnsCheck",
}
"""The checks of what somebody declared, by the section of the settings that holds it."""

ENVIRONMENT_CHECK = "django_health.checks.configuration.environment:EnvironmentCheck"
"""The one check of the configuration that needs no Django."""

SQL_CHECK = "django_health.checks.sql.check:SqlCheck"


def build_checks(
    targets: Iterable[Target],
    settings: HealthSettings,
    *,
    in_django: bool = False,
    known: Iterable[BaseHealthCheck] = (),
) -> list[BaseHealthCheck]:
    """Return the built-in checks, as far as their components are on.

    Nothing is asked and no connection is opened.

    Args:
        targets: Databases and caches.
        settings: What is declared, switched off, uncritical.
        in_django: Whether a Django project's settings are configured: it has migrations and more.
        known: Checks that there are already. One that would be made of the very same again is among
            the result, with its connection and what it remembers.

    Raises:
        TargetError: A target or a declaration cannot be used, or needs a package that is not
            installed.
    """
    made = Made(known, settings.critical)
    found = [(target, made.of((target,), _target_check(target, settings))) for target in targets]
    lenders: dict[str, Any] = {
        target.alias: check for target, check in found if isinstance(target, DatabaseTarget)
    }
    checks = [check for target, check in found if settings.is_on(target.component)]
    if settings.is_on("system"):
        checks += [made.of((settings,), _loaded(path)(settings)) for path in SYSTEM_CHECKS.values()]
    if in_django:
        checks += _project_checks(settings, lenders)
        for check in checks:
            if isinstance(check, Borrower):
                check.owns_lender = not settings.is_on(DatabaseTarget.component)
    elif settings.required_env and settings.is_on("configuration"):
        checks.append(_loaded(ENVIRONMENT_CHECK)(settings.required_env))
    checks += _declared_checks(settings, in_django=in_django)
    if settings.is_on("sql"):
        checks += _sql_checks(settings, [target for target, _ in found], made)
    for check in checks:
        check.critical = is_critical(check, settings.critical)
    return checks


def _target_check(target: Target, settings: HealthSettings) -> BaseHealthCheck:
    timeout = getattr(settings.timeouts, target.component)
    place = f"the {target.component} {target.alias!r}"
    return _loaded(TARGET_CHECKS[target.kind], place)(target, timeout)  # type: ignore[no-any-return]


def _project_checks(
    settings: HealthSettings, lenders: Mapping[str, Lender]
) -> list[BaseHealthCheck]:
    return [
        check
        for component, path in PROJECT_CHECKS.items()
        if settings.is_on(component)
        for check in _loaded(path)(settings, lenders)
    ]


def _declared_checks(settings: HealthSettings, *, in_django: bool) -> list[BaseHealthCheck]:
    checks: list[BaseHealthCheck] = []
    for component, path in DECLARED_CHECKS.items():
        declared = getattr(settings, component) if settings.is_on(component) else {}
        for name, declaration in declared.items():
            place = f"{component}.{name}"
            if component == "storage" and not in_django:
                raise TargetError(f"{place}: a storage is Django's: give its settings module")
            checks.append(_loaded(path, place)(name, declaration, settings.timeouts.external))
    return checks


def _sql_checks(
    settings: HealthSettings, targets: Iterable[Target], made: Made
) -> list[BaseHealthCheck]:
    databases = {target.alias: target for target in targets if isinstance(target, DatabaseTarget)}
    checks: list[BaseHealthCheck] = []
    for name, query in settings.sql.items():
        if query.database not in databases:
            raise TargetError(f"sql.{name}.database: unknown alias{nearest('', databases)}")
        # A connection of its own: a slow query must not hold up what asks for the health.
        lender = _target_check(databases[query.database], settings)
        timeout = settings.timeouts.database
        check = _loaded(SQL_CHECK)(name, query, lender, timeout, settings.sql)
        checks.append(made.of((databases[query.database], settings.sql, timeout), check))
    return checks


def _loaded(path: str, place: str = "") -> Callable[..., Any]:
    module, _, name = path.partition(":")
    try:
        found: Callable[..., Any] = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        remedy = "django-health-exporter[django]" if package == "django" else package
        raise TargetError(
            f"{place or name} needs a package that is not installed: pip install '{remedy}'"
        ) from None
    return found
