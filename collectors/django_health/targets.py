"""Where things are: typed connection parameters that never turn into strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import ClassVar, NoReturn

from django_health.errors import HealthCheckError
from django_health.masking import bare


class Secret:
    """A password or token that prints as stars wherever it is printed, formatted or pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value itself, to hand it to a driver and to nothing else."""
        return self._value

    def __repr__(self) -> str:
        return "'***'"

    def __str__(self) -> str:
        return "***"

    def __format__(self, format_spec: str) -> str:
        return "***"

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled")


NO_SECRET = Secret("")


class TargetError(HealthCheckError):
    """A target's description cannot be used.

    The text names the place (``DATABASES['default']['PORT']``), what is wrong and the remedy, and
    never holds a value that could be a secret.
    """


@dataclass(frozen=True, repr=False)
class Target:
    """Something to ask, under the alias by which the developer knows it.

    Attributes:
        alias: Django's alias, which is the label value.
        backend: The dotted path of Django's engine or backend class, or its short name.
    """

    kind: ClassVar[str]
    """The key of the check in the table of built-in checks."""
    component: ClassVar[str]
    """The component it belongs to: ``database`` or ``cache``."""

    alias: str
    backend: str

    def __repr__(self) -> str:
        shown = ((one.name, getattr(self, one.name)) for one in fields(self) if one.repr)
        texts = (f"{name}={_bare(value)!r}" for name, value in shown)
        return f"{type(self).__qualname__}({', '.join(texts)})"


def _bare(value: object) -> object:
    return bare(value) if isinstance(value, str) else value


@dataclass(frozen=True, repr=False)
class DatabaseTarget(Target):
    """A database with a native check.

    Attributes:
        host: Name or address; a path for a unix socket; empty for the driver's default.
        port: Port, or ``None`` for the driver's default.
        name: Database name, or the file of SQLite.
        options: Django's OPTIONS as they are, to be read by the engine's own check.
    """

    component = "database"

    host: str = ""
    port: int | None = None
    name: str = ""
    user: str = field(default="", repr=False)
    password: Secret = field(default=NO_SECRET, repr=False)
    options: Mapping[str, object] = field(default_factory=dict, repr=False, hash=False)


class PostgreSQLTarget(DatabaseTarget):
    """PostgreSQL, PostGIS and what speaks their protocol."""

    kind = "postgresql"


class MySQLTarget(DatabaseTarget):
    """MySQL and MariaDB."""

    kind = "mysql"


class SQLiteTarget(DatabaseTarget):
    """An SQLite file."""

    kind = "sqlite"


class DjangoDatabaseTarget(DatabaseTarget):
    """Any other engine, asked through Django's own connection of that alias."""

    kind = "django-database"


@dataclass(frozen=True, repr=False)
class RedisTarget(Target):
    """One Redis server of a cache.

    Attributes:
        server: The label value: ``host:port`` or the path of a unix socket.
        host: Name or address; empty with a unix socket.
        unix_socket: Path of a unix socket, or empty.
        database: Database number.
        tls: Whether the connection is encrypted (``rediss://``).
        options: Further arguments for redis-py's connection, like ``ssl_ca_certs``.
        key: The complete key to set, get and delete, made as Django makes keys.
        read_only: Whether this server is a replica of the cache's list: it is only read.
    """

    kind = "redis"
    component = "cache"

    server: str
    host: str = ""
    port: int = 6379
    unix_socket: str = ""
    database: int = 0
    user: str = field(default="", repr=False)
    password: Secret = field(default=NO_SECRET, repr=False)
    tls: bool = False
    options: Mapping[str, object] = field(default_factory=dict, repr=False, hash=False)
    key: str = ""
    read_only: bool = False


@dataclass(frozen=True, repr=False)
class MemcachedTarget(Target):
    """One Memcached server of a cache.

    Attributes:
        server: The label value: ``host:port`` or the path of a unix socket.
        address: ``(host, port)``, or the path of a unix socket.
        tls_context: An ``ssl.SSLContext`` from OPTIONS, or ``None``.
        key: The complete key to set, get and delete, made as Django makes keys.
    """

    kind = "memcached"
    component = "cache"

    server: str
    address: tuple[str, int] | str
    tls_context: object | None = field(default=None, repr=False, hash=False)
    key: str = ""


@dataclass(frozen=True, repr=False)
class FileCacheTarget(Target):
    """A file-based cache: the folder that holds it."""

    kind = "file-cache"
    component = "cache"

    path: str


@dataclass(frozen=True, repr=False)
class DatabaseCacheTarget(Target):
    """A cache in a database table, asked through a connection of Django's own.

    Attributes:
        table: Name of the table (LOCATION).
        database: Alias of the database that Django's routers choose for it.
        key: The complete key to set, get and delete, made as Django makes keys.
    """

    kind = "database-cache"
    component = "cache"

    table: str
    database: str
    key: str


@dataclass(frozen=True, repr=False)
class DjangoCacheTarget(Target):
    """Any other cache backend, asked through Django's own cache of that alias.

    Attributes:
        key: The key as it is given to Django, which adds prefix and version itself.
    """

    kind = "django-cache"
    component = "cache"

    key: str


@dataclass(frozen=True, repr=False)
class SkippedTarget(Target):
    """A cache that cannot be asked from outside the application's process, and why."""

    kind = "skipped"
    component = "cache"

    why: str
