"""The health of the project's databases as plain dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django_health.checkers.asking import (
    Checker,
    StatusWord,
    count,
    detail,
    require_alias,
    response_time,
    summaries,
    targets_of,
    word,
)
from django_health.databases.families import CONNECTIONS, MAX_CONNECTIONS
from django_health.masking import bare
from django_health.targets import DatabaseTarget, Target

_DEFAULT_PORTS = {"postgresql": 5432, "mysql": 3306}


class DatabaseHealth(TypedDict):
    """How one of all databases is.

    Attributes:
        status: ``ok``, ``warning``, ``error`` or ``skipped``.
        engine: ``postgresql``, ``mysql``, ``mariadb``, ``sqlite``, or Django's name of another.
        response_time: Seconds of the last run; ``None`` where nothing was asked.
        connection_count: Connections of clients to the server; ``None`` where it cannot be told.
        max_connections: How many it accepts; ``None`` where there is no limit or it is not told.
    """

    status: StatusWord
    engine: str
    response_time: float | None
    connection_count: int | None
    max_connections: int | None


class ConnectionInfo(TypedDict):
    """Where a database is; what the settings leave to the driver is ``None``.

    Attributes:
        host: Name, address or the folder of a socket; ``None`` for a file.
        port: Port; ``None`` for files and sockets.
        database: Name of the database, or path of the file.
    """

    host: str | None
    port: int | None
    database: str | None


class DatabaseReport(TypedDict):
    """How one database is.

    Attributes:
        status: ``ok``, ``warning``, ``error`` or ``skipped``.
        response_time: Seconds of the last run; ``None`` where nothing was asked.
        queries_executed: Statements of that run; ``None`` where it did not come to an end.
        connection_info: Where the database is, without user and password.
    """

    status: StatusWord
    response_time: float | None
    queries_executed: int | None
    connection_info: ConnectionInfo


class DatabaseHealthChecker(Checker):
    """Asks the databases of Django's ``DATABASES``, over the connections that are kept for that."""

    def check_all_databases(self) -> dict[str, DatabaseHealth]:
        """Return how each database is, by alias.

        Raises:
            HealthCheckError: A setting cannot be used.
        """
        asked = self._application()
        found = summaries(asked, "database")
        return {
            alias: {
                "status": word(summary := found.get(alias)),
                "engine": str(detail(summary, "engine") or _engine(targets)),
                "response_time": response_time(summary),
                "connection_count": count(summary, CONNECTIONS),
                "max_connections": count(summary, MAX_CONNECTIONS),
            }
            for alias, targets in targets_of(asked, "database").items()
        }

    def check_database(self, alias: str = "default") -> DatabaseReport:
        """Return how one database is.

        Raises:
            UnknownAliasError: There is no such alias.
            HealthCheckError: A setting cannot be used.
        """
        asked = self._application()
        targets = targets_of(asked, "database")
        require_alias(targets, alias, "database")
        summary = summaries(asked, "database", alias).get(alias)
        executed = detail(summary, "queries_executed")
        return {
            "status": word(summary),
            "response_time": response_time(summary),
            "queries_executed": executed if isinstance(executed, int) else None,
            "connection_info": _connection_info(targets[alias]),
        }


def _engine(targets: Sequence[Target]) -> str:
    """The short name of an engine that has not said its own yet."""
    (target,) = targets
    return target.kind if target.kind != "django-database" else target.backend.rpartition(".")[2]


def _connection_info(targets: Sequence[Target]) -> ConnectionInfo:
    (target,) = targets
    if not isinstance(target, DatabaseTarget):
        return {"host": None, "port": None, "database": None}
    is_remote = bool(target.host) and not target.host.startswith("/")
    default = _DEFAULT_PORTS.get(target.kind) if is_remote else None
    return {
        "host": bare(target.host) or None,
        "port": target.port or default,
        "database": bare(target.name) or None,
    }
