"""What may stand in the configuration file: every key, its type and its meaning.

Unknown keys are errors. The same structure holds for YAML and TOML.
"""

from __future__ import annotations

from typing import Literal

from django_health.settings import Percent
from django_health.settings.declarations import Port
from django_health.settings.declared import Declared
from django_health_exporter.documents.section import Section


class DjangoSection(Section, frozen=True):
    """The Django project to read the databases and caches from.

    Attributes:
        settings: Dotted name of the settings module.
        pythonpath: Folder to import it from; the working directory without it.
    """

    settings: str | None = None
    pythonpath: str | None = None


class DatabaseSection(Section, frozen=True):
    """One database: a URL, or its parts as in Django's ``DATABASES``; a part wins over the URL.

    Attributes:
        url: ``postgres://``, ``mysql://``, ``sqlite:///`` and their kin. It or the engine has to be
            given.
        engine: ``postgresql``, ``postgis``, ``mysql``, ``mariadb``, ``sqlite``, or the dotted path
            of a backend of Django.
        name: Database name, or the file of SQLite.
        host: Name, address or path of a unix socket's folder.
        port: Where the server listens; that of the engine without it.
        user: Who logs in.
        password: The password of that user; it is never shown.
        password_file: File that holds the password instead; a trailing newline is dropped.
        options: As in Django's ``OPTIONS``.
    """

    url: str | None = None
    engine: str | None = None
    name: str | None = None
    host: str | None = None
    port: Port | None = None
    user: str | None = None
    password: str | None = None
    password_file: str | None = None
    options: dict[str, object] = {}


class CacheSection(Section, frozen=True):
    """One cache: a URL, or its parts as in Django's ``CACHES``; a part wins over the URL.

    Attributes:
        url: ``redis://``, ``rediss://``, ``memcached://``, ``file:///`` and their kin. It, or
            backend and location, have to be given.
        backend: ``redis``, ``memcached``, ``file``, or the dotted path of a backend of Django.
        location: Where the servers are, or the folder of a file-based cache.
        user: Who logs in.
        password: The password of that user; it is never shown.
        password_file: File that holds the password instead; a trailing newline is dropped.
        key_prefix: Put before the key of the probe, as Django puts it before every key.
        version: Put before the key of the probe, as Django does.
        options: As in Django's ``OPTIONS``.
    """

    url: str | None = None
    backend: str | None = None
    location: str | list[str] | None = None
    user: str | None = None
    password: str | None = None
    password_file: str | None = None
    key_prefix: str | None = None
    version: int | None = None
    options: dict[str, object] = {}


class ThresholdSection(Section, frozen=True):
    """Usage in percent that warns, and that fails; what is left out keeps its default.

    Attributes:
        warning: From here on it is a warning.
        critical: From here on it is an error; not below the warning.
    """

    warning: Percent | None = None
    critical: Percent | None = None


class ThresholdsSection(Section, frozen=True):
    """A threshold per resource of the host.

    Attributes:
        cpu: Usage of the processors over half a minute.
        memory: Usage of the memory.
        disk: Usage of each file system.
    """

    cpu: ThresholdSection = ThresholdSection()
    memory: ThresholdSection = ThresholdSection()
    disk: ThresholdSection = ThresholdSection()


class WebSection(Section, frozen=True):
    """How the daemon listens and answers; what the keys mean stands at ``WebConfig``."""

    listen_addresses: list[str] | None = None
    systemd_socket: bool | None = None
    config_file: str | None = None
    exempt_paths: list[str] | None = None
    external_url: str | None = None
    route_prefix: str | None = None
    telemetry_path: str | None = None
    max_requests: int | None = None
    max_connections: int | None = None
    read_timeout: float | None = None
    write_timeout: float | None = None
    idle_timeout: float | None = None
    shutdown_grace: float | None = None
    disable_exporter_metrics: bool | None = None
    self_metrics: dict[str, bool] | None = None
    enable_lifecycle: bool | None = None
    scrape_timeout: float | None = None
    timeout_offset: float | None = None


class LogSection(Section, frozen=True):
    """What is logged, and how.

    Attributes:
        level: The mildest that is logged; ``info`` without it.
        format: How a line is written; ``logfmt`` without it.
    """

    level: Literal["debug", "info", "warning", "error"] | None = None
    format: Literal["logfmt", "json"] | None = None


class ConfigurationFile(Section, Declared, frozen=True):
    """The whole file; what it has in common with ``HEALTH_CHECK`` stands in :class:`Declared`.

    Attributes:
        django: The Django project to read databases, caches and ``HEALTH_CHECK`` from.
        databases: Databases by alias.
        caches: Caches by alias.
        thresholds: Usage in percent that warns or fails, by resource.
        collectors: Switches by component or name of a custom check; one that is not named is on.
        web: How the daemon listens and answers.
        log: What is logged, and how.
    """

    django: DjangoSection = DjangoSection()
    databases: dict[str, DatabaseSection] = {}
    caches: dict[str, CacheSection] = {}
    thresholds: ThresholdsSection = ThresholdsSection()
    collectors: dict[str, bool] = {}
    web: WebSection = WebSection()
    log: LogSection = LogSection()
