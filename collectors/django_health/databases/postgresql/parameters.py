"""From Django's settings of a PostgreSQL database to libpq's connection strings."""

from __future__ import annotations

from functools import cache

import psycopg
from psycopg.conninfo import conninfo_attempts, make_conninfo
from psycopg.pq import Conninfo

from django_health.databases.postgresql.errors import failure_from_text
from django_health.databases.postgresql.service import address_of_service
from django_health.failure import CheckFailed, reason_of
from django_health.result import Reason
from django_health.targets import PostgreSQLTarget

APPLICATION_NAME = "django-health-exporter"
"""How our sessions call themselves in ``pg_stat_activity`` and in the server's log."""

_DJANGOS = ("assume_role", "isolation_level", "pool", "server_side_binding")
_PSYCOPGS = ("autocommit", "context", "cursor_factory", "prepare_threshold", "row_factory")
_NOT_FOR_LIBPQ = frozenset((*_DJANGOS, *_PSYCOPGS))


def connection_strings(target: PostgreSQLTarget) -> list[str]:
    """Return a connection string for each address to try, in the order of trying.

    Host names are resolved here, as psycopg does it for the application, and handed over as
    ``hostaddr`` beside the name, which the certificate is compared with: libpq would resolve them
    inside one call that holds Python's global lock, and a slow resolver would stop all threads.

    Raises:
        CheckFailed: A host does not resolve, or a setting cannot be meant for libpq.
    """
    parameters = connection_parameters(target)
    if "service" in parameters:
        parameters = address_of_service(parameters["service"]) | parameters
    try:
        return [make_conninfo("", **attempt) for attempt in conninfo_attempts(parameters)]
    except UnicodeError as error:  # a host's name, or a surrogate in another parameter
        failure = CheckFailed(reason_of(error) or Reason.MISCONFIGURED)
    except psycopg.Error as error:
        failure = failure_from_text(str(error))
    raise failure


def connection_parameters(target: PostgreSQLTarget) -> dict[str, str]:
    """Return libpq's parameters as Django's backend makes them, with a name tag of our own.

    Raises:
        CheckFailed: OPTIONS has a key that neither Django nor libpq knows.
    """
    parameters = {}
    if target.name:
        parameters["dbname"] = target.name
    elif not target.options.get("service"):
        parameters["dbname"] = "postgres"
    parameters |= _options(target)
    given = {
        "user": target.user,
        "password": target.password.reveal(),
        "host": target.host,
        "port": str(target.port or ""),
    }
    parameters |= {key: value for key, value in given.items() if value}
    return parameters | {"client_encoding": "UTF8", "application_name": APPLICATION_NAME}


def _options(target: PostgreSQLTarget) -> dict[str, str]:
    options = {
        key: str(value)
        for key, value in target.options.items()
        if value is not None and key not in _NOT_FOR_LIBPQ
    }
    if unknown := sorted(options.keys() - _known_keys()):
        names = ", ".join(unknown)
        raise CheckFailed(Reason.MISCONFIGURED, f"OPTIONS has what libpq does not know: {names}")
    return options


@cache
def _known_keys() -> frozenset[str]:
    return frozenset(option.keyword.decode() for option in Conninfo.get_defaults())
