"""Database URLs, in the forms that Django users know, to dictionaries as in ``DATABASES``."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote

from django_health.sources.address import Address, Host, parse
from django_health.targets import TargetError
from django_health.whole_numbers import whole_number

_POSTGRESQL = {
    "pgsql": "django.db.backends.postgresql",
    "postgis": "django.contrib.gis.db.backends.postgis",
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
    "psql": "django.db.backends.postgresql",
}
_MYSQL = {
    "mariadb": "django.db.backends.mysql",
    "mysql": "django.db.backends.mysql",
    "mysql-connector": "django.db.backends.mysql",
    "mysql2": "django.db.backends.mysql",
    "mysqlgis": "django.contrib.gis.db.backends.mysql",
}
_SQLITE = {
    "spatialite": "django.contrib.gis.db.backends.spatialite",
    "sqlite": "django.db.backends.sqlite3",
    "sqlite3": "django.db.backends.sqlite3",
}

_PLACES = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
"""Query keys of libpq's URLs that Django keeps outside of OPTIONS."""

_NOT_OPTIONS = frozenset(
    {
        "atomic_requests",
        "autocommit",
        "conn_health_checks",
        "conn_max_age",
        "disable_server_side_cursors",
    }
)
"""Query keys that steer Django's use of a connection and say nothing about the server."""

_SSL_FILES = {"ssl-ca": "ca", "ssl-cert": "cert", "ssl-key": "key"}


def database_from_url(url: str, place: str) -> dict[str, object]:
    """Return what ``DATABASES`` would hold for a URL: ENGINE, NAME, HOST, OPTIONS and so on.

    Args:
        url: Like ``postgres://user:password@host:5432/name?sslmode=require``,
            ``mysql://user@%2Frun%2Fmysqld%2Fmysqld.sock/name`` or ``sqlite:///db.sqlite3``.
        place: Where the URL was found, like ``DATABASE_URL``, for errors.

    Raises:
        TargetError: It cannot be understood; the text names the place and repeats nothing.
    """
    scheme, _, rest = url.partition("://")
    if engine := _SQLITE.get(scheme.lower()):
        return {"ENGINE": engine, **_sqlite(rest, place)}
    address = parse(url, place)
    if engine := _POSTGRESQL.get(address.scheme):
        return {"ENGINE": engine, **_postgresql(address, place)}
    if engine := _MYSQL.get(address.scheme):
        return {"ENGINE": engine, **_mysql(address, place)}
    known = ", ".join(sorted({*_POSTGRESQL, *_MYSQL, *_SQLITE}))
    raise TargetError(f"{place} begins with an unknown scheme: use one of {known}")


def _sqlite(rest: str, place: str) -> dict[str, object]:
    path, _, query = rest.partition("?")
    options = {key: _typed(value) for key, value in parse_qsl(query) if _is_option(key)}
    if path in ("", "/", ":memory:", "/:memory:"):
        return {"NAME": ":memory:", "OPTIONS": options}
    if not path.startswith("/"):
        raise TargetError(
            f"{place} needs three slashes before a relative path (sqlite:///db.sqlite3) "
            "and four before an absolute one (sqlite:////var/lib/app/db.sqlite3)"
        )
    return {"NAME": unquote(path.removeprefix("/")), "OPTIONS": options}


def _postgresql(address: Address, place: str) -> dict[str, object]:
    options: dict[str, object] = dict(_options(address.query))
    given = {_PLACES[key]: options.pop(key) for key in _PLACES if key in options}
    if schema := options.pop("currentSchema", ""):
        options["options"] = f"-c search_path={schema}"
    settings = {**_server(address), "PORT": _ports(address.hosts), "OPTIONS": options, **given}
    if not settings["NAME"] and "service" not in options:
        raise TargetError(f"{place} names no database: append /name to the host")
    return settings


def _mysql(address: Address, place: str) -> dict[str, object]:
    if len(address.hosts) > 1:
        raise TargetError(f"{place} names several hosts: MySQL's clients take one")
    options: dict[str, object] = {}
    ssl: dict[str, str] = {}
    for key, value in _options(address.query).items():
        if file := _SSL_FILES.get(key.replace("_", "-")):
            ssl[file] = value
        else:
            options[key.replace("-", "_")] = _typed(value)
    if ssl:
        options["ssl"] = ssl
    settings = {**_server(address), "PORT": _ports(address.hosts), "OPTIONS": options}
    if socket := options.pop("unix_socket", ""):
        settings["HOST"] = socket  # Django takes a HOST with a slash for a socket
    return settings


def _server(address: Address) -> dict[str, object]:
    return {
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": ",".join(host.name for host in address.hosts),
    }


def _ports(hosts: tuple[Host, ...]) -> int | str:
    ports = [host.port for host in hosts]
    if len(ports) == 1 or not any(ports):
        return ports[0] or ""
    return ",".join(str(port or "") for port in ports)


def _options(query: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in query.items() if _is_option(key)}


def _is_option(key: str) -> bool:
    return key.lower() not in _NOT_OPTIONS


def _typed(value: str) -> object:
    """A number or a truth value where the text is one; drivers of MySQL and SQLite want these."""
    number = whole_number(value)
    if number is not None:
        return number
    return {"true": True, "false": False}.get(value.lower(), value)
