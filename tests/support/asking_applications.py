"""Applications that ask real targets or samples, without settings of Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django_health.application import Application
from django_health.check import BaseHealthCheck
from django_health.engine import Engine
from django_health.registry import build_checks
from django_health.settings import HealthSettings, settings_from
from django_health.targets import MySQLTarget, PostgreSQLTarget, Secret, Target
from live_servers import MariaDB, PostgreSQL


@contextmanager
def asking(*targets: Target, **settings: Any) -> Iterator[Application]:
    """An application with the checks of some targets and of the host."""
    given = settings_from(settings, "settings")
    with asking_checks(build_checks(targets, given), targets, given) as application:
        yield application


@contextmanager
def asking_checks(
    checks: Iterable[BaseHealthCheck],
    targets: Iterable[Target] = (),
    settings: HealthSettings | None = None,
) -> Iterator[Application]:
    """An application with these checks."""
    application = Application(settings or HealthSettings(), tuple(targets), Engine(checks))
    try:
        yield application
    finally:
        application.close()


def database_target(alias: str, server: PostgreSQL | MariaDB, **changes: Any) -> Target:
    """The target of a server, as its administrator."""
    kind = PostgreSQLTarget if isinstance(server, PostgreSQL) else MySQLTarget
    given: dict[str, Any] = {
        "host": server.host,
        "port": server.port,
        "name": server.database,
        "user": server.user,
        "password": Secret(server.password),
    }
    return kind(alias, f"django.db.backends.{kind.kind}", **(given | changes))
